// What cannot be converted: each fails with its own code and the place, and every output is aborted (convertBytes checks it).

import { gzipSync, zstdCompressSync } from 'node:zlib'
import { checkNothingLost } from '../../src/convert/convert.ts'
import type { FailureData } from '../../src/failure/failure.ts'
import type { Column } from '../../src/schema/dataset.ts'
import { defaultLimits } from '../../src/schema/dataset.ts'
import { duckdb } from '../interop/readers/duckdb.ts'
import { hyparquet } from '../interop/readers/hyparquet.ts'
import { type ConvertBytesOptions, convertBytes, inChunks, parquetOf } from './convert-bytes.ts'

const amount: Column[] = [
  { name: 'id', type: { name: 'int' }, nullable: false, source: 'id' },
  { name: 'amount', type: { name: 'decimal', precision: 10, scale: 2 }, nullable: true, source: 'amount' },
]

const good = 'id,amount\n1,1.50\n2,\n'
const rows = (count: number) => `id,amount\n${Array.from({ length: count }, (_, i) => `${i},${i}.25\n`).join('')}`

type Bad = [what: string, source: Uint8Array | string, expected: Partial<FailureData>, options?: ConvertBytesOptions]

const cases: Bad[] = [
  ['an empty file', '', { code: 'SOURCE_EMPTY' }],
  ['a byte order mark alone', '\ufeff', { code: 'SOURCE_EMPTY' }],
  ['line breaks alone', '\r\n\n\n', { code: 'SOURCE_EMPTY' }],
  ['a truncated gzip', gzipSync(rows(1000)).subarray(0, 2000), { code: 'SOURCE_TRUNCATED' }],
  ['a gzip without its trailer', gzipSync(good).subarray(0, -8), { code: 'SOURCE_TRUNCATED' }],
  ['a truncated zstd', zstdCompressSync(Buffer.from(rows(1000))).subarray(0, 1000), { code: 'SOURCE_TRUNCATED' }],
  ['an unterminated quote', 'id,amount\n1,2\n2,"3\n4,5\n', { code: 'QUOTE_UNTERMINATED', line: 3 }],
  [
    'an unterminated quote behind a quoted line break',
    'id,amount\n1,2\n"3\n4","5\n6',
    { code: 'QUOTE_UNTERMINATED', line: 4, byteOffset: 20 },
  ],
  ['an unterminated quote at the very end', 'id,amount\n1,2\n2,"', { code: 'QUOTE_UNTERMINATED', line: 3, byteOffset: 16 }],
  ['an unterminated quote in the header', 'id,"amount\n1,2\n', { code: 'QUOTE_UNTERMINATED', line: 1 }],
  ['a short record', 'id,amount\n1,2\n3\n', { code: 'RECORD_TOO_SHORT', line: 3, record: 2, byteOffset: 14 }],
  ['a long record', 'id,amount\n1,2,3\n', { code: 'RECORD_TOO_LONG', line: 2, record: 1 }],
  [
    'a title above the header',
    'Sales of May\nid,amount\n1,2\n',
    {
      code: 'RECORD_TOO_LONG',
      line: 2,
      expected: '1 field',
      fix: expect.stringMatching(/csv\.skipLines or csv\.comment .*--skip-lines, --comment/) as unknown as string,
    },
  ],
  ...(
    [
      [
        'a title with a delimiter above the header',
        'Sales, May\nid,day,amount\n1,2,3\n',
        /contain the delimiter; if the first lines are a title/,
      ],
      ['delimiters at the ends of records', 'a,b\n1,2,\n3,4,\n', /remove the delimiter at its end, or set csv\.ragged: pad/],
      ['a space in front of a quote', 'a, b\n1, "x, y"\n', /remove the space in front of the quote/],
    ] as const
  ).map(
    ([what, text, fix]): Bad => [what, text, { code: 'RECORD_TOO_LONG', line: 2, fix: expect.stringMatching(fix) as unknown as string }],
  ),
  [
    'a time that was twice',
    'at\n2026-10-25 02:30:00\n',
    { code: 'VALUE_INVALID', line: 2, fix: expect.stringContaining('ambiguousTimes: earlier') as unknown as string },
    { columns: [{ name: 'at', type: { name: 'timestamptz' }, nullable: true, source: 'at', zone: 'Europe/Berlin' }] },
  ],
  ['text behind a closing quote in the header', '\n\nid,"amount"x\n1,2\n', { code: 'QUOTE_TEXT_AFTER_CLOSING', line: 3 }],
  ['text behind a closing quote', 'id,amount\n1,2\n3,"4"x\n', { code: 'QUOTE_TEXT_AFTER_CLOSING', line: 3 }],
  [
    'a wrong type',
    'id,amount\n1,2\nx,3\n',
    { code: 'VALUE_INVALID', line: 3, column: 1, columnName: 'id', value: 'x', expected: 'int' },
    { columns: amount },
  ],
  [
    'a comma as decimal point',
    'id,amount\n1,"12,50"\n',
    { code: 'VALUE_INVALID', line: 2, column: 2, value: '12,50', expected: 'decimal(10,2)' },
    { columns: amount },
  ],
  ['a value that would have to be rounded', 'id,amount\n1,1.505\n', { code: 'VALUE_OUT_OF_RANGE', value: '1.505' }, { columns: amount }],
  ['an integer out of range', 'id,amount\n2147483648,1\n', { code: 'VALUE_OUT_OF_RANGE', column: 1 }, { columns: amount }],
  ['null where there may be none', 'id,amount\n,1\n', { code: 'VALUE_NULL', column: 1, columnName: 'id' }, { columns: amount }],
  ['a missing column', 'id\n1\n', { code: 'HEADER_MISSING_COLUMN', columnName: 'amount' }, { columns: amount }],
  ['an extra column', 'id,amount,note\n1,2,x\n', { code: 'HEADER_EXTRA_COLUMN', columnName: 'note' }, { columns: amount }],
  ['two columns of one name', 'id,id\n1,2\n', { code: 'HEADER_DUPLICATE', column: 2 }],
  ['a zip archive', Buffer.from('PK\x03\x04\x14\x00\x00\x00binary'), { code: 'SOURCE_NOT_CSV' }],
  ['Parquet', await parquetOf(good), { code: 'SOURCE_NOT_CSV' }],
  ['HTML', '<!DOCTYPE html><html><body>403</body></html>', { code: 'SOURCE_NOT_CSV' }],
  ['JSON', '{"id": 1, "amount": 2}\n', { code: 'SOURCE_NOT_CSV' }],
  ['gzip in gzip', gzipSync(gzipSync(good)), { code: 'SOURCE_NOT_CSV' }],
  ['UTF-16 without one', Buffer.from(good, 'utf16le'), { code: 'SOURCE_ENCODING' }],
  [
    'invalid UTF-8',
    Buffer.from('id,name\n1,caf\xe9\n', 'latin1'),
    { code: 'VALUE_NOT_UTF8', line: 2, column: 2, columnName: 'name', detail: 'byte 4 of the field is 0xe9' },
  ],
  ['an overlong form', Buffer.from('id,name\n1,\xc0\xaf\n', 'latin1'), { code: 'VALUE_NOT_UTF8', line: 2 }],
  ['a surrogate', Buffer.from('id,name\n1,\xed\xa0\x80\n', 'latin1'), { code: 'VALUE_NOT_UTF8', line: 2 }],
  ['a million columns', `${'c,'.repeat(999_999)}c\n`, { code: 'TOO_MANY_COLUMNS' }],
  [
    'a decompression bomb',
    gzipSync(Buffer.alloc(100 * 1024 * 1024, 'a,b\n')),
    { code: 'SOURCE_TOO_LARGE' },
    { limits: { ...defaultLimits, compressionRatio: 100 } },
  ],
]

it.each(cases)('S25, S26, T16, T17, T19, T28, T43, T47, T60, T61, T63, T73, T75: refuses %s', async (_, source, expected, options = {}) => {
  await expect(convertBytes(source, options)).rejects.toMatchObject({ name: 'Failure', data: { source: 'test.csv', ...expected } })
})

it('S3, T42: refuses a field of 64 MB and holds only as much as a record may have', async () => {
  async function* hugeField() {
    yield Buffer.from('id,text\n1,"')
    for (let i = 0; i < 64; i++) yield Buffer.alloc(1024 * 1024, 'x')
    yield Buffer.from('"\n')
  }
  await expect(convertBytes(hugeField)).rejects.toMatchObject({ data: { code: 'RECORD_TOO_LARGE', line: 2 } })
})

it.each([1, 2])('S3: names the quote that makes a record too large, or the record if it is no quote (%i threads)', async threads => {
  const options = { threads, limits: { ...defaultLimits, recordBytes: 1000 } }
  const rest = 'x,y\n'.repeat(500)
  const open = convertBytes(`a,b\n1,2\n"3\n4","5\n6${rest}`, options)
  await expect(open).rejects.toMatchObject({ data: { code: 'RECORD_TOO_LARGE', line: 4, byteOffset: 14 } })
  await expect(open).rejects.toThrow('at most 1000 bytes (the quote that opens here is not closed in it)')
  const long = convertBytes(`a,b\n1,2\n"3\n4",${'5'.repeat(1000)}\n${rest}`, options)
  await expect(long).rejects.toMatchObject({ data: { code: 'RECORD_TOO_LARGE', line: 3, byteOffset: 8 } })
})

it('takes a record as large as the limit', async () => {
  const source = `a,b\n${'x'.repeat(500_000)},${'y'.repeat(499_999)}\n1,2\n`
  const { report } = await convertBytes(() => inChunks(Buffer.from(source), 10_000), {
    blockBytes: 1000,
    limits: { ...defaultLimits, recordBytes: 1_000_000 },
  })
  expect(report.rowsWritten).toBe(2)
  await expect(convertBytes(source, { limits: { ...defaultLimits, recordBytes: 900_000 } })).rejects.toMatchObject({
    data: { code: 'RECORD_TOO_LARGE' },
  })
})

it('T60: makes a valid file without rows of a header alone', async () => {
  const table = await hyparquet.read(await parquetOf('id,amount\r\n', { columns: amount }))
  expect(table).toEqual({ columns: ['id', 'amount'], rows: [] })
})

it('S5, S6, T44, T45: takes __proto__, constructor, then, length and numbers as names like any other, in file order', async () => {
  const names = ['__proto__', 'constructor', 'then', 'length', '7', '3', 'a.b']
  const table = await duckdb.read(await parquetOf(`${names.join(',')}\n${names.map((_, i) => `v${i}`).join(',')}\n`))
  expect(table.columns).toEqual(names)
  expect(table.rows).toEqual([['v0', 'v1', 'v2', 'v3', 'v4', 'v5', 'v6']])
  expect(({} as Record<string, unknown>).v0).toBeUndefined()
})

it.each([
  ['lost', 10, 7, 2],
  ['written twice', 10, 9, 2],
])('refuses to end when a row was %s', (_, parsed, written, rejected) => {
  expect(() => checkNothingLost(parsed, written, rejected)).toThrow(
    expect.objectContaining({ data: expect.objectContaining({ code: 'ROWS_LOST' }) }),
  )
  expect(() => checkNothingLost(parsed, parsed - rejected, rejected)).not.toThrow()
})

it('stops when it is told to', async () => {
  const abort = new AbortController()
  abort.abort(new Error('enough'))
  await expect(convertBytes(rows(10), { signal: abort.signal })).rejects.toThrow('enough')
})

it('passes the error of its source on', async () => {
  async function* broken() {
    yield Buffer.from('id,amount\n1,')
    throw new Error('connection reset')
  }
  await expect(convertBytes(broken, { columns: amount })).rejects.toThrow('connection reset')
})

describe('rejects', () => {
  const mixed = 'id,amount\n1,1.50\nx,2\n3,oops\n4,4,4\n5,5\n'
  const options = { columns: amount, onBadRow: 'reject' as const }

  it('T28: go to their files while the good rows are written', async () => {
    const { report, files, rejectedRows, rejectReasons } = await convertBytes(mixed, options)
    expect(report).toMatchObject({ rowsParsed: 5, rowsWritten: 2, rowsRejected: 3 })
    expect((await hyparquet.read(files.get('')!)).rows).toEqual([
      ['1', '1.50'],
      ['5', '5.00'],
    ])
    expect(rejectedRows).toBe('id,amount\nx,2\n3,oops\n4,4,4\n')
    const reasons = rejectReasons
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(reasons).toMatchObject([
      { line: 3, record: 2, byteOffset: 17, column: 1, columnName: 'id', code: 'VALUE_INVALID', value: 'x' },
      { line: 4, record: 3, column: 2, columnName: 'amount', code: 'VALUE_INVALID', value: 'oops' },
      { line: 5, record: 4, code: 'RECORD_TOO_LONG' },
    ])
  })

  it('T63: are a record each, whatever stands behind a closing quote; their neighbours are intact', async () => {
    const source = 'a,b\n1,one\n2,"two"x\n3,"th""ree" \n4,fo"ur\n5, "five"\n6,"s,ix\n7"y\n8,eight\n'
    const { report, files, rejectedRows } = await convertBytes(source, { onBadRow: 'reject' })
    expect(report).toMatchObject({ rowsParsed: 7, rowsWritten: 4, rowsRejected: 3 })
    expect(report.rejects.map(({ code, line }) => [code, line])).toEqual([3, 4, 7].map(line => ['QUOTE_TEXT_AFTER_CLOSING', line]))
    expect((await hyparquet.read(files.get('')!)).rows).toEqual([
      ['1', 'one'],
      ['4', 'fo"ur'],
      ['5', ' "five"'],
      ['8', 'eight'],
    ])
    expect(rejectedRows).toBe('a,b\n2,"two"x\n3,"th""ree" \n6,"s,ix\n7"y\n')
  })

  it('T28: of long and short records take nothing from their neighbours', async () => {
    const source = 'a,b,c\n1,2,3\n4,5\n6,7,8\n9,10,11,12\n13\n14,15,16\n,,\n'
    const { report, files } = await convertBytes(source, { onBadRow: 'reject' })
    expect(report).toMatchObject({ rowsParsed: 7, rowsWritten: 4, rowsRejected: 3 })
    expect(report.rejects.map(({ code, line }) => [code, line])).toEqual([
      ['RECORD_TOO_SHORT', 3],
      ['RECORD_TOO_LONG', 5],
      ['RECORD_TOO_SHORT', 6],
    ])
    expect((await hyparquet.read(files.get('')!)).rows).toEqual([
      ['1', '2', '3'],
      ['6', '7', '8'],
      ['14', '15', '16'],
      [null, null, null],
    ])
  })

  it.each([1, 2])('T72: one in a million is set aside and counted; 51 %% fail the file (%i threads)', async threads => {
    const count = 1_000_000
    const columns: Column[] = [{ name: 'n', type: { name: 'int' }, nullable: true, source: 'n' }]
    const values = Array.from({ length: count }, (_, i) => (i === 777_777 ? 'bad' : String(i % 1000)))
    const few = { columns, threads, onBadRow: 'reject', maxRejects: { percent: 0.1 }, rowGroupBytes: 1 << 20 } as const
    const { report, rejectedRows } = await convertBytes(`n\n${values.join('\n')}\n`, few)
    expect(report).toMatchObject({ rowsParsed: count, rowsWritten: count - 1, rowsRejected: 1 })
    expect(report.rejects).toMatchObject([{ line: 777_779, record: 777_778, value: 'bad' }])
    expect(rejectedRows).toBe('n\nbad\n')
    const half = Array.from({ length: 10_000 }, (_, i) => (i % 100 < 51 ? 'bad' : '1'))
    const many = convertBytes(`n\n${half.join('\n')}\n`, { ...few, maxRejects: { percent: 50 }, rowGroupBytes: 1 << 12 })
    await expect(many).rejects.toMatchObject({ data: { code: 'TOO_MANY_REJECTS' } })
    await expect(many).rejects.toThrow('5100 in all')
  })

  it('can be dropped again once they are corrected', async () => {
    const { rejectedRows } = await convertBytes(mixed, options)
    const corrected = rejectedRows.replace('x,2', '2,2').replace('oops', '3').replace('4,4,4', '4,4')
    const { report } = await convertBytes(corrected, { columns: amount })
    expect(report).toMatchObject({ rowsWritten: 3, rowsRejected: 0 })
  })

  it.each([
    ['a count that is not passed', { count: 3 }, true],
    ['a count that is', { count: 2 }, false],
    ['a percentage that is not passed', { percent: 60 }, true],
    ['a percentage that is', { percent: 59.9 }, false],
  ])('T72: are limited by %s', async (_, maxRejects, fits) => {
    const conversion = convertBytes(mixed, { ...options, maxRejects })
    if (fits) expect((await conversion).report.rowsRejected).toBe(3)
    else await expect(conversion).rejects.toMatchObject({ data: { code: 'TOO_MANY_REJECTS' } })
  })

  it('name the first bad record in file order where they fail the source, whatever the columns', async () => {
    const failure = await convertBytes('id,amount\n1,1\n2,2\n3,bad\nbad,4\n', { columns: amount }).catch(error => error)
    expect(failure.data).toMatchObject({ line: 4, column: 2, value: 'bad' })
    expect(failure.message).toBe(
      'test.csv line 4, column 2 "amount": cannot read "bad" as decimal(10,2): the value cannot be read as the type of its column; fix: correct the value, or change the type in the dataset file',
    )
  })
})
