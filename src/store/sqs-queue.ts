// A message queue over SQS, or whatever speaks its protocol.

import {
  type BatchResultErrorEntry,
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import { Failure } from '../failure/failure.ts'
import { awsFailure } from './aws-failure.ts'
import type { MessageQueue, QueueDepth, QueueMessage } from './message-queue.ts'

export function sqsQueue(client: SQSClient, queueUrl: string): MessageQueue {
  const QueueUrl = queueUrl
  /** Sends a request, errors told as failures. */
  const ask = async <Answer>(request: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await request()
    } catch (error) {
      throw awsFailure(error, 'write', queueUrl)
    }
  }
  return {
    async send(body, attributes = {}) {
      const request = new SendMessageCommand({ QueueUrl, MessageBody: body, MessageAttributes: textAttributes(attributes) })
      await ask(() => client.send(request))
    },
    async sendAll(bodies) {
      for (let at = 0; at < bodies.length; at += batchLength) {
        const Entries = bodies.slice(at, at + batchLength).map((MessageBody, index) => ({ Id: String(index), MessageBody }))
        const { Failed = [] } = await ask(() => client.send(new SendMessageBatchCommand({ QueueUrl, Entries })))
        if (Failed.length > 0) throw refusedEntries(Failed, queueUrl)
      }
    },
    async receive({ visibilitySeconds, waitSeconds }) {
      const request = new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: visibilitySeconds,
        WaitTimeSeconds: waitSeconds,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      })
      const { Messages } = await ask(() => client.send(request))
      return (Messages ?? []).map(queueMessage)
    },
    async changeVisibility(receipt, seconds) {
      const request = new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receipt, VisibilityTimeout: seconds })
      await ask(() => client.send(request))
    },
    async delete(receipt) {
      await ask(() => client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt })))
    },
    async depth() {
      const request = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...depthAttributes] })
      return queueDepth((await ask(() => client.send(request))).Attributes)
    },
  }
}

/** The most that SQS takes in one request. */
const batchLength = 10

function refusedEntries(failed: readonly BatchResultErrorEntry[], source: string): Failure {
  const [first] = failed
  return new Failure({ code: 'STORE_UNAVAILABLE', source, detail: `${failed.length} messages were refused, the first with ${first?.Code}` })
}

const depthAttributes = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const

function queueDepth(attributes: Partial<Record<string, string>> = {}): QueueDepth {
  const [waiting, inFlight, delayed] = depthAttributes.map(name => Number(attributes[name] ?? 0))
  return { waiting: waiting ?? 0, inFlight: inFlight ?? 0, delayed: delayed ?? 0 }
}

function textAttributes(attributes: Readonly<Record<string, string>>): Record<string, MessageAttributeValue> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]))
}

function queueMessage({ MessageId = '', ReceiptHandle = '', Body = '', Attributes, MessageAttributes }: Message): QueueMessage {
  const attributes: Record<string, string> = {}
  for (const [name, { StringValue }] of Object.entries(MessageAttributes ?? {}))
    if (StringValue !== undefined) attributes[name] = StringValue
  return { id: MessageId, receipt: ReceiptHandle, body: Body, receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 1), attributes }
}
