// After whatever happened: what comes right by itself, what an operator does about the rest, and then a late duplicate of everything,
// which must change nothing.

import type { Pipeline } from '../../src/pipeline/pipeline.ts'
import { checkChanges } from './check-changes.ts'
import { checkEnd } from './check-end.ts'
import { secondOf } from './check-fixes.ts'
import { isFix } from './datasets.ts'
import { parentOf, rejectKey } from './expected.ts'
import { reconcile, redrive } from './scenarios.ts'
import type { World } from './world.ts'

export interface Recovery {
  violations: string[]
  /** Whether it took reconcile and redrive. */
  neededOperator: boolean
}

/** @param mayLeaveUploads whether something happened over which uploads stay unfinished, for the bucket's lifecycle rule to end */
export async function recover(world: World, mayLeaveUploads: boolean): Promise<Recovery> {
  world.notificationFate = () => ({ copies: 1, delayMs: 0 })
  await world.drain()
  if (mayLeaveUploads) world.s3.uploads.clear()
  const neededOperator = (await checkEnd(world)).length > 0
  if (neededOperator) for (let times = 0; times < 2; times++) await putRight(world)
  if (mayLeaveUploads) world.s3.uploads.clear()
  const violations = [...(await checkEnd(world)), ...(await checkChanges(world)), ...(await checkDuplicates(world))]
  return { violations, neededOperator }
}

async function putRight(world: World): Promise<void> {
  await world.passGrace()
  await runCommand(world, reconcile)
  await runCommand(world, redrive)
}

async function runCommand(world: World, run: (pipeline: Pipeline) => Promise<unknown>): Promise<void> {
  const command = world.command(run)
  await world.run(command.isOver)
  const error = command.error()
  if (error !== undefined) throw error
  await world.drain()
}

/** Corrected rows that came within the second of what they may correct: in which order, S3 does not tell. */
function isUndecided({ s3 }: World, key: string): boolean {
  if (!isFix(key)) return false
  const [fix, rejects] = [key, rejectKey(parentOf(key))].map(place => s3.objects.get(place)?.lastModified.getTime())
  return fix !== undefined && rejects !== undefined && secondOf(fix) === secondOf(rejects)
}

async function checkDuplicates(world: World): Promise<string[]> {
  const before = world.changes.length
  for (const key of [...world.markers, ...world.userActions.keys()]) if (!isUndecided(world, key)) world.announce(key)
  await world.drain()
  const more = world.changes.slice(before).filter(({ key }) => /^(parquet|rejects)\//.test(key))
  return more.map(({ key, object }) => `I3: a duplicate ${object === undefined ? 'deletes' : 'writes'} ${key}`)
}
