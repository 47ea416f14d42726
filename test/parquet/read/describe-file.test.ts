import { describeFile } from '../../../src/parquet/read/describe-file.ts'
import { readMetadata } from '../../../src/parquet/read/read-metadata.ts'
import { sampleColumns, sampleValue } from '../sample-values.ts'
import { slowFile } from '../slow-file.ts'

const rows = Array.from({ length: 10 }, (_, row) => sampleColumns.map(column => sampleValue(column, row)))
const bytes = Uint8Array.from(
  await slowFile({
    columns: sampleColumns,
    rows,
    codec: 'zstd',
    layout: 'both',
    rowsPerPage: 3,
    rowsPerRowGroup: 10,
    keyValueMetadata: { 'parquetry.source': 's3://in/a.csv' },
  }),
)
const description = describeFile(
  await readMetadata({ byteLength: bytes.length, slice: async (start, end) => bytes.buffer.slice(start, end) }),
)

describe('the description of a file', () => {
  it('names the types as dataset files do', () => {
    const types = description.columns.filter(column => !column.nullable).map(column => column.type)
    expect(types).toEqual([
      'boolean',
      'int',
      'long',
      'float',
      'double',
      'date',
      'time',
      'timestamp',
      'timestamptz',
      'decimal(1,0)',
      'decimal(9,2)',
      'decimal(10,10)',
      'decimal(18,4)',
      'decimal(19,0)',
      'decimal(38,18)',
      'string',
      'uuid',
      'binary',
    ])
  })

  it('has rows, provenance and sizes', () => {
    expect(description).toMatchObject({ rows: 10, keyValueMetadata: [{ key: 'parquetry.source', value: 's3://in/a.csv' }] })
    const [rowGroup] = description.rowGroups
    expect(rowGroup?.compressedBytes).toBeLessThan(bytes.length)
    expect(rowGroup?.chunks.length).toBe(sampleColumns.length)
  })

  it.each([
    ['long', { min: { value: -(2n ** 63n), isExact: true }, max: { value: 2n ** 63n - 1n, isExact: true }, nulls: 0 }],
    ['date', { min: { value: '0001-01-01', isExact: true }, max: { value: '9999-12-31', isExact: true } }],
    ['decimal_9_2_null', { min: { value: '-9999999.99', isExact: true }, nulls: 4 }],
    ['double', { min: undefined, codec: 'ZSTD', encodings: ['PLAIN', 'RLE', 'RLE_DICTIONARY'] }],
    ['timestamptz', { max: { value: '9999-12-31T23:59:59.999999Z', isExact: true }, hasDictionary: true, hasPageIndex: true }],
    [
      'string',
      {
        max: { value: `${'z'.repeat(63)}{`, isExact: false },
        dataPages: [
          { encoding: 'PLAIN', count: 2 },
          { encoding: 'RLE_DICTIONARY', count: 2 },
        ],
      },
    ],
    ['boolean', { min: { value: false, isExact: true }, max: { value: true, isExact: true }, hasDictionary: false }],
  ])('shows the statistics of %s readably', (name, expected) => {
    const index = description.columns.findIndex(column => column.name === name)
    expect(description.rowGroups[0]?.chunks[index]).toMatchObject(expected)
  })
})
