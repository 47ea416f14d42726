// A hash of one conversion with everything that a file can have; run as a program, it prints it.

import { createHash } from 'node:crypto'
import type { SimpleTypeName } from '../../src/schema/column-type.ts'
import type { Column } from '../../src/schema/dataset.ts'
import { type ConvertBytesOptions, parquetOf } from './convert-bytes.ts'

const column = (name: string, type: SimpleTypeName, more: Partial<Column> = {}): Column => ({
  name,
  type: { name: type },
  nullable: true,
  source: name,
  ...more,
})

export const sampleOptions: ConvertBytesOptions = {
  columns: [
    column('ID', 'long', { bloomFilter: { falsePositives: 0.01 } }),
    column('İstanbul', 'string', { bloomFilter: { falsePositives: 0.1 } }),
    column('at', 'timestamp'),
    column('zoned', 'timestamptz'),
    column('berlin', 'timestamptz', { format: '%d.%m.%Y %H:%M', zone: 'Europe/Berlin', ambiguousTimes: 'later' }),
    column('ratio', 'double'),
    column('day', 'date'),
    column('place', 'double'),
    column('serial', 'long'),
    column('token', 'uuid'),
    { ...column('amount', 'string'), type: { name: 'decimal', precision: 12, scale: 2 } },
  ],
  encodings: 'smallest',
  rowGroupBytes: 100_000,
}

export function sampleCsv(): string {
  const records = Array.from({ length: 6000 }, (_, row) => {
    const time = new Date(Date.UTC(2026, 9, 25) + row * 61_000).toISOString()
    const [date = '', clock = ''] = time.split('T')
    const [year, month, day] = date.split('-')
    const text = ['ı', 'I', 'i', 'İ', 'ß', ''][row % 6]
    return [
      row,
      text,
      `${date} ${clock.slice(0, 8)}`,
      `${time.slice(0, 19)}+13:45`,
      `${day}.${month}.${year} ${clock.slice(0, 5)}`,
      row / 7,
      date,
      Math.fround(row / 99 - 30),
      10_000_000_000 + row * row,
      `00000000-0000-4000-8000-${(row * 0x3a5f_c0de).toString(16).padStart(12, '0')}`,
      (row * 1.25).toFixed(2),
    ].join(',')
  })
  return `${sampleOptions.columns!.map(({ name }) => name).join(',')}\n${records.join('\n')}\n`
}

export async function hashOfConversion(): Promise<string> {
  return createHash('sha256')
    .update(await parquetOf(sampleCsv(), sampleOptions))
    .digest('hex')
}

if (import.meta.main) console.log(await hashOfConversion())
