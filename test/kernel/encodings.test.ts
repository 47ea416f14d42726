// The encodings of values: the kernel's bytes are those of its slow twin, and a decoder written from the specification reads the values back.

import type { ValueEncoding } from '../../src/parquet/encoded-page.ts'
import { byteStreamSplit, deltaBinaryPacked, deltaByteArray, deltaLengthByteArray } from '../oracle/encode-values.ts'
import { Random, testSeed } from '../oracle/random.ts'
import type { Value } from '../oracle/value.ts'
import { equalValues } from './compare-values.ts'
import { type HostColumn, kernelColumn } from './host/host-column.ts'
import { KernelHost } from './host/kernel-host.ts'
import { encodingsOf, flag, lines, maxPageRows, range } from './one-column.ts'

const seed = testSeed()
const counts = [1, 2, 31, 32, 33, 127, 128, 129, 130, 257, 1000]

/** Values of the column, as text. */
type Values = (random: Random, count: number) => string[]

const least = -(2n ** 63n)
const most = 2n ** 63n - 1n

const integers: Record<string, (bits: 32 | 64) => Values> = {
  'of all sizes': bits => (random, count) =>
    range(count).map(() => String(BigInt.asIntN(bits, random.between(least, most) >> BigInt(random.below(64))))),
  sequential: () => (random, count) => {
    const first = random.below(1000)
    return range(count).map(i => String(first + i))
  },
  sorted: () => (random, count) => {
    let value = -1000
    return range(count).map(() => {
      value += random.below(9)
      return String(value)
    })
  },
  'of full size': bits => (random, count) => range(count).map(() => String(BigInt.asIntN(bits, random.between(least, most)))),
  'from end to end': bits => (random, count) =>
    range(count).map(() => String(random.once(2) ? -(2n ** BigInt(bits - 1)) : 2n ** BigInt(bits - 1) - 1n)),
}

const texts: Record<string, Values> = {
  random: (random, count) => range(count).map(() => Buffer.from(random.bytes(random.below(20))).toString('hex')),
  'paths with much in common': (random, count) => range(count).map(i => `/a/path/to/${i >> 3}/${'x'.repeat(random.below(3))}`),
  'prefixes of each other': (random, count) => range(count).map(() => 'abcdefghijklmnopqrstuvwxyz'.slice(0, random.below(26))),
  empty: (_, count) => range(count).map(() => ''),
  long: (random, count) => range(Math.min(count, 40)).map(() => 'é'.repeat(random.below(5000))),
}

function run(column: HostColumn, encoding: ValueEncoding | undefined, values: readonly (string | null)[]) {
  const host = new KernelHost({ columns: [column], ...(encoding && { encoding }) })
  return host.run(lines(values.map(value => (value === null ? '' : `"${value}"`))))
}

/** The same with nulls in between, which are not part of the encoded values. */
function withNulls(random: Random, values: readonly string[]): (string | null)[] {
  return values.flatMap(value => (random.once(3) ? [null, value] : [value]))
}

function expectEncoded(column: HostColumn, encoding: ValueEncoding, values: readonly string[], twin: (values: Value[]) => Uint8Array) {
  const required = { ...column, nullable: false }
  const expected = run(required, undefined, values).columns[0]!
  const { chunks, columns } = run(required, encoding, values)
  expect(encodingsOf(chunks[0]!)).toEqual([encoding])
  expect(columns[0]!.findIndex((value, row) => !equalValues(value, expected[row]!))).toBe(-1)
  expect(Buffer.compare(chunks[0]!.pages[0]!.body, twin(expected as Value[]))).toBe(0)
}

function expectBackWithNulls(column: HostColumn, encoding: ValueEncoding, values: readonly (string | null)[]) {
  const expected = run(column, undefined, values).columns[0]!
  const actual = run(column, encoding, values).columns[0]!
  expect(actual.length).toBe(expected.length)
  expect(actual.findIndex((value, row) => !equalValues(value, expected[row]!))).toBe(-1)
}

describe.each([
  ['int', 32],
  ['long', 64],
] as const)('DELTA_BINARY_PACKED of %s', (name, bits) => {
  const column = { type: { name } }
  for (const [what, generator] of Object.entries(integers)) {
    it.each(counts)(`${what}: %i values (SEED=${seed})`, count => {
      const random = new Random(seed + count)
      const values = generator(bits)(random, count)
      expectEncoded(column, 'DELTA_BINARY_PACKED', values, numbers => deltaBinaryPacked(numbers as bigint[], bits))
      expectBackWithNulls(column, 'DELTA_BINARY_PACKED', withNulls(random, values))
    })
  }

  it('needs next to nothing where values count up', () => {
    const { chunks } = run({ ...column, nullable: false }, 'DELTA_BINARY_PACKED', range(10_000).map(String))
    expect(chunks[0]!.pages[0]!.body.length).toBeLessThan(500)
  })
})

describe.each(['DELTA_LENGTH_BYTE_ARRAY', 'DELTA_BYTE_ARRAY'] as const)('%s', encoding => {
  const twin = encoding === 'DELTA_BYTE_ARRAY' ? deltaByteArray : deltaLengthByteArray
  for (const [what, generator] of Object.entries(texts)) {
    it.each(counts)(`of texts that are ${what}: %i values (SEED=${seed})`, count => {
      const random = new Random(seed + count)
      const values = generator(random, count)
      expectEncoded({ type: { name: 'string' } }, encoding, values, bytes => twin(bytes as Uint8Array[]))
      expectBackWithNulls({ type: { name: 'string' } }, encoding, withNulls(random, values))
    })
  }
})

describe('BYTE_STREAM_SPLIT', () => {
  const uuids: Values = (random, count) =>
    range(count).map(() => {
      const hex = Buffer.from(random.bytes(16)).toString('hex')
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
    })
  const doubles: Values = (random, count) => range(count).map(() => String((random.below(2 ** 31) - 2 ** 30) / 1024))
  const cases: [string, HostColumn, Values][] = [
    ['int', { type: { name: 'int' } }, integers['of all sizes']!(32)],
    ['long', { type: { name: 'long' } }, integers['of all sizes']!(64)],
    ['float', { type: { name: 'float' } }, doubles],
    ['double', { type: { name: 'double' } }, doubles],
    ['uuid', { type: { name: 'uuid' } }, uuids],
    ['decimal(38,0)', { type: { name: 'decimal', precision: 38, scale: 0 } }, integers['of full size']!(64)],
    ['decimal(19,0)', { type: { name: 'decimal', precision: 19, scale: 0 } }, integers['of full size']!(64)],
  ]
  for (const [name, column, generator] of cases) {
    it.each([...counts, 15, 16, 17, 47, 48, 49])(`of ${name}: %i values (SEED=${seed})`, count => {
      const random = new Random(seed + count)
      const values = generator(random, count)
      const { chunks } = run({ ...column, nullable: false }, 'PLAIN', values)
      const { storage, fixedLength } = kernelColumn(column)
      const width = storage === 'four' ? 4 : storage === 'eight' ? 8 : fixedLength
      expectEncoded(column, 'BYTE_STREAM_SPLIT', values, () => byteStreamSplit(chunks[0]!.pages[0]!.body, width))
      expectBackWithNulls(column, 'BYTE_STREAM_SPLIT', withNulls(random, values))
    })
  }
})

describe('RLE of booleans', () => {
  it(`gives back runs and mixtures, with nulls (SEED=${seed})`, () => {
    const random = new Random(seed)
    for (let file = 0; file < 30; file++) {
      const values = range(random.below(30)).flatMap(() => {
        const [run, first] = [random.once(2), random.once(2)]
        return range(random.below(50)).map(() => (random.once(9) ? null : String(run ? first : random.once(2))))
      })
      expectBackWithNulls(flag, 'RLE', values)
    }
  })

  it('needs next to nothing for one value', () => {
    const { chunks } = run({ ...flag, nullable: false }, 'RLE', Array<string>(50_000).fill('true'))
    expect(chunks[0]!.pages[0]!.body.length).toBeLessThan(12)
  })
})

describe('a chosen encoding', () => {
  it('holds for the pages that follow, but for those of nulls only', () => {
    const values = [...range(maxPageRows + 5).map(String), ...Array<null>(maxPageRows - 5).fill(null), ...range(10).map(String)]
    const { chunks, columns } = run({ type: { name: 'long' } }, 'DELTA_BINARY_PACKED', values)
    expect(encodingsOf(chunks[0]!)).toEqual(['DELTA_BINARY_PACKED', 'DELTA_BINARY_PACKED', 'DELTA_BINARY_PACKED'])
    expect(columns[0]!.length).toBe(values.length)
    const nulls = run({ type: { name: 'long' } }, 'DELTA_BINARY_PACKED', [...Array<null>(maxPageRows).fill(null), '1'])
    expect(encodingsOf(nulls.chunks[0]!)).toEqual(['PLAIN', 'DELTA_BINARY_PACKED'])
  })
})
