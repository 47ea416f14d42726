// A table of columns whose pages the kernel makes zstd frames of (kernel/zstd-frame.ts): numbers of every kind, too many for a dictionary.

import type { Column } from '../../src/schema/dataset.ts'
import { parquetOf } from '../convert/convert-bytes.ts'
import { Random } from '../oracle/random.ts'
import type { StoredOrNull } from '../parquet/slow-encoder.ts'
import { cell } from './readers/cell.ts'

const rowCount = 12_000 // pages of 96 kB in eight bytes

/** Values by row, in the form that they are stored in: timestamps in microseconds, decimals without their point. */
const valuesOf: Readonly<
  Record<string, { column: Omit<Column, 'name' | 'source'>; value: (random: Random, row: number) => StoredOrNull }>
> = {
  even: { column: { type: { name: 'long' }, nullable: false }, value: random => BigInt(random.below(2 ** 20)) },
  serial: { column: { type: { name: 'long' }, nullable: false }, value: (_, row) => 1_000_000n + 3n * BigInt(row) },
  signed: {
    column: { type: { name: 'decimal', precision: 18, scale: 2 }, nullable: false },
    value: random => random.between(-(10n ** 9n), 10n ** 9n),
  },
  coordinate: {
    column: { type: { name: 'double' }, nullable: true },
    value: random => (random.once(50) ? 0 : Math.fround(40 + random.below(2 ** 24) / 2 ** 25)),
  },
  sorted: {
    column: { type: { name: 'timestamp' }, nullable: false },
    value: (random, row) => 1_700_000_000_000_000n + BigInt(row) * 1_000_000n + BigInt(random.below(1_000_000)),
  },
  wide: {
    column: { type: { name: 'decimal', precision: 38, scale: 0 }, nullable: true },
    value: random => (random.once(10) ? null : random.between(10n ** 20n, 10n ** 21n)),
  },
  small: { column: { type: { name: 'int' }, nullable: true }, value: random => (random.once(10) ? null : random.below(2 ** 31)) },
}

export const columnsOfValues: readonly Column[] = Object.entries(valuesOf).map(([name, { column }]) => ({ name, source: name, ...column }))

export function rowsOfValues(): StoredOrNull[][] {
  const random = new Random(1)
  return Array.from({ length: rowCount }, (_, row) => Object.values(valuesOf).map(({ value }) => value(random, row)))
}

export function fileOfValues(rows: readonly StoredOrNull[][], codec: 'zstd' | 'snappy'): Promise<Buffer> {
  const lines = rows.map(row => row.map((value, i) => cell(columnsOfValues[i]!.type, value) ?? '').join(','))
  return parquetOf(`${columnsOfValues.map(({ name }) => name).join(',')}\n${lines.join('\n')}\n`, { columns: columnsOfValues, codec })
}
