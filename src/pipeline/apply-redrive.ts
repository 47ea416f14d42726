// Executes a redrive's plan. Each step first makes sure that the object will be looked at again, and only then lets go of what says so:
//
//   object back to the input prefix → message to the queue → dead letters deleted
//
// Dying in between and running it again sends a message twice at worst, which does no harm. The copy in the retry prefix stays: a worker may
// give the object up again before this is done, and rely on it. It goes once the object is published (publish.ts).

import { Failure } from '../failure/failure.ts'
import type { MessageQueue } from '../store/message-queue.ts'
import { asFailure } from './as-failure.ts'
import type { Pipeline } from './pipeline.ts'
import { isConverted, type RedrivePlan, type RedriveStep } from './plan-redrive.ts'
import { lookAtRetry, removeSeen } from './retry-object.ts'

export interface RedriveResult {
  key: string | undefined
  /**
   * `superseded`: a newer object lies under the key, or this one, brought back before; that is looked at again, and the failed one removed
   * once it is published. `settled`: the key is converted, and nothing but the message of an earlier failure was left.
   */
  state: 'redriven' | 'superseded' | 'settled' | 'failed'
  failure?: Failure
}

/** A step that fails does not keep the others from being done; its messages become visible again by themselves. */
export async function applyRedrive(
  pipeline: Pipeline,
  plan: RedrivePlan,
  onResult?: (result: RedriveResult) => void,
): Promise<RedriveResult[]> {
  const results: RedriveResult[] = []
  for (const receipt of plan.release) await pipeline.deadLetters.changeVisibility(receipt, 0)
  for (const step of plan.steps) {
    const result = await applyStep(pipeline, step)
    onResult?.(result)
    results.push(result)
  }
  return results
}

async function applyStep(pipeline: Pipeline, step: RedriveStep): Promise<RedriveResult> {
  const { key, restore } = step
  try {
    const isSuperseded = restore !== undefined && !(await copyBack(pipeline, restore))
    await pipeline.queue.send(step.send)
    if (restore !== undefined && key !== undefined) await removeLeftover(pipeline, key)
    await deleteAll(pipeline.deadLetters, step)
    return { key, state: isSuperseded ? 'superseded' : step.isSettled ? 'settled' : 'redriven' }
  } catch (error) {
    return { key, state: 'failed', failure: asFailure(error, key ?? 'unreadable message') }
  }
}

/** Of a key that is converted nobody else will remove it: it was left by a worker that gave up while another one published. */
async function removeLeftover(pipeline: Pipeline, key: string): Promise<void> {
  const seen = await lookAtRetry(pipeline, key)
  if (await isConverted(pipeline, key)) await removeSeen(pipeline, seen)
}

/** @returns false when something lies at the destination already */
async function copyBack({ store }: Pipeline, { from, to }: { from: string; to: string }): Promise<boolean> {
  try {
    await store.copy(from, to, { ifAbsent: true })
    return true
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    if (error.code === 'OUTPUT_CHANGED') return false
    if (error.code === 'SOURCE_NOT_FOUND') return true // brought back since the plan was made
    throw error
  }
}

async function deleteAll(deadLetters: MessageQueue, step: RedriveStep): Promise<void> {
  for (const { receipt } of step.delete) await deadLetters.delete(receipt)
}
