// npm run test:mutants [-- --only TEXT]: makes each known-bad variant of the product in a copy of the tree, and runs the least that must
// notice. Ends with 1 if one survives, if its change no longer applies, or if the checks do not pass without it.

import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Check, type Mutant, mutants } from './mutants.ts'

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })
const root = join(import.meta.dirname, '../..')
const copied = ['src', 'handlers', 'test', 'schemas', 'build', 'package.json', 'jest.config.js']
const copiesAtOnce = 2

type Verdict = 'caught' | 'SURVIVES' | 'NO LONGER APPLIES' | 'CHECK FAILS WITHOUT IT'

const started = performance.now()
const chosen = mutants.filter(({ name }) => name.includes(values.only))
const queue = [...chosen]
/** Checks that pass without a mutant. */
const passed = new Set<string>()
let bad = 0
await Promise.all(Array.from({ length: copiesAtOnce }, () => withCopy(work)))
const seconds = ((performance.now() - started) / 1000).toFixed(0)
console.log(`${chosen.length} mutants: ${bad === 0 ? 'all caught' : `${bad} not caught`}, ${seconds} s`)
process.exitCode = bad > 0 ? 1 : 0

async function withCopy(use: (copy: string) => Promise<void>): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), 'parquetry-mutants-'))
  try {
    for (const name of copied) cpSync(join(root, name), join(copy, name), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    await use(copy)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

async function work(copy: string): Promise<void> {
  for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
    const verdict = await tryMutant(copy, mutant)
    if (verdict !== 'caught') bad++
    console.log(`${verdict.padEnd(8)} ${mutant.name}`)
  }
}

async function tryMutant(copy: string, { file, from, to, caughtBy }: Mutant): Promise<Verdict> {
  const place = join(copy, file)
  const original = readFileSync(place, 'utf8')
  if (original.split(from).length !== 2) return 'NO LONGER APPLIES'
  if (!(await passes(copy, caughtBy))) return 'CHECK FAILS WITHOUT IT'
  writeFileSync(
    place,
    original.replace(from, () => to),
  )
  const hasSurvived = await passes(copy, caughtBy, true)
  writeFileSync(place, original)
  return hasSurvived ? 'SURVIVES' : 'caught'
}

/** @param isMutant results without a mutant are remembered */
async function passes(copy: string, check: Check, isMutant = false): Promise<boolean> {
  const command = commandOf(check)
  if (!isMutant && passed.has(command.join(' '))) return true
  const result = (await exitCode(copy, command)) === 0
  if (!isMutant && result) passed.add(command.join(' '))
  return result
}

function commandOf(check: Check): string[] {
  if ('histories' in check) return ['test/simulator/run-histories.ts', '--bail', '--count', String(check.histories)]
  if ('crashPoints' in check)
    return ['test/simulator/run-crash-points.ts', '--bail', '--scenario', check.crashPoints, '--every', String(check.every)]
  const named = check.named === undefined ? [] : ['-t', check.named]
  const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js']
  return [...jest, '--bail', '--maxWorkers=1', check.jest, ...named]
}

function exitCode(cwd: string, args: readonly string[]): Promise<number> {
  return new Promise(resolve => {
    spawn(process.execPath, args, { cwd, stdio: 'ignore' }).on('close', code => resolve(code ?? 1))
  })
}
