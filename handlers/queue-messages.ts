// From Lambda's SQS event to our messages.
// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event

import type { SQSEvent, SQSRecord } from 'aws-lambda'
import { Failure } from '../src/failure/failure.ts'
import type { QueueMessage } from '../src/store/message-queue.ts'

/** @throws Failure EVENT_UNKNOWN unless it is a batch of at least one SQS message */
export function queueMessages(event: SQSEvent): QueueMessage[] {
  const records: unknown = event?.Records
  if (!Array.isArray(records) || records.length === 0 || !records.every(isSqsRecord)) {
    throw new Failure({ code: 'EVENT_UNKNOWN', detail: 'the function was invoked with something else than a batch of SQS messages' })
  }
  return records.map(queueMessage)
}

function isSqsRecord(record: Partial<SQSRecord> | null): record is SQSRecord {
  return typeof record?.messageId === 'string' && record.messageId !== '' && typeof record.body === 'string'
}

function queueMessage({ messageId, receiptHandle, body, attributes, messageAttributes }: SQSRecord): QueueMessage {
  const texts: Record<string, string> = {}
  for (const [name, { stringValue }] of Object.entries(messageAttributes ?? {})) if (stringValue !== undefined) texts[name] = stringValue
  return { id: messageId, receipt: receiptHandle, body, receiveCount: Number(attributes?.ApproximateReceiveCount ?? 1), attributes: texts }
}
