// A batch of received SQS messages as the event that Lambda's event source mapping hands to a function, and what the function's
// answer means for each message.
// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html, https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html

import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs'
import type { SQSEvent, SQSMessageAttribute, SQSRecord } from 'aws-lambda'

export interface EventSource {
  arn: string
  region: string
}

export function lambdaEvent(messages: readonly Message[], source: EventSource): SQSEvent {
  return { Records: messages.map(message => lambdaRecord(message, source)) }
}

/**
 * The messages to delete: all but those that `batchItemFailures` names. None where the answer is one that Lambda takes for a failure of
 * the whole batch: an empty, missing or unknown identifier, or no list. An answer without failures (`{}`, null) is success.
 */
export function succeeded<M extends Message>(messages: readonly M[], response: unknown): M[] {
  const failed = failedIds(response)
  const known = new Set(messages.map(message => message.MessageId))
  if (!failed || failed.some(id => !known.has(id))) return []
  const left = new Set(failed)
  return messages.filter(message => !left.has(message.MessageId))
}

function failedIds(response: unknown): (string | undefined)[] | undefined {
  const failures = (response as { batchItemFailures?: unknown } | null | undefined)?.batchItemFailures ?? []
  if (!Array.isArray(failures)) return undefined
  return failures.map((failure: { itemIdentifier?: unknown } | null) => {
    const id = failure?.itemIdentifier
    return typeof id === 'string' ? id : undefined
  })
}

function lambdaRecord(message: Message, source: EventSource): SQSRecord {
  const system = message.Attributes ?? {}
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: {
      ...system,
      ApproximateReceiveCount: system.ApproximateReceiveCount ?? '',
      SentTimestamp: system.SentTimestamp ?? '',
      SenderId: system.SenderId ?? '',
      ApproximateFirstReceiveTimestamp: system.ApproximateFirstReceiveTimestamp ?? '',
    },
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, lambdaAttribute(value)]),
    ),
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: source.arn,
    awsRegion: source.region,
  }
}

function lambdaAttribute({ DataType = 'String', StringValue, BinaryValue }: MessageAttributeValue): SQSMessageAttribute {
  return {
    dataType: DataType,
    stringListValues: [],
    binaryListValues: [],
    ...(StringValue !== undefined && { stringValue: StringValue }),
    ...(BinaryValue !== undefined && { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
  }
}
