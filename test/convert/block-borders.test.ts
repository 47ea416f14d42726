// Whatever can be cut in two, laid over the borders where streams, blocks and reads are cut.

import { readRows } from '../../src/parquet/read/read-rows.ts'
import type { Column } from '../../src/schema/dataset.ts'
import { defaultDialect } from '../../src/schema/dialect.ts'
import { convertBytes, inChunks } from './convert-bytes.ts'

const columns: Column[] = ['a', 'b'].map(name => ({ name, type: { name: 'string' }, nullable: true, source: name }))

/** A record and its second field: every kind of thing that has several bytes. */
const awkward: [record: string, value: string][] = [
  ['x,"🚀é""日本""\r\n"\r\n', '🚀é"日本"\r\n'],
  ['x,""""\r\n', '"'],
  ['x,é\r\n', 'é'],
]

const kibi = 1024

describe.each([64 * kibi, 256 * kibi, 1024 * kibi])('T22: at %d bytes', border => {
  it.each(awkward)('%j is read exactly, wherever it is cut', async (record, value) => {
    for (let cut = 0; cut <= Buffer.byteLength(record); cut++) {
      const head = Buffer.from(`a,b\n${filler(border - cut - 'a,b\n'.length)}`)
      expect(head.length + cut).toBe(border)
      const source = Buffer.concat([head, Buffer.from(`${record}last,one\n`)])
      expect({ cut, rows: await lastTwoRows(() => inChunks(source, border)) }).toEqual({
        cut,
        rows: [
          ['x', value],
          ['last', 'one'],
        ],
      })
    }
  })
})

it.each([64 * kibi, 256 * kibi])('lines that are skipped may end at byte %d', async border => {
  const source = `${'-'.repeat(border - 1)}\na,b\n1,2\n`
  const { report } = await convertBytes(source, { columns, dialect: { ...defaultDialect, skipLines: 1 }, blockBytes: border })
  expect(report.rowsWritten).toBe(1)
})

/** Records of exactly so many bytes. */
function filler(bytes: number): string {
  const line = 'some text,more text\n'
  const lines = line.repeat(Math.floor(bytes / line.length) - 1)
  return `${lines}${'y'.repeat(bytes - lines.length - ',z\n'.length)},z\n`
}

async function lastTwoRows(source: Parameters<typeof convertBytes>[0]) {
  const { report, files } = await convertBytes(source, { columns, codec: 'none' })
  const { buffer } = Uint8Array.from(files.get('')!)
  const file = { byteLength: buffer.byteLength, slice: async (start: number, end: number) => buffer.slice(start, end) }
  return await readRows(file, { start: report.rowsWritten - 2 })
}
