// A scenario, disturbed at exactly one place: one fault at its n-th call, or at every attempt of that call.

import { watchDeletions } from './check-done.ts'
import { FAULTS, type Fault } from './faults.ts'
import { recover } from './recover.ts'
import { type Scenario, scenarios } from './scenarios.ts'
import type { NetworkRequest } from './simulated-network.ts'
import { World } from './world.ts'

export interface CrashPoint {
  scenario: string
  /** From 0, in the order in which the calls reach the server. */
  call: number
  operation: string
  fault: Fault
  /** Every attempt of the call, as the SDK repeats it; or only the first. */
  isPersistent: boolean
}

export interface CrashPointResult {
  violations: string[]
  neededOperator: boolean
}

/** The SDK repeats a call after these, so that only all of them together make it fail. */
const repeatedFaults: readonly Fault[] = ['reset before', 'reset after', '500', '500 after', '503', 'stall', 'stall after']

/** Every place of a scenario, with every fault that can happen there. */
export async function crashPointsOf(name: string): Promise<CrashPoint[]> {
  await warmUp(name)
  const calls: NetworkRequest[] = []
  const seen = new Set<string>()
  await inWorld(name, async (world, { act }) => {
    world.chooseFault = request => {
      if (!seen.has(request.call)) calls.push(request)
      seen.add(request.call)
      return undefined
    }
    act(world)
    await world.drain()
  })
  return calls.flatMap(({ operation, canSuffer }, call) =>
    FAULTS.filter(canSuffer).flatMap(fault =>
      (repeatedFaults.includes(fault) ? [false, true] : [false]).map(isPersistent => ({
        scenario: name,
        call,
        operation,
        fault,
        isPersistent,
      })),
    ),
  )
}

/** What the SDK loads when it is first needed takes turns of the event loop, and would change the order of calls that run side by side. */
async function warmUp(name: string): Promise<void> {
  await inWorld(name, async (world, { act }) => {
    act(world)
    await world.drain()
  })
}

export async function runCrashPoint(point: CrashPoint): Promise<CrashPointResult> {
  return await inWorld(point.scenario, async (world, { act }) => {
    const violations = watchDeletions(world)
    disturb(world, point)
    act(world)
    const recovery = await recover(world, mayLeaveUploads(point))
    return { violations: [...violations, ...recovery.violations], neededOperator: recovery.neededOperator }
  })
}

function disturb(world: World, { call: at, fault, isPersistent }: CrashPoint): void {
  const calls = new Map<string, number>() // by id, its place
  world.chooseFault = ({ call }) => {
    const isRepeated = calls.has(call)
    if (!isRepeated) calls.set(call, calls.size)
    return calls.get(call) === at && (isPersistent || !isRepeated) ? fault : undefined
  }
}

function mayLeaveUploads({ operation, fault }: CrashPoint): boolean {
  return fault.startsWith('kill') || ['CreateMultipartUpload', 'AbortMultipartUpload'].includes(operation)
}

async function inWorld<T>(name: string, live: (world: World, scenario: Scenario) => Promise<T>): Promise<T> {
  const scenario = scenarios[name]
  if (scenario === undefined) throw new Error(`no scenario ${name}`)
  const world = new World({ seed: 1, batchSize: 1, concurrency: 1, ...scenario.options })
  try {
    await scenario.before?.(world)
    return await live(world, scenario)
  } finally {
    world.end()
  }
}

export function printCrashPoint({ scenario, call, operation, fault, isPersistent }: CrashPoint): string {
  return `${scenario}: ${fault} at ${isPersistent ? 'every attempt of ' : ''}call ${call}, ${operation}`
}
