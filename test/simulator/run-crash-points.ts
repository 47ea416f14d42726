// Every crash point of every scenario: npm run test:crashes -- [--scenario NAME] [--every N] [--first N] [--bail]
//
// Ends with 1 if an invariant is violated at any of them. `--every 8` takes each eighth, from `--first` on.

import { parseArgs } from 'node:util'
import { type CrashPoint, crashPointsOf, printCrashPoint, runCrashPoint } from './crash-point.ts'
import { scenarios } from './scenarios.ts'

const { values } = parseArgs({
  options: {
    scenario: { type: 'string' },
    every: { type: 'string', default: '1' },
    first: { type: 'string', default: '0' },
    /** Ends at the first that fails. */
    bail: { type: 'boolean', default: false },
  },
})

const started = performance.now()
const names = values.scenario === undefined ? Object.keys(scenarios) : [values.scenario]
const all: CrashPoint[] = []
for (const name of names) all.push(...(await crashPointsOf(name)))
const chosen = all.filter((_, index) => index % Number(values.every) === Number(values.first) % Number(values.every))
let failed = 0
let helped = 0
for (const [index, point] of chosen.entries()) {
  if (index > 0 && index % 1000 === 0) process.stderr.write(`${index} crash points, ${failed} failed\n`)
  const { violations, neededOperator } = await runCrashPoint(point).catch(error => ({
    violations: [String(error.stack)],
    neededOperator: false,
  }))
  if (neededOperator) helped++
  if (violations.length === 0) continue
  failed++
  console.log(`${printCrashPoint(point)}\n→ ${violations.join('\n→ ')}`)
  if (values.bail) break
}
const seconds = ((performance.now() - started) / 1000).toFixed(0)
console.log(
  `${chosen.length} of ${all.length} crash points in ${names.length} scenarios: ${failed} failed, ${helped} took reconcile or redrive, ${seconds} s`,
)
process.exitCode = failed > 0 ? 1 : 0
