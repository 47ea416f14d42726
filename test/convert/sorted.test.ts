// Sorting columns: declared exactly where the values of a row group rise or fall throughout, nulls all in front or all behind.

import type { RowGroup } from '../../src/parquet/format/file-metadata.ts'
import { readMetadata } from '../../src/parquet/read/read-metadata.ts'
import type { Column } from '../../src/schema/dataset.ts'
import { Random, testSeed } from '../oracle/random.ts'
import { parquetOf } from './convert-bytes.ts'

const seed = testSeed()

type Cell = string | null

/** A column's type with values of it, least first, as text. */
const ladders: { type: Column['type']; rungs: string[] }[] = [
  { type: { name: 'int' }, rungs: ['-2147483648', '-10', '-9', '0', '1', '2147483647'] },
  { type: { name: 'long' }, rungs: ['-9223372036854775808', '-1', '0', '9223372036854775807'] },
  { type: { name: 'double' }, rungs: ['-Infinity', '-1e300', '-0.5', '-0', '0', '1e-300', '7', 'Infinity'] },
  { type: { name: 'float' }, rungs: ['-2.5', '-1', '0', '0.25', '3e38'] },
  { type: { name: 'date' }, rungs: ['0001-01-01', '1969-12-31', '1970-01-01', '9999-12-31'] },
  { type: { name: 'timestamp' }, rungs: ['1969-12-31 23:59:59.999999', '1970-01-01', '2026-11-21 12:00:00'] },
  { type: { name: 'decimal', precision: 9, scale: 2 }, rungs: ['-12.50', '-1.00', '0.00', '9.99'] },
  {
    type: { name: 'decimal', precision: 38, scale: 2 },
    rungs: ['-99999999999999999999.99', '-1.00', '0.00', '0.01', '99999999999999999999.99'],
  },
  {
    type: { name: 'string' },
    rungs: ['', 'A', 'a', 'aa', 'ab', `b${'x'.repeat(100)}`, `b${'x'.repeat(100)}y`, 'é', '\u{ffee}', '\u{1f600}'],
  },
  {
    type: { name: 'uuid' },
    rungs: ['00000000-0000-0000-0000-000000000001', '7f000000-0000-0000-0000-000000000000', '80000000-0000-0000-0000-000000000000'],
  },
]

/** Where all of a column's cells stand on its ladder. */
function expected(rungs: readonly string[], cells: readonly Cell[]): { descending: boolean; nulls_first: boolean } | undefined {
  const places = cells.flatMap(cell => (cell === null ? [] : [rungs.indexOf(cell)]))
  const first = cells.findIndex(cell => cell !== null)
  const last = cells.findLastIndex(cell => cell !== null)
  const nullsInFront = first > 0
  const nullsBehind = last < cells.length - 1
  const rises = places.every((place, at) => at === 0 || places[at - 1]! <= place)
  const falls = places.every((place, at) => at === 0 || places[at - 1]! >= place)
  const isApart = cells.slice(first, last + 1).every(cell => cell !== null) && !(nullsInFront && nullsBehind)
  return places.length > 0 && rises !== falls && isApart ? { descending: falls, nulls_first: nullsInFront } : undefined
}

/** Mostly sorted, with now and then a value or a null out of place. */
function someCells(random: Random, rungs: readonly string[], count: number): Cell[] {
  const places = Array.from({ length: count }, () => random.below(rungs.length)).sort((a, b) => a - b)
  if (random.once(2)) places.reverse()
  if (random.once(3)) places[random.below(count)] = random.below(rungs.length)
  const cells: Cell[] = places.map(place => rungs[place]!)
  if (random.once(3)) cells.fill(null, 0, random.below(4))
  if (random.once(3)) cells.fill(null, count - random.below(4))
  if (random.once(5)) cells[random.below(count)] = null
  return cells
}

async function rowGroupsOf(columns: readonly Column[], cells: readonly (readonly Cell[])[]): Promise<RowGroup[]> {
  const field = (cell: Cell) => (cell === null ? '' : `"${cell}"`)
  const records = cells[0]!.map((_, row) => cells.map(column => field(column[row]!)).join(','))
  const file = await parquetOf(`${columns.map(({ name }) => name).join(',')}\n${records.join('\n')}\n`, { columns })
  return (await readMetadata({ byteLength: file.length, slice: async (start, end) => new Uint8Array(file.subarray(start, end)).buffer }))
    .row_groups
}

it(`are those that a slow look finds sorted (SEED=${seed})`, async () => {
  const random = new Random(seed)
  for (let file = 0; file < 150; file++) {
    const chosen = Array.from({ length: 6 }, () => random.pick(ladders))
    const columns = chosen.map(({ type }, at): Column => ({ name: `c${at}`, type, nullable: true, source: `c${at}` }))
    const count = 1 + random.below(40)
    const cells = chosen.map(({ rungs }) => someCells(random, rungs, count))
    const [group] = await rowGroupsOf(columns, cells)
    const sorted = chosen.flatMap(({ rungs }, column_idx) => {
      const order = expected(rungs, cells[column_idx]!)
      return order === undefined ? [] : [{ column_idx, ...order }]
    })
    expect({ file, cells, sorted: group!.sorting_columns ?? [] }).toEqual({ file, cells, sorted })
  }
})

describe('over several pages', () => {
  const text: Column = { name: 'text', type: { name: 'string' }, nullable: true, source: 'text' }
  const number: Column = { name: 'number', type: { name: 'long' }, nullable: true, source: 'number' }
  const rows = 140_000
  const serial = Array.from({ length: rows }, (_, row): Cell => String(1_000_000 + row))

  it.each([
    ['sorted', serial, [{ column_idx: 0, descending: false, nulls_first: false }]],
    ['falling', serial.toReversed(), [{ column_idx: 0, descending: true, nulls_first: false }]],
    ['a step back where a page begins', serial.with(65_536, '1000000'), []],
    [
      'a page of nulls in front',
      [...Array<Cell>(70_000).fill(null), ...serial.slice(0, 70_000)],
      [{ column_idx: 0, descending: false, nulls_first: true }],
    ],
    [
      'nulls behind',
      [...serial.slice(0, 65_000), ...Array<Cell>(75_000).fill(null)],
      [{ column_idx: 0, descending: false, nulls_first: false }],
    ],
    ['nulls between pages of values', [...serial.slice(0, 65_536), ...Array<Cell>(65_536).fill(null), ...serial.slice(70_000, 71_000)], []],
    ['all equal', Array<Cell>(rows).fill('7'), []],
  ])('%s', async (_, cells, sorted) => {
    for (const column of [text, number]) {
      const [group] = await rowGroupsOf([column], [cells])
      expect(group!.sorting_columns ?? []).toEqual(sorted)
    }
  })
})

it('are not those with a NaN', async () => {
  const column: Column = { name: 'a', type: { name: 'double' }, nullable: false, source: 'a' }
  const [group] = await rowGroupsOf([column], [['1', '2', 'NaN']])
  expect(group!.sorting_columns).toBeUndefined()
})
