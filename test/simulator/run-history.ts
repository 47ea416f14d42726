// Lives a history through: its steps, then everything is put right as an operator would (what was never announced is announced, what
// failed is redriven), then nothing may be missing, left over or wrong.

import { watchDeletions } from './check-done.ts'
import type { FAULTS } from './faults.ts'
import { type History, isCalm, type Step } from './history.ts'
import { recover } from './recover.ts'
import { reconcile, redrive } from './scenarios.ts'
import { World } from './world.ts'

export interface HistoryResult {
  violations: string[]
  requests: number
  invocations: number
}

export async function runHistory(history: History): Promise<HistoryResult> {
  const world = new World(history.options)
  const violations = watchDeletions(world)
  try {
    await live(world, history)
    violations.push(...(await recover(world, !isCalm(history))).violations)
  } catch (error) {
    violations.push(`the simulation failed: ${error instanceof Error ? error.stack : error}`)
  } finally {
    world.end()
  }
  return { violations: [...new Set(violations)], requests: world.network.requests, invocations: world.lambda.invocations }
}

async function live(world: World, { steps }: History): Promise<void> {
  const troubles = new Troubles(world)
  const start = world.time.now
  for (const step of steps) {
    const wait = start + step.at - world.time.now
    if (wait > 0) await world.runFor(wait)
    take(world, step, troubles)
  }
  await world.runFor(10 * minutes)
  troubles.end()
}

const minutes = 60_000

function take(world: World, step: Step, troubles: Troubles): void {
  switch (step.act) {
    case 'drop':
      world.notificationFate = () => ({ copies: step.notifications, delayMs: step.delayMs })
      world.drop(step.source)
      break
    case 'mark':
      world.notificationFate = () => ({ copies: step.notifications, delayMs: step.delayMs })
      world.mark(step.key)
      break
    case 'remove':
      world.notificationFate = () => ({ copies: step.notifications, delayMs: step.delayMs })
      world.remove(step.key)
      break
    case 'duplicate':
      world.announce(step.key)
      break
    case 'redrive':
      world.command(redrive)
      break
    case 'reconcile':
      world.command(reconcile)
      break
    case 'queue redrive':
      world.deadLetters.moveAllTo(world.queue)
      break
    case 'kill':
      world.processes().at(-1)?.kill()
      break
    default:
      troubles.begin(step)
  }
}

/** What disturbs requests at the moment. */
class Troubles {
  readonly #world: World
  #waiting: Extract<Step, { act: 'fault' }>[] = []
  readonly #calls = new Map<string, (typeof FAULTS)[number]>()
  #outage: { fault: (typeof FAULTS)[number]; until: number } | undefined
  #delayMs = 0

  constructor(world: World) {
    this.#world = world
    world.chooseFault = request => {
      if (this.#outage && this.#outage.until > world.time.now && request.canSuffer(this.#outage.fault)) return this.#outage.fault
      const lasting = this.#calls.get(request.call)
      if (lasting !== undefined) return lasting
      const index = this.#waiting.findIndex(({ fault }) => request.canSuffer(fault))
      const hit = index < 0 ? undefined : this.#waiting.splice(index, 1)[0]
      if (hit?.isPersistent) this.#calls.set(request.call, hit.fault)
      return hit?.fault
    }
    world.chooseDelay = () => {
      const delay = this.#delayMs
      this.#delayMs = 0
      return delay
    }
  }

  begin(step: Extract<Step, { act: 'fault' | 'outage' | 'delay' }>): void {
    if (step.act === 'fault') this.#waiting.push(step)
    else if (step.act === 'delay') this.#delayMs = step.byMs
    else this.#outage = { fault: step.fault, until: this.#world.time.now + step.forMs }
  }

  end(): void {
    this.#waiting = []
    this.#calls.clear()
    this.#outage = undefined
    this.#delayMs = 0
  }
}
