// limits.fieldBytes: a field that is too large makes its record bad, and is told with its place, wherever it stands.

import { defaultLimits } from '../../src/schema/dataset.ts'
import { defaultDialect } from '../../src/schema/dialect.ts'
import { type ConvertBytesOptions, convertBytes } from './convert-bytes.ts'

const limits = { ...defaultLimits, fieldBytes: 10 }
const ways: ConvertBytesOptions[] = [{}, { blockBytes: 40 }, { threads: 2, rowGroupBytes: 60 }, { sampleBytes: 20, blockBytes: 40 }]

async function outcome(text: string, options: ConvertBytesOptions) {
  const { report, rejectReasons, rejectedRows } = await convertBytes(text, { onBadRow: 'reject', limits, ...options })
  const reasons = rejectReasons.split('\n').filter(Boolean)
  return { rows: report.rowsWritten, rejectedRows, reasons: reasons.map(line => JSON.parse(line)) }
}

const good = (count: number) => 'x,0123456789,z\n'.repeat(count)

it.each(ways)('rejects the record alone, and says where it is: %j', async way => {
  const text = `a,b,c\n${good(3)}x,01234567890,z\n${good(3)}"0123456""9",y,z\r\nx,y,0123456789\r\nx,y,0123456789A\r\n${good(1)}`
  const { rows, rejectedRows, reasons } = await outcome(text, way)
  expect(rows).toBe(8)
  expect(rejectedRows).toBe('a,b,c\nx,01234567890,z\n"0123456""9",y,z\r\nx,y,0123456789A\r\n')
  const expected = 'at most 10 bytes'
  expect(reasons).toMatchObject([
    { code: 'FIELD_TOO_LARGE', line: 5, record: 4, byteOffset: 51, column: 2, columnName: 'b', expected },
    { code: 'FIELD_TOO_LARGE', line: 9, record: 8, byteOffset: 112, column: 1, columnName: 'a', expected },
    { code: 'FIELD_TOO_LARGE', line: 11, record: 10, byteOffset: 146, column: 3, columnName: 'c', expected },
  ])
})

it('fails the file where bad records do', async () => {
  await expect(convertBytes(`a,b\n1,2\n${'x'.repeat(11)},2\n`, { limits })).rejects.toMatchObject({
    data: { code: 'FIELD_TOO_LARGE', line: 3, column: 1, columnName: 'a' },
    message: expect.stringContaining('limits.fieldBytes'),
  })
})

it('counts fields that no column is read from, and those of padded records', async () => {
  const columns = [{ name: 'a', source: 'a', type: { name: 'string' }, nullable: true } as const]
  const dialect = { ...defaultDialect, ragged: 'pad' as const }
  const { rows, reasons } = await outcome(`a,b\n1\n2,${'x'.repeat(11)}\n${'y'.repeat(11)}\n3,4\n`, {
    columns,
    extraColumns: 'ignore',
    dialect,
  })
  expect(rows).toBe(2)
  expect(reasons).toMatchObject([{ column: 2 }, { column: 1, columnName: 'a' }])
  expect(reasons[0]).not.toHaveProperty('columnName')
})

it('holds for the header, which is no record to reject', async () => {
  await expect(outcome(`a,${'b'.repeat(11)}\n1,2\n`, {})).rejects.toMatchObject({ data: { code: 'FIELD_TOO_LARGE', line: 1, column: 2 } })
})

it('is as large as a record may be, unless something is said', async () => {
  const { rows } = await outcome(`a,b\n${'x'.repeat(100_000)},1\n`, { limits: defaultLimits })
  expect(rows).toBe(1)
})
