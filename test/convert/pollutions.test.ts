// How much of polluted files is read, when the flags say what is to be known: scored as Pollock's simple score does, ten points a file: one for
// loading it at all, and precision, recall and F1 of the header's names, the records and the cells.

import { Failure } from '../../src/failure/failure.ts'
import type { Column } from '../../src/schema/dataset.ts'
import { ordinalSource } from '../../src/schema/field-ordinal.ts'
import { hyparquet } from '../interop/readers/hyparquet.ts'
import { convertBytes } from './convert-bytes.ts'
import { dialectOf, type Polluted, pollutions } from './pollutions.ts'

interface Loaded {
  header: readonly string[]
  rows: readonly (readonly string[])[]
}

type Outcome = { loaded: Loaded } | { refusal: unknown }

const files = pollutions()
const outcomes = new Map<string, Outcome>()

beforeAll(async () => {
  for (const file of files) outcomes.set(file.name, await load(file))
})

it('T64: there are about a hundred kinds, no two of one name', () => {
  expect(files.length).toBeGreaterThanOrEqual(100)
  expect(new Set(files.map(({ name }) => name)).size).toBe(files.length)
})

it.each(files)('T64: loads, or refuses by a code, a file with $name', file => {
  const outcome = outcomes.get(file.name)!
  const code = 'loaded' in outcome ? 'none' : outcome.refusal instanceof Failure ? outcome.refusal.code : outcome.refusal
  expect(code).toEqual(expect.any(String))
  expect(code).not.toBe('INTERNAL')
})

it('T64: scores 9.5 of 10 and more', () => {
  const scores = files.map((file): [string, number] => [file.name, score(file, outcomes.get(file.name)!)])
  const mean = scores.reduce((sum, [, each]) => sum + each, 0) / files.length
  const low = scores.filter(([, each]) => each < 9.5).map(([name, each]) => `${name}: ${each.toFixed(2)}`)
  if (process.env.SCORES) console.log(`mean ${mean.toFixed(3)}\n${low.join('\n')}`)
  expect(mean).toBeGreaterThanOrEqual(9.5)
})

async function load(file: Polluted): Promise<Outcome> {
  const dialect = dialectOf(file)
  const names = file.header.length > 0 ? file.header : ['x']
  const columns = names.map(
    (name, i): Column => ({ name, type: { name: 'string' }, nullable: true, source: dialect.header ? name : ordinalSource(i + 1) }),
  )
  try {
    const { files } = await convertBytes(file.bytes, { dialect, columns, onBadRow: 'reject', extraColumns: 'ignore' })
    const table = await hyparquet.read(files.get('')!)
    return { loaded: { header: table.columns, rows: table.rows.map(row => row.map(cell => cell ?? '')) } }
  } catch (error) {
    return { refusal: error }
  }
}

function score(expected: Loaded, outcome: Outcome): number {
  const found = 'loaded' in outcome ? outcome.loaded : { header: [], rows: [] }
  const joined = ({ rows }: Loaded) => rows.map(row => JSON.stringify(row))
  return (
    ('loaded' in outcome ? 1 : 0) +
    agreement(expected.header, found.header) +
    agreement(joined(expected), joined(found)) +
    agreement(expected.rows.flat(), found.rows.flat())
  )
}

/** Precision + recall + F1 of what was found, as multisets. */
function agreement(expected: readonly string[], found: readonly string[]): number {
  if (expected.length === 0 && found.length === 0) return 3
  const left = new Map<string, number>()
  for (const each of expected) left.set(each, (left.get(each) ?? 0) + 1)
  let both = 0
  for (const each of found) {
    const count = left.get(each) ?? 0
    if (count === 0) continue
    left.set(each, count - 1)
    both++
  }
  if (both === 0) return 0
  const precision = both / found.length
  const recall = both / expected.length
  return precision + recall + (2 * precision * recall) / (precision + recall)
}
