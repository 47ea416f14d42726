import { readMetadata } from '../../../src/parquet/read/read-metadata.ts'
import { readRows } from '../../../src/parquet/read/read-rows.ts'
import type { Column } from '../../../src/schema/dataset.ts'
import { sampleColumns, sampleValue } from '../sample-values.ts'
import { slowFile } from '../slow-file.ts'

const long: Column = { name: 'n', type: { name: 'long' }, nullable: true, source: 'n' }
const numbers = Array.from({ length: 50 }, (_, row) => [row % 7 === 3 ? null : BigInt(row)])
const sample = { columns: [long], rows: numbers, codec: 'zstd', layout: 'both', rowsPerPage: 4, rowsPerRowGroup: 15 } as const

function inMemory(bytes: Uint8Array) {
  const { buffer } = new Uint8Array(bytes)
  const file = {
    byteLength: bytes.length,
    bytesRead: 0,
    slice: async (start: number, end: number) => {
      file.bytesRead += end - start
      return buffer.slice(start, end)
    },
  }
  return file
}

describe('reading rows', () => {
  it('gives every range as asked for, across pages and row groups', async () => {
    const file = inMemory(await slowFile(sample))
    const metadata = await readMetadata(file)
    for (let start = 0; start <= 50; start += 3) {
      for (let end = start; end <= 52; end += 5) expect(await readRows(file, { start, end, metadata })).toEqual(numbers.slice(start, end))
    }
  })

  it('gives all rows when nothing is asked for', async () => {
    expect(await readRows(inMemory(await slowFile(sample)))).toEqual(numbers)
  })

  it('reads only the pages that it needs', async () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => [BigInt(row) * 1_000_003n])
    const file = inMemory(await slowFile({ ...sample, rows, codec: 'none', layout: 'plain', rowsPerPage: 1000, rowsPerRowGroup: 20_000 }))
    const metadata = await readMetadata(file)
    file.bytesRead = 0
    expect(await readRows(file, { start: 0, end: 10, metadata })).toEqual(rows.slice(0, 10))
    expect(file.bytesRead).toBeLessThan(file.byteLength / 10)
  })

  it('gives values that lose nothing', async () => {
    const columns = sampleColumns.filter(column => !column.nullable)
    const file = await slowFile({ ...sample, columns, rows: [columns.map(column => sampleValue(column, 4))] })
    const [row] = await readRows(inMemory(file))
    const byName = Object.fromEntries(columns.map((column, index) => [column.name, row?.[index]]))
    expect(byName).toMatchObject({
      boolean: false,
      int: -(2 ** 31),
      long: -(2n ** 63n),
      date: '9999-12-31',
      time: '00:00:00',
      timestamp: '9999-12-31T23:59:59.999999',
      timestamptz: '1970-01-01T00:00:01Z',
      decimal_9_2: '-9999999.99',
      decimal_10_10: '0.0000000001',
      decimal_38_18: '-99999999999999999999.999999999999999999',
      string: 'z'.repeat(200),
      uuid: '00112233-4455-6677-8899-aabbccddeeff',
      binary: Uint8Array.of(0xff, 0x00, 0x80),
    })
  })

  it('keeps columns apart whatever they are called', async () => {
    const columns = ['__proto__', 'constructor', 'same', 'same', '1', '0', ''].map(name => ({ ...long, name }))
    const rows = [columns.map((_, index) => BigInt(index))]
    expect(await readRows(inMemory(await slowFile({ ...sample, columns, rows })))).toEqual(rows)
  })

  it('refuses a damaged page', async () => {
    const bytes = Uint8Array.from(await slowFile(sample))
    const metadata = await readMetadata(inMemory(bytes))
    const offset = metadata.row_groups[0]?.columns[0]?.meta_data?.data_page_offset ?? 0
    bytes.fill(0xff, offset + 25, offset + 40)
    await expect(readRows(inMemory(bytes))).rejects.toMatchObject({ code: 'PARQUET_INVALID' })
  })

  it('passes on what the store throws', async () => {
    const file = inMemory(await slowFile(sample))
    const metadata = await readMetadata(file)
    const error = new Error('EIO')
    await expect(readRows({ ...file, slice: () => Promise.reject(error) }, { metadata })).rejects.toBe(error)
  })
})
