// The handler over a pipeline in memory, and Lambda's events as it sends them.

import type { SQSEvent, SQSRecord } from 'aws-lambda'
import type { QueueMessage } from '../../src/store/message-queue.ts'

export function sqsEvent(...messages: (Partial<QueueMessage> & { body: string })[]): SQSEvent {
  return { Records: messages.map(sqsRecord) }
}

function sqsRecord({
  body,
  id = 'id-1',
  receipt = 'receipt-1',
  receiveCount = 1,
  attributes = {},
}: Partial<QueueMessage> & { body: string }): SQSRecord {
  const texts = Object.entries(attributes).map(([name, stringValue]) => [name, { stringValue, dataType: 'String' as const }])
  return {
    messageId: id,
    receiptHandle: receipt,
    body,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: '1769860800000',
      SenderId: 'AIDAEXAMPLE',
      ApproximateFirstReceiveTimestamp: '1769860800001',
    },
    messageAttributes: Object.fromEntries(texts),
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:111122223333:queue',
    awsRegion: 'eu-west-1',
  }
}

export function lambdaContext(remainingMs = 900_000) {
  return { functionName: 'convert', awsRequestId: 'r', memoryLimitInMB: '1769', getRemainingTimeInMillis: () => remainingMs }
}
