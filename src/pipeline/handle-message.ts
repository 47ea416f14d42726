// One delivery of a message, to its end: handled (it may be deleted from the queue) or postponed (it must be delivered again).

import type { Progress } from '../convert/convert.ts'
import type { Failure } from '../failure/failure.ts'
import type { QueueMessage } from '../store/message-queue.ts'
import { asFailure } from './as-failure.ts'
import { isRedriven, sendDeadLetter } from './dead-letter.ts'
import { type Delivery, giveUp } from './give-up.ts'
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
  const { onProgress, signal } = options
  const attempt = await processObject(event, pipeline, {
    isRedriven: isRedriven(message),
    attempts: message.receiveCount,
    ...(onProgress === undefined ? {} : { onProgress: progress => onProgress(event.key, progress) }),
    ...(signal === undefined ? {} : { signal }),
  })
  if (attempt.state !== 'error') return attempt
  await noteTrouble(pipeline, attempt, message.receiveCount)
  if (!isFinal(pipeline, attempt, message)) return postponed(attempt.key, attempt.failure, message)
  try {
    return await giveUp(pipeline, attempt, delivery)
  } catch (error) {
    return postponed(attempt.key, asFailure(error, attempt.key), message)
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
