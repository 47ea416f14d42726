// The bytes of an output are a function of the input and the configuration: not of threads, blocks, or how the stream is cut.

import { sniffedBytes } from '../../src/csv/sniff.ts'
import { type GeneratedCsv, generateCsv } from '../oracle/generate-csv.ts'
import { convertBytes, inChunks, parquetOf } from './convert-bytes.ts'

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

describe(`seed ${seed}`, () => {
  const csv = textOnly(seed)
  const options = {
    columns: csv.columns,
    dialect: csv.dialect,
    nullTokens: csv.nullTokens,
    onBadRow: 'reject' as const,
    rowGroupBytes: 20_000,
  }
  const reference = convertBytes(csv.bytes, options)

  it.each([1, 2, 3, 5])('is the same with %i threads', async threads => {
    const { report, files, rejectReasons, rejectedRows } = await convertBytes(csv.bytes, { ...options, threads })
    const expected = await reference
    expect(files.get('')!.equals(expected.files.get('')!)).toBe(true)
    expect(rejectReasons).toBe(expected.rejectReasons)
    expect(rejectedRows).toBe(expected.rejectedRows)
    expect({ ...report, outputs: undefined, rejectFiles: undefined }).toEqual({
      ...expected.report,
      outputs: undefined,
      rejectFiles: undefined,
    })
  })

  it.each([64, 1000, 65_536, 1 << 20])('is the same with blocks of %i bytes', async blockBytes => {
    const { files, rejectReasons } = await convertBytes(csv.bytes, { ...options, blockBytes })
    const expected = await reference
    expect(files.get('')!.equals(expected.files.get('')!)).toBe(true)
    expect(rejectReasons).toBe(expected.rejectReasons)
  })

  it.each([1, 2, 3, 7, 64, 4093])('is the same with chunks of %i bytes', async size => {
    const { files } = await convertBytes(() => inChunks(csv.bytes, size), options)
    expect(files.get('')!.equals((await reference).files.get('')!)).toBe(true)
  })
})

/** The first file from the seed on whose beginning holds no zero byte: those are taken for binary files. */
function textOnly(seed: number): GeneratedCsv {
  const csv = generateCsv(seed, { rows: 3000, badCellEvery: 400, raggedEvery: 300 })
  return csv.bytes.subarray(0, sniffedBytes).includes(0) ? textOnly(seed + 1) : csv
}

it('T21, T22: is the same for every split point of a small file', async () => {
  const text = 'id,"na""me",wert\r\n1,"a,b\r\nc",1.50\r\n\r\n2,"é""",-0.25\n3,,\r4,"",7.00'
  const bytes = Buffer.from(`\ufeff${text}`)
  const whole = await parquetOf(bytes, { blockBytes: 16 })
  for (let split = 1; split < bytes.length; split++) {
    const parts = async function* () {
      yield bytes.subarray(0, split)
      yield bytes.subarray(split)
    }
    expect({ split, equal: (await parquetOf(parts)).equals(whole) }).toEqual({ split, equal: true })
  }
})

it('is the same for every size of block where pages end inside blocks', async () => {
  const line = (row: number) => `${row},${row % 3 === 0 ? '' : `${row}${'x'.repeat(900 + (row % 7))}`}\n`
  const bytes = Buffer.from(`id,text\n${Array.from({ length: 4000 }, (_, row) => line(row)).join('')}`)
  const whole = await parquetOf(bytes, { blockBytes: 1 << 20 })
  for (const blockBytes of [10_000, 65_536, 300_000]) expect((await parquetOf(bytes, { blockBytes })).equals(whole)).toBe(true)
})

it('is the same for every size of block where nulls follow a value that fills its page', async () => {
  const text = 'x'.repeat(1 << 20)
  const bytes = Buffer.from(`id,text\n0,${text}\n1,\n2,\n3,${text}\n4,\n5,y\n`)
  const whole = await parquetOf(bytes, { blockBytes: 4 << 20 })
  for (const blockBytes of [65_536, 1 << 20, (1 << 20) + 8]) expect((await parquetOf(bytes, { blockBytes })).equals(whole)).toBe(true)
})

it('tells the same of a record with too many fields, whether a thread begins with it or not', async () => {
  const rows = Array.from({ length: 40 }, (_, row) => `${row},${'x'.repeat(90)}${row % 2 === 0 ? ',too much' : ''}\n`)
  const options = { onBadRow: 'reject', rowGroupBytes: 1000 } as const
  const { rejectReasons } = await convertBytes(`id,text\n${rows.join('')}`, options)
  for (const threads of [2, 3])
    expect((await convertBytes(`id,text\n${rows.join('')}`, { ...options, threads })).rejectReasons).toBe(rejectReasons)
})
