// The long suite: npm run test:histories -- [--seed N] [--count 10000] [--bail]
//
// Lives through so many histories, seeds N, N + 1, …; of one that fails it prints the smallest history that still does, and ends with 1.

import { parseArgs } from 'node:util'
import { generateHistory } from './history.ts'
import { runHistory } from './run-history.ts'
import { printHistory, shrink } from './shrink.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '10000' },
    /** Ends at the first that fails, as it is. */
    bail: { type: 'boolean', default: false },
  },
})
const firstSeed = Number(values.seed)
const count = Number(values.count)
const mostShown = 5

const started = performance.now()
const failed: number[] = []
let requests = 0
let invocations = 0
for (let seed = firstSeed; seed < firstSeed + count; seed++) {
  const result = await runHistory(generateHistory(seed))
  requests += result.requests
  invocations += result.invocations
  if (result.violations.length > 0) {
    failed.push(seed)
    if (values.bail) break
    if (failed.length <= mostShown) await show(seed)
  }
  if ((seed - firstSeed + 1) % 1000 === 0) process.stderr.write(`${seed - firstSeed + 1} histories, ${failed.length} failed\n`)
}
const seconds = ((performance.now() - started) / 1000).toFixed(0)
console.log(
  `${count} histories from seed ${firstSeed}: ${failed.length} failed, ${invocations} invocations, ${requests} requests, ${seconds} s`,
)
if (failed.length > 0) console.log(`failed: ${failed.join(' ')}`)
process.exitCode = failed.length > 0 ? 1 : 0

async function show(seed: number): Promise<void> {
  const smallest = await shrink(generateHistory(seed))
  const { violations } = await runHistory(smallest)
  console.log(`seed ${seed}, made as small as it still fails:\n${printHistory(smallest)}\n→ ${violations.join('\n→ ')}\n`)
}
