// Columns that are not written as usual, through a whole conversion: the same rows as a file that is.

import { type ColumnType, parseType } from '../../src/schema/column-type.ts'
import type { Column } from '../../src/schema/dataset.ts'
import type { WrittenAs } from '../../src/schema/written-as.ts'
import { convertBytes } from './convert-bytes.ts'

const column = (name: string, type: string, written: WrittenAs = {}): Column => ({
  name,
  type: parseType(type) as ColumnType,
  nullable: true,
  source: name,
  ...written,
})

const usual = [column('day', 'date'), column('amount', 'decimal(12,2)'), column('paid', 'boolean'), column('at', 'timestamptz')]
const written = [
  column('day', 'date', { format: '%d.%m.%Y' }),
  column('amount', 'decimal(12,2)', { decimal: ',', thousands: '.', nullTokens: ['-'] }),
  column('paid', 'boolean', { trueWords: ['ja'], falseWords: ['nein'] }),
  column('at', 'timestamptz', { zone: 'Europe/Berlin' }),
]

const rows = Array.from({ length: 3_000 }, (_, i) => i)
const two = (value: number) => String(value).padStart(2, '0')
const usualText = rows
  .map(
    i =>
      `2026-${two(1 + (i % 12))}-${two(1 + (i % 28))},${i % 7 === 0 ? '' : `${i * 1000 + 1}.50`},${i % 3 === 0},2026-07-01T10:00:${two(i % 60)}Z`,
  )
  .join('\n')
const writtenText = rows
  .map(i => {
    const amount = i % 7 === 0 ? '-' : `"${`${i * 1000 + 1}`.replace(/\B(?=(\d{3})+$)/g, '.')},50"`
    return `${1 + (i % 28)}.${1 + (i % 12)}.2026,${amount},${i % 3 === 0 ? 'ja' : 'nein'},2026-07-01 12:00:${two(i % 60)}`
  })
  .join('\n')

it('makes the same rows, for any block size and number of threads', async () => {
  const hashOf = async (text: string, options: object) => (await convertBytes(text, options as { columns: Column[] })).report.outputs[0]!
  const plain = await hashOf(`day,amount,paid,at\n${usualText}`, { columns: usual })
  for (const options of [{}, { threads: 2 }, { blockBytes: 100 }]) {
    const { contentHash, rows: count } = await hashOf(`day,amount,paid,at\n${writtenText}`, { columns: written, ...options })
    expect([contentHash, count]).toEqual([plain.contentHash, rows.length])
  }
})

it('partitions by a date of a pattern', async () => {
  const partitionBy = [{ column: 'day', transform: 'month', name: 'month' }] as const
  const { report } = await convertBytes(`day,amount,paid,at\n${writtenText}`, { columns: written, partitionBy })
  expect(report.outputs.map(({ partition }) => partition)).toContain('month=2026-12/')
})

it.each([
  ['31.02.2026', 'date as %d.%m.%Y'],
  ['2026-01-31', 'date as %d.%m.%Y'],
])('says how %s should be written', async (text, expected) => {
  const failing = convertBytes(`day\n${text}\n`, { columns: [written[0]!] })
  await expect(failing).rejects.toMatchObject({ data: { code: 'VALUE_INVALID', line: 2, value: text, expected } })
})

it('refuses a point in a column with decimal comma', async () => {
  const failing = convertBytes('amount\n1.50\n', { columns: [written[1]!] })
  await expect(failing).rejects.toThrow(
    'line 2, column 1 "amount": cannot read "1.50" as decimal(12,2) with "," as decimal mark with "." between thousands',
  )
})
