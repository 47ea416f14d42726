// Lambda's event source mapping, here: receives batches from the queue, calls the handler, deletes what succeeded and leaves the rest
// to become visible again. Receiving, deleting and keeping messages hidden while they are handled is sqs-consumer's work.

import type { Message, SQSClient } from '@aws-sdk/client-sqs'
import type { SQSEvent } from 'aws-lambda'
import { Consumer } from 'sqs-consumer'
import { type EventSource, lambdaEvent, succeeded } from './lambda-event.ts'

export interface MappingOptions {
  client: SQSClient
  queueUrl: string
  source: EventSource
  handler: (event: SQSEvent, context: { getRemainingTimeInMillis(): number }) => Promise<unknown>
  /** The handler threw, or the queue did not answer; messages stay. */
  onError: (error: Error) => void
  /** Messages a batch, 1..10. */
  batchSize: number
  /** Batches handled at the same time. */
  concurrency: number
  /** Seconds that a message stays hidden after its handler died or left it; renewed while the handler runs. */
  visibilitySeconds: number
}

export interface EventSourceMapping {
  /** Receives no more and resolves when the batches that run are done, at the latest after `patienceMs`. */
  stop(patienceMs: number): Promise<void>
}

/** Lambda's own limit for one invocation. */
const invocationMs = 15 * 60 * 1000

export function startEventSourceMapping(options: MappingOptions): EventSourceMapping {
  const pollers = Array.from({ length: options.concurrency }, () => startPoller(options))
  return {
    async stop(patienceMs) {
      await Promise.race([Promise.all(pollers.map(stop => stop())), elapsed(patienceMs)])
    },
  }
}

/** Returns how to stop it: a wait for messages is broken off, a batch that runs is finished and its messages deleted. */
function startPoller(options: MappingOptions): () => Promise<void> {
  const consumer = Consumer.create({
    sqs: options.client,
    queueUrl: options.queueUrl,
    batchSize: options.batchSize,
    visibilityTimeout: options.visibilitySeconds,
    heartbeatInterval: options.visibilitySeconds / 3,
    waitTimeSeconds: 20,
    messageSystemAttributeNames: ['All'],
    messageAttributeNames: ['All'],
    handleMessageBatch: messages => invoke(options, messages),
  })
  let busy: Promise<void> | undefined
  consumer.on('message_received', () => {
    busy ??= new Promise(resolve => consumer.once('response_processed', () => resolve()))
  })
  consumer.on('response_processed', () => {
    busy = undefined
  })
  consumer.on('error', error => {
    if (consumer.status.isRunning) options.onError(error)
  })
  consumer.start()
  return async () => {
    consumer.stop({ abort: busy === undefined })
    await busy
  }
}

async function invoke({ handler, source, onError }: MappingOptions, messages: Message[]): Promise<Message[]> {
  const deadline = Date.now() + invocationMs
  try {
    const response = await handler(lambdaEvent(messages, source), { getRemainingTimeInMillis: () => deadline - Date.now() })
    return succeeded(messages, response)
  } catch (error) {
    onError(error as Error)
    return []
  }
}

function elapsed(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms).unref())
}
