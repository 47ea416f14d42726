// Inferred types against the slow oracle, and the cases that inference must not fall for.

import { describeColumn } from '../../src/schema/describe-column.ts'
import { generateCsv } from '../oracle/generate-csv.ts'
import { inferColumn } from '../oracle/infer-column.ts'
import { scanRecords } from '../oracle/scan-records.ts'
import { convertBytes } from './convert-bytes.ts'

const typeOf = async (...values: string[]) => {
  const { report } = await convertBytes(`c,x\n${values.map(value => `${value},\n`).join('')}`)
  return describeColumn(report.columns[0]!)
}

it.each([
  ['leading zeros', ['02134', '10001'], 'string'],
  ['a plus sign', ['+1', '2'], 'string'],
  ['a minus zero', ['-0', '2'], 'string'],
  ['an integer beyond 2^31', ['1', '2147483648'], 'long'],
  ['an integer beyond 2^53', ['1', '9007199254740993'], 'long'],
  ['an integer beyond 2^63', ['1', '9223372036854775808'], 'string'],
  ['trailing zeros of one scale', ['1.50', '2.25', '-10.00'], 'decimal(4,2)'],
  ['trailing zeros of mixed scales', ['1.50', '2.5'], 'string'],
  ['fractions of mixed scales', ['1.5', '2.25', '3'], 'double'],
  ['doubles as Python writes them', ['1.0', '2.25', '1e-05'], 'double'],
  ['2 and 2.0 side by side', ['2', '2.0', '1.25'], 'string'],
  ['an article number like 1e5', ['1e5', '2e3'], 'string'],
  ['sixteen digits that a double gives back', ['0.1', '-73.99241638183594', '40.75'], 'double'],
  ['more digits than a double gives back', ['0.1', '-73.992416381835938'], 'string'],
  ['the smallest double', ['0.5', '5e-324'], 'double'],
  ['more digits than a tiny double has', ['0.5', '1.2345678e-320'], 'string'],
  ['an integer beyond the digits of a double', ['0.5', '100000000000000000'], 'string'],
  ['dates', ['2026-01-31', '2024-02-29'], 'date'],
  ['a date that does not exist', ['2026-01-31', '2026-02-29'], 'string'],
  ['mixed date orders', ['2026-01-31', '31/01/2026'], 'string'],
  ['an order of day and month that a late value proves', ['01/02/2026', '03/04/2026', '31/12/2026'], 'date as %d/%m/%Y'],
  ['an order that nothing proves', ['01/02/2026', '03/04/2026'], 'string'],
  ['both orders', ['31/12/2026', '12/31/2026'], 'string'],
  ['a date by a pattern that does not exist', ['31.12.2026', '31.11.2026'], 'string'],
  ['American timestamps', ['12/31/2026 11:59 PM', '1/2/2026 9:05 AM'], 'timestamp as %m/%d/%Y %I:%M %p'],
  ['timestamps of logs', ['31/Dec/2026:23:59:59 +0000'], 'timestamptz as %d/%b/%Y:%H:%M:%S %z'],
  ['two-digit years', ['31.12.26'], 'string'],
  ['timestamps', ['2026-01-31 12:00:00', '2026-01-31 12:00:01'], 'timestamp'],
  ['timestamps of mixed forms', ['2026-01-31 12:00:00', '2026-01-31T12:00:01'], 'string'],
  ['UTC timestamps', ['2026-01-31T12:00:00.5Z', '2026-01-31T12:00:01.0Z'], 'timestamptz'],
  ['mixed zones', ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00+01:00'], 'string'],
  ['yes and no', ['yes', 'no'], 'string'],
  ['true and false', ['true', 'false'], 'boolean'],
  ['true in two forms', ['true', 'False'], 'string'],
  ['0 and 1', ['0', '1'], 'int'],
  ['spaces around', [' 1', '2'], 'string'],
  ['nothing at all', ['', ''], 'string'],
  ['a contradiction at the very end', [...Array.from({ length: 30_000 }, (_, i) => String(i)), 'x'], 'string'],
])('%s: %j', async (_, values, type) => {
  expect(await typeOf(...values)).toBe(type)
})

const firstSeed = Number(process.env.SEED ?? Date.now() % 1_000_000)

it(`T23, T24, T26: agrees with the oracle, seeds ${firstSeed}..${firstSeed + 149}`, async () => {
  for (let seed = firstSeed; seed < firstSeed + 150; seed++) {
    const csv = generateCsv(seed, { rows: 1 + (seed % 12), badCellEvery: seed % 3 === 0 ? 30 : 0 })
    if (csv.bytes.subarray(0, 4096).includes(0)) continue
    const { records } = scanRecords(csv.bytes, csv.dialect)
    const rows = records.slice(1)
    const expected = csv.columns.map((_, i) =>
      inferColumn(
        rows.map(({ fields }) => fields[i]!),
        csv.nullTokens,
      ),
    )
    const names = new Set(records[0]!.fields.map(({ text }) => Buffer.from(text).toString()))
    if (names.size < csv.columns.length) continue
    const { report } = await convertBytes(csv.bytes, { dialect: csv.dialect, nullTokens: csv.nullTokens, onBadRow: 'reject' })
    expect({ seed, types: report.columns.map(describeColumn) }).toEqual({ seed, types: expected.map(describeColumn) })
  }
})
