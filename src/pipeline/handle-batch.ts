// A batch of deliveries, one after the other: each has the whole machine, and none can hurt another.
//
// A message whose last attempt died (attempt-mark.ts) comes last, after everything that went well is deleted from the queue: should it kill
// this worker too, it alone is delivered again. Of several such messages only the first is tried; the others go back to the queue.

import { Failure } from '../failure/failure.ts'
import type { QueueMessage } from '../store/message-queue.ts'
import { hasDied } from './attempt-mark.ts'
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
export async function handleBatch(
  pipeline: Pipeline,
  messages: readonly QueueMessage[],
  batchOptions: BatchOptions = {},
): Promise<string[]> {
  const options = { ...batchOptions, isShared: messages.length > 1 }
  const { calm, suspects } = await suspected(pipeline, messages)
  const [suspect, ...others] = suspects
  const postponed: string[] = []
  for (const message of calm) if ((await handleInTime(pipeline, message, options)) === 'postponed') postponed.push(message.id)
  if (suspect === undefined) return postponed
  for (const message of others)
    postponed.push(await putBack(pipeline, message, 'the last attempt at it died, as did one at another', options))
  for (const { id, receipt } of calm) if (!postponed.includes(id)) await pipeline.queue.delete(receipt).catch(() => undefined)
  if ((await handleInTime(pipeline, suspect, options)) === 'postponed') postponed.push(suspect.id)
  return postponed
}

/** A message that came alone can hurt nobody. */
async function suspected(pipeline: Pipeline, messages: readonly QueueMessage[]) {
  const isShared = messages.length > 1
  const calm: QueueMessage[] = []
  const suspects: QueueMessage[] = []
  for (const message of messages) {
    // If that cannot be told now, the message itself will meet the same trouble.
    const isSuspect = isShared && (await hasDied(pipeline, message).catch(() => false))
    ;(isSuspect ? suspects : calm).push(message)
  }
  return { calm, suspects }
}

async function handleInTime(pipeline: Pipeline, message: QueueMessage, options: BatchOptions): Promise<'handled' | 'postponed'> {
  const { remainingMs = () => Number.POSITIVE_INFINITY, minimumMs = defaultMinimumMs } = options
  if (remainingMs() >= minimumMs || isOverdue(pipeline, message)) return await handleMessage(pipeline, message, options)
  await putBack(pipeline, message, 'too little time was left', options)
  return 'postponed'
}

/** Put back once more, the queue itself would take it away, and nobody had given it up: its conversion gets what time there is, or fails by it. */
function isOverdue({ config }: Pipeline, { receiveCount }: QueueMessage): boolean {
  return receiveCount > config.maxReceives
}

/** Not begun: visible again at once, for another worker. */
async function putBack({ queue }: Pipeline, { receipt, id }: QueueMessage, reason: string, { onOutcome }: BatchOptions): Promise<string> {
  const failure = new Failure({ code: 'TIMEOUT', source: `message ${id}`, detail: `not begun: ${reason}` })
  onOutcome?.({ state: 'postponed', key: '', failure: failure.data, message: failure.message, visibleInSeconds: 0 })
  await queue.changeVisibility(receipt, 0).catch(() => undefined)
  return id
}
