// A batch of deliveries, one after the other: each has the whole machine, and none can hurt another.

import { Failure } from '../failure/failure.ts'
import type { QueueMessage } from '../store/message-queue.ts'
import { handleMessage, type MessageOptions } from './handle-message.ts'
import type { Pipeline } from './pipeline.ts'

export interface BatchOptions extends MessageOptions {
  /** Milliseconds that are left for the batch. */
  remainingMs?: () => number
  /** A message is not begun with less than this left. */
  minimumMs?: number
}

const defaultMinimumMs = 30_000

/** @returns ids of the messages that must be delivered again */
export async function handleBatch(pipeline: Pipeline, messages: readonly QueueMessage[], options: BatchOptions = {}): Promise<string[]> {
  const { remainingMs = () => Number.POSITIVE_INFINITY, minimumMs = defaultMinimumMs } = options
  const postponed: string[] = []
  for (const message of messages) {
    const state = remainingMs() < minimumMs ? await putBack(pipeline, message, options) : await handleMessage(pipeline, message, options)
    if (state === 'postponed') postponed.push(message.id)
  }
  return postponed
}

/** Not begun: visible again at once, for a worker with more time. */
async function putBack({ queue }: Pipeline, { receipt, id }: QueueMessage, { onOutcome }: BatchOptions): Promise<'postponed'> {
  const failure = new Failure({ code: 'TIMEOUT', source: `message ${id}`, detail: 'not begun: too little time was left' })
  onOutcome?.({ state: 'postponed', key: '', failure: failure.data, message: failure.message, visibleInSeconds: 0 })
  await queue.changeVisibility(receipt, 0).catch(() => undefined)
  return 'postponed'
}
