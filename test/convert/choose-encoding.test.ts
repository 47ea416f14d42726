// Which encodings column chunks get, by what their values are like; and that what is chosen is the smallest, or nearly so.

import { chargedDictionaryBytes, obviousChoice } from '../../src/convert/choose-encoding.ts'
import { describeFile } from '../../src/parquet/read/describe-file.ts'
import { readMetadata } from '../../src/parquet/read/read-metadata.ts'
import type { Column, EncodingProfile } from '../../src/schema/dataset.ts'
import { Random } from '../oracle/random.ts'
import { convertBytes } from './convert-bytes.ts'

const rows = 30_000
const random = new Random(1)
const words = ['alpha', 'beta', 'gamma', 'delta', 'epsilon']

/** How each column's values come about, and what they are to become in both profiles. */
const columns: { name: string; type: Column['type']; value: (row: number) => string; compatible: string; smallest: string }[] = [
  { name: 'serial', type: { name: 'long' }, value: row => String(row), compatible: 'PLAIN', smallest: 'DELTA_BINARY_PACKED' },
  { name: 'order', type: { name: 'long' }, value: row => String(row >> 2), compatible: 'PLAIN', smallest: 'DELTA_BINARY_PACKED' },
  { name: 'day', type: { name: 'date' }, value: () => day(random.below(300)), compatible: 'RLE_DICTIONARY', smallest: 'RLE_DICTIONARY' },
  { name: 'at', type: { name: 'timestamp' }, value: row => second(row * 7), compatible: 'PLAIN', smallest: 'DELTA_BINARY_PACKED' },
  {
    name: 'noise',
    type: { name: 'double' },
    value: () => String(20 + random.below(2 ** 31) / 2 ** 31),
    compatible: 'PLAIN',
    smallest: 'BYTE_STREAM_SPLIT',
  },
  { name: 'word', type: { name: 'string' }, value: () => random.pick(words), compatible: 'RLE_DICTIONARY', smallest: 'RLE_DICTIONARY' },
  {
    name: 'path',
    type: { name: 'string' },
    value: row => `/catalogue/item/${String(row).padStart(9, '0')}`,
    compatible: 'PLAIN',
    smallest: 'DELTA_BYTE_ARRAY',
  },
  { name: 'flag', type: { name: 'boolean' }, value: row => String(row % 10_000 < 5000), compatible: 'PLAIN', smallest: 'RLE' },
]

const day = (days: number): string => new Date(days * 86_400_000).toISOString().slice(0, 10)
const second = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19)

const names = columns.map(({ name }) => name).join(',')
const records = Array.from({ length: rows }, (_, row) => columns.map(({ value }) => value(row)).join(','))
const csv = `${names}\n${records.join('\n')}\n`
const declared = columns.map(({ name, type }): Column => ({ name, type, nullable: true, source: name }))

async function converted(encodings: EncodingProfile) {
  const file = (await convertBytes(csv, { columns: declared, encodings })).files.get('')!
  const metadata = await readMetadata({
    byteLength: file.length,
    slice: async (start, end) => new Uint8Array(file.subarray(start, end)).buffer,
  })
  return { bytes: file.length, chunks: describeFile(metadata).rowGroups[0]!.chunks }
}

describe.each(['compatible', 'smallest'] as const)('the profile %s', profile => {
  it.each(columns.map((column, index) => ({ ...column, index })))('gives $name what suits it', async ({ index, ...column }) => {
    const { chunks } = await converted(profile)
    expect(chunks[index]!.dataPages?.map(({ encoding }) => encoding)).toEqual([column[profile]])
  })
})

it('smallest is smaller', async () => {
  expect((await converted('smallest')).bytes).toBeLessThan((await converted('compatible')).bytes * 0.8)
})

describe('a dictionary', () => {
  const page = { values: 65_536, isOnly: false, dictionary: { entries: 1000, entriesAtHalf: 1000, bytes: 8000, plainBytes: 524_288 } }

  it('that takes next to nothing is kept without measuring', () => {
    const few = { ...page, dictionary: { ...page.dictionary, entries: 4, bytes: 32 } }
    expect(obviousChoice(few)).toBe('dictionary')
  })

  it('that takes more than the values is given up without measuring, as is one that is not there', () => {
    const many = { ...page, dictionary: { entries: 65_536, entriesAtHalf: 32_768, bytes: 524_288, plainBytes: 524_288 } }
    expect(obviousChoice(many)).toBe('plain')
    expect(obviousChoice({ ...page, dictionary: undefined })).toBe('plain')
  })

  it('in between is measured', () => {
    expect(obviousChoice(page)).toBeUndefined()
  })

  it('is charged for what it goes on growing by, and for all when there is one page', () => {
    expect(chargedDictionaryBytes(page)).toBe(0)
    const growing = { ...page, dictionary: { ...page.dictionary, entriesAtHalf: 900 } }
    expect(chargedDictionaryBytes(growing)).toBe(1600)
    expect(chargedDictionaryBytes({ ...growing, isOnly: true })).toBe(8000)
  })
})
