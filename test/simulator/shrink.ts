// A failing history made small: steps are left out as long as it fails without them (delta debugging, ddmin of Zeller and Hildebrandt:
// first halves, then ever smaller pieces, then single steps), then the rows of its files.

import type { History, Step } from './history.ts'
import { runHistory } from './run-history.ts'

/** @returns the smallest failing history that was found; every step of it is needed */
export async function shrink(history: History): Promise<History> {
  let { steps } = history
  for (let pieces = 2; steps.length > 1; ) {
    const shorter = await firstFailing(history, leavingOut(steps, pieces))
    if (shorter !== undefined) {
      steps = shorter
      pieces = Math.max(2, pieces - 1)
    } else if (pieces < steps.length) pieces = Math.min(steps.length, 2 * pieces)
    else break
  }
  return { ...history, steps: await simplerFiles(history, steps) }
}

function leavingOut(steps: readonly Step[], pieces: number): Step[][] {
  const size = Math.ceil(steps.length / pieces)
  return Array.from({ length: pieces }, (_, piece) => steps.filter((_, index) => Math.floor(index / size) !== piece))
}

async function firstFailing(history: History, candidates: Step[][]): Promise<Step[] | undefined> {
  for (const steps of candidates) if (await fails({ ...history, steps })) return steps
  return undefined
}

async function fails(history: History): Promise<boolean> {
  return (await runHistory(history)).violations.length > 0
}

async function simplerFiles(history: History, steps: readonly Step[]): Promise<readonly Step[]> {
  let simplest = [...steps]
  for (const [index, step] of steps.entries()) {
    if (step.act !== 'drop') continue
    const { source } = step
    for (const simpler of [
      { ...source, badRows: 0 },
      { ...source, rows: source.rows.slice(0, 1) },
    ]) {
      const candidate = simplest.with(index, { ...step, source: simpler })
      if (await fails({ ...history, steps: candidate })) simplest = candidate
    }
  }
  return simplest
}

/** One line a step. */
export function printHistory({ options, steps }: History): string {
  return [JSON.stringify(options), ...steps.map(stepText)].join('\n')
}

function stepText(step: Step): string {
  const { at, act, ...facts } = step
  const time = `${(at / 1000).toFixed(3)} s`.padStart(12)
  if (step.act === 'mark' || step.act === 'remove')
    return `${time}  ${act} ${step.key}, ${step.notifications} notifications after ${step.delayMs} ms`
  if (step.act !== 'drop') return `${time}  ${act} ${Object.values(facts).join(' ')}`
  const { key, version, rows, badRows, flaw } = step.source
  const content = flaw ?? `parts ${rows.map(({ part }) => part)}${badRows > 0 ? `, ${badRows} bad rows` : ''}`
  return `${time}  drop ${key} version ${version} (${content}), ${step.notifications} notifications after ${step.delayMs} ms`
}
