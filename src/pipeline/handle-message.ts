// One delivery of a message, to its end: handled (it may be deleted from the queue) or postponed (it must be delivered again).

import type { Progress } from '../convert/convert.ts'
import { Failure } from '../failure/failure.ts'
import type { QueueMessage } from '../store/message-queue.ts'
import { asFailure } from './as-failure.ts'
import { beginAttempt, endAttempt } from './attempt-mark.ts'
import { isRedriven, sendDeadLetter } from './dead-letter.ts'
import { type Delivery, giveUp } from './give-up.ts'
import type { SourceIdentity } from './ledger-entry.ts'
import { noteTrouble } from './note-trouble.ts'
import type { ObjectEvent } from './object-event.ts'
import type { Outcome } from './outcome.ts'
import { parseEvents } from './parse-events.ts'
import type { Pipeline } from './pipeline.ts'
import { type FailedAttempt, processObject } from './process-object.ts'
import { retryDelaySeconds } from './retry-delay.ts'

export interface MessageOptions {
  /** Every outcome, as soon as it is known. */
  onOutcome?: (outcome: Outcome) => void
  onProgress?: (key: string, progress: Progress) => void
  /** Ends a conversion that would outlive its time. */
  signal?: AbortSignal
  /** Comes later than `signal`: the answer is due now, whether the conversion has ended or not. */
  lastSignal?: AbortSignal
  /** Whether the message came with others, which must not suffer when it kills the worker. */
  isShared?: boolean
}

/** Never throws: whatever goes wrong, the message is delivered again. */
export async function handleMessage(
  pipeline: Pipeline,
  message: QueueMessage,
  options: MessageOptions = {},
): Promise<'handled' | 'postponed'> {
  const delays: number[] = []
  for await (const outcome of outcomes(pipeline, message, options)) {
    options.onOutcome?.(outcome)
    if (outcome.state === 'postponed') delays.push(outcome.visibleInSeconds)
    else if ('warning' in outcome && !isLast(pipeline, message))
      delays.push(retryDelaySeconds('transient', message.receiveCount, message.id))
  }
  if (delays.length === 0) return 'handled'
  await hideFor(pipeline, message, Math.min(...delays))
  return 'postponed'
}

async function* outcomes(pipeline: Pipeline, message: QueueMessage, options: MessageOptions): AsyncIterable<Outcome> {
  let events: readonly ObjectEvent[]
  try {
    events = parseEvents(message.body)
  } catch (error) {
    yield await refuseMessage(pipeline, message, asFailure(error, `message ${message.id}`))
    return
  }
  for (const event of events) yield await handleEvent(pipeline, event, { message, isOnlyEvent: events.length === 1 }, options)
}

/** A message that cannot be read will not become readable: it goes to the dead-letter queue at once. */
async function refuseMessage(pipeline: Pipeline, message: QueueMessage, failure: Failure): Promise<Outcome> {
  try {
    await sendDeadLetter(pipeline, message, failure, { isOnlyEvent: true })
    return { state: 'failed', key: '', failure: failure.data, message: failure.message }
  } catch (error) {
    return postponed('', asFailure(error, `message ${message.id}`), message)
  }
}

async function handleEvent(pipeline: Pipeline, event: ObjectEvent, delivery: Delivery, options: MessageOptions): Promise<Outcome> {
  const { message } = delivery
  const attempt = await withinTime(attemptAt(pipeline, event, message, options), pipeline, event, options.lastSignal)
  if (attempt.state !== 'error') return attempt
  await noteTrouble(pipeline, attempt, message.receiveCount)
  if (!isFinal(pipeline, attempt, message)) return postponed(attempt.key, attempt.failure, message)
  try {
    return await giveUp(pipeline, attempt, delivery)
  } catch (error) {
    return postponed(attempt.key, asFailure(error, attempt.key), message)
  }
}

/** One attempt at the object, marked while it is converted if its message could hurt others or has failed before. */
async function attemptAt(pipeline: Pipeline, event: ObjectEvent, message: QueueMessage, options: MessageOptions) {
  const { onProgress, signal, isShared = false } = options
  const isMarked = isShared || message.receiveCount > 1
  let isBegun = false
  const beforeConversion = async ({ key, etag }: SourceIdentity) => {
    await beginAttempt(pipeline, message, key, etag)
    isBegun = true
  }
  const attempt = await processObject(event, pipeline, {
    isRedriven: isRedriven(message),
    attempts: message.receiveCount,
    ...(isMarked ? { beforeConversion } : {}),
    ...(onProgress === undefined ? {} : { onProgress: progress => onProgress(event.key, progress) }),
    ...(signal === undefined ? {} : { signal }),
  })
  if (isBegun || isDeath(attempt)) await endAttempt(pipeline, message)
  return attempt
}

function isDeath(attempt: Outcome | FailedAttempt): boolean {
  return attempt.state === 'error' && attempt.failure.code === 'WORKER_DIED'
}

/** The attempt; or, if it has not ended when the answer is due, the failure that it then is. It may go on, and change nothing that matters. */
async function withinTime(
  attempt: Promise<Outcome | FailedAttempt>,
  { config, clock }: Pipeline,
  { key }: ObjectEvent,
  signal: AbortSignal | undefined,
): Promise<Outcome | FailedAttempt> {
  if (signal === undefined) return await attempt
  const over = Promise.withResolvers<FailedAttempt>()
  const giveUpWaiting = () => {
    const failure = new Failure({ code: 'TIMEOUT', source: `s3://${config.bucket}/${key}`, detail: 'it did not stop when its time was up' })
    over.resolve({ state: 'error', key, failure, source: undefined, configHash: '', startedAt: clock() })
  }
  if (signal.aborted) giveUpWaiting()
  else signal.addEventListener('abort', giveUpWaiting, { once: true })
  try {
    return await Promise.race([attempt, over.promise])
  } finally {
    signal.removeEventListener('abort', giveUpWaiting)
  }
}

function isFinal(pipeline: Pipeline, { failure }: FailedAttempt, message: QueueMessage): boolean {
  // A message about somebody else's bucket does not get better by waiting.
  return failure.class === 'permanent' || failure.code === 'EVENT_FOREIGN' || isLast(pipeline, message)
}

function isLast({ config }: Pipeline, { receiveCount }: QueueMessage): boolean {
  return receiveCount >= config.maxReceives
}

function postponed(key: string, failure: Failure, { id, receiveCount }: QueueMessage): Outcome {
  const visibleInSeconds = retryDelaySeconds(failure.class, receiveCount, id)
  return { state: 'postponed', key, failure: failure.data, message: failure.message, visibleInSeconds }
}

/** If that fails the queue's own visibility timeout applies: later, but not lost. */
async function hideFor({ queue }: Pipeline, { receipt }: QueueMessage, seconds: number): Promise<void> {
  await queue.changeVisibility(receipt, seconds).catch(() => undefined)
}
