// The first words of a column chunk, held where blocks bring few of them (kernel/held-words.ts): the pages are those of a dictionary that is
// made value by value, as in a block that brings them all.

import { type ColumnType, parseType } from '../../src/schema/column-type.ts'
import { collidingWords } from '../convert/collisions.ts'
import { Random, testSeed } from '../oracle/random.ts'
import type { HostColumn } from './host/host-column.ts'
import { type HostResult, KernelHost } from './host/kernel-host.ts'
import { encodingsOf, lines, maxPageRows, range } from './one-column.ts'

const seed = testSeed()
const probeValues = 8192 // kernel/held-words.ts
const mostProbes = 128 // kernel/dictionary.ts

const column = (type: string): HostColumn => ({ type: parseType(type) as ColumnType })

const rowsOf = ({ values, every }: File) => values.flatMap(value => [value, ...Array<string>(every - 1).fill('')])

const mixed = (count: number, distinct: number, text: (value: number) => string) => {
  const random = new Random(seed)
  return range(count).map(() => text(random.below(distinct)))
}

const blockBytes = 300

function inBlocks(file: File, listsFilled: boolean): HostResult {
  const source = lines(rowsOf(file))
  const ends = range(Math.ceil(source.length / blockBytes)).map(i => i * blockBytes)
  return new KernelHost({ columns: [column(file.type)], listsFilled }).run(source, ends)
}

interface File {
  type: string
  values: string[]
  /** A value in every so many rows. */
  every: number
}

const day = (value: number) => new Date(value * 86_400_000).toISOString().slice(0, 10)

const files: Record<string, File> = {
  'longs, all new': { type: 'long', values: range(3000).map(i => String(i * i - 1000)), every: 3 },
  'ints below zero': { type: 'int', values: range(3000).map(i => String(-i)), every: 3 },
  'floats, some of them no number': { type: 'float', values: range(3000).map(i => (i % 500 === 499 ? 'NaN' : String(-i / 8))), every: 2 },
  'doubles, zeros of both signs': { type: 'double', values: range(3000).map(i => ['0', '-0', `${i}.25`][i % 90] ?? `${i}.5`), every: 2 },
  'small decimals': { type: 'decimal(7,2)', values: mixed(3000, 99_999, value => `-${value}.50`), every: 4 },
  'dates that come again': { type: 'date', values: mixed(4000, 730, day), every: 5 },
  'a page that ends while values are held': { type: 'long', values: range(4000).map(String), every: 20 },
  'as many as judge the dictionary, all new': { type: 'int', values: range(probeValues).map(String), every: 1 },
  'more than that, all new': { type: 'long', values: range(probeValues + 1000).map(String), every: 1 },
  'more than that, some that come again': { type: 'long', values: mixed(probeValues + 1000, 30_000, String), every: 1 },
  'new ones behind some that come again': { type: 'int', values: [...mixed(2000, 10, String), ...range(5000).map(i => `1${i}`)], every: 1 },
  'some that come again behind new ones': { type: 'int', values: [...range(200).map(i => `1${i}`), ...mixed(5000, 10, String)], every: 1 },
  'some that collide': { type: 'long', values: [...range(100), ...collidingWords(300), ...range(500)].map(String), every: 1 },
  'some that collide, the last that is judged': {
    type: 'long',
    values: [...range(probeValues - mostProbes - 1), ...collidingWords(140)].map(String),
    every: 1,
  },
  'some that collide, once the dictionary is judged': {
    type: 'long',
    values: [...mixed(probeValues, 7000, String), ...collidingWords(300).map(String)],
    every: 1,
  },
}

describe.each(Object.entries(files))('%s', (_, file) => {
  const whole = new KernelHost({ columns: [column(file.type)], listsFilled: false }).run(lines(rowsOf(file)))

  it.each([false, true])(`come to the same in blocks of few values, filled fields listed: %s (SEED=${seed})`, listsFilled => {
    const { chunks, columns, contentHash } = inBlocks(file, listsFilled)
    expect(chunks).toEqual(whole.chunks)
    expect(columns).toEqual(whole.columns)
    expect(contentHash).toBe(whole.contentHash)
  })
})

it('words that collide among the first end the dictionary, not the page', () => {
  const file = files['some that collide']!
  const { chunks, columns } = inBlocks(file, false)
  expect(encodingsOf(chunks[0]!)).toEqual(['PLAIN'])
  expect(columns[0]).toEqual(file.values.map(BigInt))
})

it('a page that ends while values are held has them all', () => {
  const rows = rowsOf(files['a page that ends while values are held']!)
  const { chunks, columns } = inBlocks(files['a page that ends while values are held']!, true)
  expect(chunks[0]!.pages.map(({ rowCount }) => rowCount)).toEqual([maxPageRows, rows.length - maxPageRows])
  expect(columns[0]).toEqual(rows.map(text => (text === '' ? null : BigInt(text))))
})
