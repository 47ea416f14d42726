import { Failure } from '../../../src/failure/failure.ts'
import { FileMetaData } from '../../../src/parquet/format/file-metadata.ts'
import { describeFile } from '../../../src/parquet/read/describe-file.ts'
import type { ParquetFile } from '../../../src/parquet/read/parquet-file.ts'
import { readMetadata } from '../../../src/parquet/read/read-metadata.ts'
import { encodeThrift } from '../../../src/parquet/thrift/struct.ts'
import { sampleColumns, sampleValue } from '../sample-values.ts'
import { slowFile } from '../slow-file.ts'

const columns = sampleColumns.filter(column => ['int', 'string_null', 'decimal_38_18'].includes(column.name))
const rows = [0, 1, 2].map(row => columns.map(column => sampleValue(column, row)))
const sample = await slowFile({ columns, rows, codec: 'none', layout: 'dictionary', rowsPerPage: 2, rowsPerRowGroup: 2 })
const footerBytes = Buffer.from(sample).readUInt32LE(sample.length - 8)

function inMemory(bytes: Uint8Array): ParquetFile {
  const { buffer } = new Uint8Array(bytes)
  return { byteLength: bytes.length, slice: async (start, end) => buffer.slice(start, end) }
}

/** A file around a footer. */
function withFooter(change: (metadata: FileMetaData) => void): Promise<FileMetaData> {
  return readMetadata(inMemory(sample)).then(metadata => {
    change(metadata)
    const footer = encodeThrift(FileMetaData, metadata)
    const end = new Uint8Array(4)
    new DataView(end.buffer).setUint32(0, footer.length, true)
    return readMetadata(inMemory(Buffer.concat([sample.subarray(0, sample.length - 8 - footerBytes), footer, end, Buffer.from('PAR1')])))
  })
}

describe('reading a footer', () => {
  it('gives back what was written', async () => {
    const metadata = await readMetadata(inMemory(sample))
    expect(metadata).toMatchObject({ version: 1, num_rows: 3, schema: [{ name: 'schema' }, ...columns.map(({ name }) => ({ name }))] })
    expect(metadata.row_groups.map(rowGroup => rowGroup.num_rows)).toEqual([2, 1])
  })

  it('takes one read for a small footer and two for a large one, whatever the size of the file', async () => {
    const many = Array.from({ length: 2000 }, (_, index) => ({ ...columns[0]!, name: `column ${index}` }))
    const large = await slowFile({
      columns: many,
      rows: [many.map(() => 1)],
      codec: 'none',
      layout: 'plain',
      rowsPerPage: 1,
      rowsPerRowGroup: 1,
    })
    for (const [file, reads] of [
      [sample, 1],
      [large, 2],
    ] as const) {
      let count = 0
      const memory = inMemory(file)
      const slice = (start: number, end: number) => {
        count++
        return memory.slice(start, end)
      }
      await readMetadata({ ...memory, slice })
      expect(count).toBe(reads)
    }
  })

  it.each([
    ['nothing', ''],
    ['a text', 'this is no Parquet file'],
    ['another format', 'PK\u0003\u0004 and some more bytes'],
    ['the two magics alone', 'PAR1PAR1'],
    ['a footer longer than the file', 'PAR1\u00ff\u00ff\u00ff\u007fPAR1'],
    ['an empty footer', 'PAR1\0\0\0\0PAR1'],
    ['an encrypted footer', 'PAR1....\u0004\0\0\0PARE'],
  ])('refuses %s', async (_, text) => {
    await expect(readMetadata(inMemory(Buffer.from(text, 'latin1')))).rejects.toMatchObject({ code: 'PARQUET_INVALID' })
  })

  it.each<[string, (metadata: FileMetaData) => void]>([
    ['a chunk behind the end of the file', metadata => (chunk(metadata).total_compressed_size = 10 ** 9)],
    ['a chunk before the start of the file', metadata => (chunk(metadata).data_page_offset = -1)],
    ['a chunk of another type', metadata => (chunk(metadata).type = 'DOUBLE')],
    ['more values than rows', metadata => (chunk(metadata).num_values = 2 ** 30)],
    ['more rows than row groups hold', metadata => (metadata.num_rows = 4)],
    ['a row group of negative rows', metadata => (metadata.row_groups[0]!.num_rows = -1)],
    ['a missing chunk', metadata => metadata.row_groups[0]!.columns.pop()],
    ['a schema with more nodes than its root counts', metadata => (metadata.schema[0]!.num_children = 2)],
    ['a schema with fewer nodes than its root counts', metadata => (metadata.schema[0]!.num_children = 4)],
    ['a schema without nodes', metadata => (metadata.schema = [])],
    [
      'fixed-length values without a length',
      metadata => Object.assign(metadata.schema.at(-2)!, { type: 'FIXED_LEN_BYTE_ARRAY', type_length: undefined }),
    ],
    ['columns in another file', metadata => (metadata.row_groups[0]!.columns[0]!.file_path = '/etc/passwd')],
    ['a page index behind the end of the file', metadata => (metadata.row_groups[0]!.columns[0]!.offset_index_offset = 10 ** 9)],
  ])('refuses %s', async (_, change) => {
    await expect(withFooter(change)).rejects.toMatchObject({ code: 'PARQUET_INVALID' })
  })

  it('refuses a schema of 10000 groups inside each other', async () => {
    const nest = Array.from({ length: 10_000 }, () => ({ name: 'group', num_children: 1 }))
    await expect(withFooter(metadata => metadata.schema.splice(1, 0, ...nest))).rejects.toMatchObject({ code: 'PARQUET_INVALID' })
  })

  it('refuses every cut, and takes or refuses, but never crashes at, every changed byte of the footer', async () => {
    for (let length = 0; length < sample.length; length++) {
      await expect(readMetadata(inMemory(sample.subarray(0, length)))).rejects.toMatchObject({ code: 'PARQUET_INVALID' })
    }
    for (let offset = sample.length - 8 - footerBytes; offset < sample.length; offset++) {
      for (const value of [0x00, 0x7f, 0x80, 0xff, (sample[offset] ?? 0) ^ 1]) {
        const changed = Uint8Array.from(sample)
        changed[offset] = value
        const outcome = await readMetadata(inMemory(changed))
          .then(describeFile)
          .catch(error => error)
        if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'PARQUET_INVALID' })
        else expect(outcome.rowGroups.length).toBeLessThanOrEqual(2)
      }
    }
  })

  it('passes on what the store throws', async () => {
    const missing = new Failure({ code: 'SOURCE_NOT_FOUND' })
    const unreadable = new Error('EIO')
    for (const error of [missing, unreadable]) {
      await expect(readMetadata({ byteLength: 100, slice: () => Promise.reject(error) })).rejects.toBe(error)
    }
  })
})

function chunk(metadata: FileMetaData) {
  return metadata.row_groups[0]!.columns[0]!.meta_data!
}
