// From a message's body to the objects it speaks of. Shapes:
//
//   S3 → SQS        { Records: [{ eventName, s3: { bucket: { name }, object: { key, … } } }] }   key form-urlencoded
//   S3 → SNS → SQS  { Type: "Notification", Message: "<the above>" }, or the above itself (raw delivery)
//   EventBridge     { source: "aws.s3", "detail-type", detail: { bucket: { name }, object: { key, … } } }   key as it is
//   ours            { parquetry: "convert", bucket, key, after? }   key as it is
//   s3:TestEvent    { Event: "s3:TestEvent" }   sent when a notification is configured: nothing to do
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
// A body of any other shape is an error, never "no events": whatever sent it would go unnoticed.

import { Failure } from '../failure/failure.ts'
import type { ObjectEvent } from './object-event.ts'

/** @throws Failure EVENT_UNKNOWN */
export function parseEvents(body: string): ObjectEvent[] {
  const message = parseJson(body)
  if (message.Type === 'Notification' && typeof message.Message === 'string') return parseNotification(parseJson(message.Message))
  return parseNotification(message)
}

/** The body of a message that asks for one object to be looked at. */
export function requestBody(bucket: string, key: string): string {
  return JSON.stringify({ parquetry: 'convert', bucket, key })
}

/** The body of a message that asks for what a ready marker announces: the files whose keys come after `after`. */
export function requestFolderBody(bucket: string, key: string, after: string): string {
  return JSON.stringify({ parquetry: 'convert', bucket, key, after })
}

type Json = Readonly<Record<string, unknown>>

function parseNotification(message: Json): ObjectEvent[] {
  if (Array.isArray(message.Records)) return message.Records.map(record => s3Record(asObject(record, 'a record')))
  if (message.Event === 's3:TestEvent') return []
  if (message.source === 'aws.s3') return [eventBridgeEvent(message)]
  if (message.parquetry === 'convert') return [request(message)]
  throw unknown('none of the known shapes')
}

function s3Record(record: Json): ObjectEvent {
  const s3 = asObject(record.s3, 's3')
  const object = asObject(s3.object, 's3.object')
  const name = asText(record.eventName, 'eventName')
  return {
    bucket: asText(asObject(s3.bucket, 's3.bucket').name, 's3.bucket.name'),
    key: decodeKey(asText(object.key, 's3.object.key')),
    kind: /ObjectRemoved|LifecycleExpiration/.test(name) ? 'removed' : 'created',
    ...optionalText('versionId', object.versionId),
    ...optionalText('etag', object.eTag),
    ...optionalText('sequencer', object.sequencer),
  }
}

function eventBridgeEvent(message: Json): ObjectEvent {
  const detail = asObject(message.detail, 'detail')
  const object = asObject(detail.object, 'detail.object')
  return {
    bucket: asText(asObject(detail.bucket, 'detail.bucket').name, 'detail.bucket.name'),
    key: asText(object.key, 'detail.object.key'),
    kind: message['detail-type'] === 'Object Deleted' ? 'removed' : 'created',
    ...optionalText('versionId', object['version-id']),
    ...optionalText('etag', object.etag),
    ...optionalText('sequencer', object.sequencer),
  }
}

function request(message: Json): ObjectEvent {
  const bucket = asText(message.bucket, 'bucket')
  return { bucket, key: asText(message.key, 'key'), kind: 'requested', ...optionalText('after', message.after) }
}

/** Form-urlencoded, exactly once: `+` is a space, then percent signs. */
function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '))
  } catch {
    throw unknown('s3.object.key is not URL-encoded UTF-8')
  }
}

function parseJson(text: string): Json {
  try {
    return asObject(JSON.parse(text), 'the message')
  } catch (error) {
    throw error instanceof Failure ? error : unknown('not JSON')
  }
}

function asObject(value: unknown, what: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
  throw unknown(`${what} is not an object`)
}

function asText(value: unknown, what: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw unknown(`${what} is not a text`)
}

function optionalText<Name extends string>(name: Name, value: unknown): { [name in Name]?: string } {
  return typeof value === 'string' ? ({ [name]: value } as { [name in Name]: string }) : {}
}

function unknown(detail: string): Failure {
  return new Failure({ code: 'EVENT_UNKNOWN', detail })
}
