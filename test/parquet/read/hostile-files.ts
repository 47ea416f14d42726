// Parquet that was made to hurt: each is small, and says of itself what would take gigabytes, minutes or a deep stack.

import type { FileMetaData } from '../../../src/parquet/format/file-metadata.ts'
import { FileMetaData as FileMetaDataType } from '../../../src/parquet/format/file-metadata.ts'
import type { SchemaElement } from '../../../src/parquet/format/schema-element.ts'
import { encodeThrift } from '../../../src/parquet/thrift/struct.ts'
import type { Column } from '../../../src/schema/dataset.ts'
import type { Layout } from '../../interop/readers/reader.ts'
import { slowFile } from '../slow-file.ts'
import { type Changes, type Page, rebuilt } from './rebuilt-file.ts'

const huge = 2 ** 31 - 1

const column = (name: string, nullable: boolean): Column => ({
  name,
  type: { name: name === 'text' ? 'string' : 'int' },
  nullable,
  source: name,
})
const columns = [column('n', true), column('text', false)]
const rows = Array.from({ length: 100 }, (_, i) => [i % 9 === 0 ? null : i, Buffer.from(`text ${i % 10}`)])

const sample = (layout: Layout) => slowFile({ columns, rows, codec: 'none', layout, rowsPerPage: 40, rowsPerRowGroup: 100 })
const plain = await sample('plain')
const dictionary = await sample('dictionary')
const delta = await sample('delta')
const lengths = await sample('split')

const varint = (value: number): number[] => (value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))])
const dataPage = (page: Page) => page.header.data_page_header
const isText = ({ chunk }: Page) => chunk.leaf.path[0] === 'text'

/** Puts runs in the place of the definition levels of the numbers. */
const withLevels = (runs: number[]) => (page: Page) => {
  if (isText(page) || dataPage(page) === undefined) return
  const values = page.body.subarray(4 + Buffer.from(page.body).readUInt32LE(0))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(runs.length)
  page.body = Buffer.concat([length, Buffer.from(runs), values])
}

/** Puts bytes in the place of the values of the texts, which have no levels. */
const withTexts = (bytes: number[] | Uint8Array) => (page: Page) => {
  if (isText(page) && dataPage(page) !== undefined) page.body = Buffer.from(bytes)
}

/** The same in the place of the numbers, behind their levels. */
const withNumbers = (bytes: number[]) => (page: Page) => {
  if (isText(page) || dataPage(page) === undefined) return
  page.body = Buffer.concat([page.body.subarray(0, 4 + Buffer.from(page.body).readUInt32LE(0)), Buffer.from(bytes)])
}

const inHeader = (change: (header: Page['header']) => void): Changes => ({ page: ({ header }) => change(header), keepSizes: true })
const inFooter = (footer: (metadata: FileMetaData) => void): Changes => ({ footer })
const chunkOf = (metadata: FileMetaData) => metadata.row_groups[0]!.columns[0]!.meta_data!

function allRows(count: number): Changes {
  return {
    page: page => {
      const header = dataPage(page)
      if (header === undefined || isText(page)) return
      header.num_values = count
      page.body = Buffer.from([6, 0, 0, 0, ...varint(count * 2), 0].slice(0, 4).concat([...varint(count * 2), 0]))
      page.body[0] = page.body.length - 4
    },
    footer: metadata => {
      metadata.schema = [{ ...metadata.schema[0]!, num_children: 1 }, metadata.schema[1]!]
      metadata.num_rows = count
      for (const group of metadata.row_groups) {
        group.num_rows = count
        group.columns = group.columns.slice(0, 1)
        for (const { meta_data } of group.columns) meta_data!.num_values = count
      }
    },
  }
}

/** 100,000 texts in a page, each the one before and a letter more. */
function growing(page: Page): void {
  if (!isText(page)) return
  Object.assign(dataPage(page) ?? {}, { num_values: 100_000, encoding: 'DELTA_BYTE_ARRAY' })
  page.body = growingTexts(100_000)
}

function growingTexts(count: number): Uint8Array {
  const deltas = (first: number, step: number) => {
    const blocks = Math.ceil((count - 1) / 128)
    return [
      128,
      1,
      4,
      ...varint(count),
      ...varint(first * 2),
      ...Array.from({ length: blocks }, () => [...varint(step * 2), 0, 0, 0, 0]).flat(),
    ]
  }
  return Buffer.concat([Buffer.from([...deltas(0, 1), ...deltas(1, 0)]), Buffer.alloc(count, 'x')])
}

/** Names, and what was done. Reading any of them must fail cleanly. */
export async function hostileFiles(): Promise<[name: string, file: Uint8Array][]> {
  const made: [string, Uint8Array, Changes][] = [
    ['a page longer than the file', plain, inHeader(header => Object.assign(header, { compressed_page_size: huge }))],
    ['a page of negative length', plain, inHeader(header => Object.assign(header, { compressed_page_size: -1 }))],
    ['a page that says it is 2 GiB decompressed', dictionary, inHeader(header => Object.assign(header, { uncompressed_page_size: huge }))],
    ['a page of negative size decompressed', plain, inHeader(header => Object.assign(header, { uncompressed_page_size: -huge }))],
    ['a page of 2^31 values', plain, { page: page => Object.assign(dataPage(page) ?? {}, { num_values: huge }) }],
    ['a page of negative values', plain, { page: page => Object.assign(dataPage(page) ?? {}, { num_values: -5 }) }],
    [
      'a dictionary of 2^31 values',
      dictionary,
      { page: ({ header }) => Object.assign(header.dictionary_page_header ?? {}, { num_values: huge }) },
    ],
    ['pages of no type', plain, { page: ({ header }) => Object.assign(header, { data_page_header: undefined }) }],
    ['levels in one run of 2^30', plain, { page: withLevels([...varint(2 ** 31 - 2), 1]) }],
    ['levels in packed runs of 2^28 groups', plain, { page: withLevels([...varint(2 ** 29 + 1), 1]) }],
    ['levels in runs of nothing', plain, { page: withLevels(Array(3000).fill(0)) }],
    ['levels in one run of 2^30 behind a packed run of nothing', plain, { page: withLevels([1, 13, ...varint(2 ** 31 - 2), 1, 0]) }],
    ['levels that never end', plain, { page: withLevels([]) }],
    ['levels longer than the page', plain, { page: page => page.body.set([0xff, 0xff, 0xff, 0x7f]) }],
    ['indices in one run of 2^30', dictionary, { page: withTexts([8, ...varint(2 ** 31 - 2), 1]) }],
    ['indices of no bits, in packed runs of negative length', dictionary, { page: withTexts([0, 0xff, 0xff, 0xff, 0xff, 0x0f]) }],
    ['indices of 200 bits', dictionary, { page: withTexts([200, ...varint(80), ...Array(200).fill(1)]) }],
    ['indices beyond the dictionary', dictionary, { page: withTexts([8, ...varint(200), 250]) }],
    ['texts that grow by one letter each', delta, { page: growing, footer: manyTexts }],
    ['deltas in no miniblocks', delta, { page: withTexts([128, 1, 0, 40, 0, 0, 0, 0, 0]) }],
    ['deltas in 2^31 miniblocks', delta, { page: withTexts([0x80, 0x80, 0x80, 0x80, 8, 0x80, 0x80, 0x80, 0x80, 8, 40, 0, 0]) }],
    ['numbers in no miniblocks', delta, { page: withNumbers([128, 1, 0, 40, 0, ...Array(9).fill(0)]) }],
    [
      'numbers in minus one miniblocks, each of which is read anew',
      delta,
      { page: withNumbers([128, 1, 0xff, 0xff, 0xff, 0xff, 0x0f, 40, 0, 0, 0]) },
    ],
    ['numbers in blocks of nothing', delta, { page: withNumbers([0, 1, 40, 0, ...Array(300).fill(0)]) }],
    ['lengths that are negative', delta, { page: withTexts([128, 1, 4, 40, 1, ...Array(60).fill(0)]) }],
    ['lengths beyond the page', lengths, { page: withTexts([128, 1, 4, 40, ...varint(200), ...Array(60).fill(0)]) }],
    ['2^31 rows of null in one run', plain, allRows(huge)],
    ['40 million rows of null in each page', plain, allRows(40_000_000)],
    ['a row group of 2^53 rows', plain, inFooter(metadata => Object.assign(metadata.row_groups[0]!, { num_rows: 2 ** 52 - 1 }))],
    ['a chunk of 2^50 bytes', plain, inFooter(metadata => Object.assign(chunkOf(metadata), { total_compressed_size: 2 ** 50 }))],
    ['a chunk at a negative place', plain, inFooter(metadata => Object.assign(chunkOf(metadata), { data_page_offset: -4 }))],
    [
      'values of 2^31 bytes each',
      plain,
      inFooter(metadata => Object.assign(metadata.schema[1]!, { type: 'FIXED_LEN_BYTE_ARRAY', type_length: huge })),
    ],
    ['10,000 groups inside each other', plain, inFooter(metadata => void metadata.schema.splice(1, 0, ...nested(10_000)))],
    ['a group with 2^31 children', plain, inFooter(metadata => Object.assign(metadata.schema[0]!, { num_children: huge }))],
    [
      'groups without children',
      plain,
      inFooter(metadata => void metadata.schema.splice(1, 0, ...Array.from({ length: 1000 }, () => ({ name: 'g', num_children: 0 })))),
    ],
  ]
  const files = await Promise.all(
    made.map(async ([name, file, changes]): Promise<[string, Uint8Array]> => [name, await rebuilt(file, changes)]),
  )
  return [...files, ...footers()]
}

function manyTexts(metadata: FileMetaData): void {
  const count = 300_000 // in three pages
  metadata.schema = [{ ...metadata.schema[0]!, num_children: 1 }, metadata.schema[2]!]
  metadata.num_rows = count
  for (const group of metadata.row_groups) {
    group.num_rows = count
    group.columns = group.columns.slice(1)
    for (const { meta_data } of group.columns) meta_data!.num_values = count
  }
}

const nested = (depth: number): SchemaElement[] => Array.from({ length: depth }, () => ({ name: 'group', num_children: 1 }))

/** Footers that are no Thrift, or too much of it. */
function footers(): [string, Uint8Array][] {
  const file = (footer: Uint8Array, length = footer.length): Uint8Array => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32LE(length)
    return Buffer.concat([Buffer.from('PAR1'), footer, bytes, Buffer.from('PAR1')])
  }
  const sound: FileMetaData = { version: 1, schema: [{ name: 'schema', num_children: 0 }], num_rows: 0, row_groups: [] }
  return [
    ['a footer of 4 GiB', file(Buffer.alloc(30), 0xffffffff)],
    ['a footer one byte longer than the file', file(Buffer.alloc(30), 31)],
    ['a footer of zeros', file(Buffer.alloc(100))],
    ['a list of 2^31 elements', file(Buffer.from([0x15, 2, 0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07]))],
    ['a text of 2^31 bytes', file(Buffer.from([0x15, 2, 0x58, 0xff, 0xff, 0xff, 0xff, 0x07]))],
    ['lists inside each other', file(Buffer.from([0x15, 2, 0xf9, ...Array<number>(10_000).fill(0x19)]))],
    ['structs inside each other', file(Buffer.from([0x15, 2, 0xfc, ...Array<number>(50_000).fill(0x1c)]))],
    ['maps inside each other', file(Buffer.from([0x15, 2, 0xfb, ...Array.from({ length: 10_000 }, () => [1, 0xbb]).flat()]))],
    ['a number of endless bytes', file(Buffer.from([0x15, ...Array<number>(1000).fill(0xff)]))],
    ['rows without a column', file(encodeThrift(FileMetaDataType, { ...sound, num_rows: 2 ** 40 }))],
  ]
}
