// What a redrive would do, as data: `--dry-run` prints the plan, applyRedrive() executes the same object.
//
// A queue cannot be looked at without receiving: the messages of the plan are hidden from others until it is applied, released, or
// `planSeconds` have passed.

import type { QueueMessage } from '../store/message-queue.ts'
import { type DeadLetterReason, deadLetterReason } from './dead-letter.ts'
import { readLedger } from './ledger.ts'
import { parseEvents, requestBody } from './parse-events.ts'
import type { Pipeline } from './pipeline.ts'
import { readText } from './read-text.ts'
import type { RetryReport } from './retry-object.ts'
import { errorSuffix } from './route-key.ts'
import { isSelected } from './select-key.ts'

export interface RedriveOptions {
  /** Glob on the source key, with or without the input prefix; default: everything. */
  keyGlob?: string
}

export interface RedriveStep {
  /** Source key; undefined for messages that cannot be read. */
  key: string | undefined
  reason: DeadLetterReason | undefined
  /** The object to bring back; undefined when the retry prefix holds none. */
  restore: { from: string; to: string; size: number } | undefined
  /** The key was converted since, mostly from a corrected file: its message is all that is left, and will change nothing. */
  isSettled: boolean
  /** What goes back to the queue. */
  send: string
  /** Messages of the dead-letter queue that are then done with. */
  delete: readonly { id: string; receipt: string }[]
}

export interface RedrivePlan {
  /** In the order of their keys. */
  steps: readonly RedriveStep[]
  /** Received, but not selected. */
  release: readonly string[] // receipts
}

/** Time to look at a plan and to apply it. */
const planSeconds = 300

export async function planRedrive(pipeline: Pipeline, { keyGlob }: RedriveOptions = {}): Promise<RedrivePlan> {
  const groups = new Map<string, Group>()
  const release: string[] = []
  for (const message of await receiveAll(pipeline)) {
    const keys = keysOf(pipeline, message)
    if (keyGlob !== undefined && !keys.some(key => isSelected(pipeline.config, key, keyGlob))) release.push(message.receipt)
    else addMessage(groups, keys, message)
  }
  for await (const retry of retryObjects(pipeline)) {
    if (keyGlob === undefined || isSelected(pipeline.config, retry.to, keyGlob)) groupOf(groups, retry.to).restore = retry
  }
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
  const steps: RedriveStep[] = []
  for (const [, group] of sorted) steps.push(await step(pipeline, group))
  return { steps, release }
}

/** Makes the messages of a plan that is not applied visible again. */
export async function releaseRedrive({ deadLetters }: Pipeline, plan: RedrivePlan): Promise<void> {
  const receipts = [...plan.release, ...plan.steps.flatMap(step => step.delete.map(({ receipt }) => receipt))]
  for (const receipt of receipts) await deadLetters.changeVisibility(receipt, 0)
}

interface Group {
  key: string | undefined
  messages: QueueMessage[]
  restore?: { from: string; to: string; size: number }
}

/** Everything in the dead-letter queue: until a wait of a second brings nothing. */
async function receiveAll({ deadLetters }: Pipeline): Promise<QueueMessage[]> {
  const received = new Map<string, QueueMessage>()
  for (;;) {
    const messages = await deadLetters.receive({ visibilitySeconds: planSeconds, waitSeconds: 1 })
    if (messages.length === 0) return [...received.values()]
    for (const message of messages) received.set(message.id, message)
  }
}

function keysOf({ config }: Pipeline, { body }: QueueMessage): string[] {
  try {
    return parseEvents(body)
      .filter(({ bucket }) => bucket === config.bucket)
      .map(({ key }) => key)
  } catch {
    return []
  }
}

/** A message of several keys brings them all back; it is deleted with the last of them, in the order of the steps. */
function addMessage(groups: Map<string, Group>, keys: readonly string[], message: QueueMessage): void {
  for (const key of keys) groupOf(groups, key)
  const last = keys.toSorted().at(-1)
  if (last !== undefined) groupOf(groups, last).messages.push(message)
  else groups.set(`\uffff${message.id}`, { key: undefined, messages: [message] })
}

function groupOf(groups: Map<string, Group>, key: string): Group {
  const group = groups.get(key) ?? { key, messages: [] }
  groups.set(key, group)
  return group
}

async function* retryObjects({ store, config }: Pipeline) {
  for await (const { key: from, size } of store.list(config.retryPrefix)) {
    if (!from.endsWith(errorSuffix) && !from.endsWith('/')) {
      yield { from, to: config.inputPrefix + from.slice(config.retryPrefix.length), size }
    }
  }
}

async function step(pipeline: Pipeline, { key, messages, restore }: Group): Promise<RedriveStep> {
  const reasons = messages.map(deadLetterReason).filter(reason => reason !== undefined)
  const reason = reasons.at(-1) ?? (restore && (await reportedReason(pipeline, restore.from)))
  return {
    key,
    reason,
    restore,
    isSettled: key !== undefined && restore === undefined && (await isConverted(pipeline, key)),
    send: key === undefined ? messages[0]!.body : requestBody(pipeline.config.bucket, key),
    delete: messages.map(({ id, receipt }) => ({ id, receipt })),
  }
}

/** Whether what lies there is what was converted last. One that is gone was put away, or deleted. */
export async function isConverted(pipeline: Pipeline, key: string): Promise<boolean> {
  const { entry } = await readLedger(pipeline, key)
  if (entry?.state !== 'done') return false
  const found = await pipeline.store.head(key)
  return found === undefined || found.etag === entry.source.etag
}

/** For an object whose message is no longer in the queue. */
async function reportedReason({ store }: Pipeline, retryKey: string): Promise<DeadLetterReason | undefined> {
  const found = await store.head(retryKey + errorSuffix)
  if (found === undefined) return undefined
  const { failure, message, failedAt }: RetryReport = JSON.parse(await readText(store, retryKey + errorSuffix, { bytes: found.size }))
  return { code: failure.code, message, failedAt }
}
