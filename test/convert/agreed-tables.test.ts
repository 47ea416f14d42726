// The tables on which parsers agree: what csv-parse reads, what is written down, and what comes out of the Parquet are the same.

import { parse } from 'csv-parse/sync'
import type { Column } from '../../src/schema/dataset.ts'
import { type Dialect, defaultDialect } from '../../src/schema/dialect.ts'
import { ordinalSource } from '../../src/schema/field-ordinal.ts'
import { hyparquet } from '../interop/readers/hyparquet.ts'
import { type AgreedTable, agreedTables } from './agreed-tables.ts'
import { inChunks, parquetOf } from './convert-bytes.ts'

const dialectOf = ({ dialect }: AgreedTable): Dialect => ({ ...defaultDialect, header: false, ...dialect })

const textColumns = (count: number): Column[] =>
  Array.from({ length: count }, (_, i) => ({ name: `c${i}`, type: { name: 'string' }, nullable: true, source: ordinalSource(i + 1) }))

const optionsOf = (table: AgreedTable) => ({ dialect: dialectOf(table), columns: textColumns(table.rows[0]!.length) })

async function rowsOf(file: Uint8Array): Promise<string[][]> {
  const { rows } = await hyparquet.read(file)
  return rows.map(row => row.map(cell => cell ?? ''))
}

function csvParseRows(table: AgreedTable): string[][] {
  const { delimiter, quote, escape: mark, comment } = dialectOf(table)
  const marks = { delimiter, quote: quote ?? false, escape: mark ?? null, ...(comment && { comment, comment_no_infix: true }) }
  return parse(table.source, { bom: true, skip_empty_lines: true, ...marks, ...table.csvParse }) as string[][]
}

describe.each(agreedTables)('$name', table => {
  it('T20, T30, T62, T63: is what csv-parse reads, row for row', async () => {
    expect(csvParseRows(table)).toEqual(table.rows)
    expect(await rowsOf(await parquetOf(table.source, optionsOf(table)))).toEqual(table.rows)
  })

  it('T20: holds the same values with inferred types', async () => {
    const inferred = await rowsOf(await parquetOf(table.source, { dialect: dialectOf(table) }))
    expect(inferred).toEqual(table.rows)
  })

  it('T21: gives the same bytes in chunks and blocks of any size', async () => {
    const whole = await parquetOf(table.source, optionsOf(table))
    const sizes = [1, 2, 3, 7, 64, 4093, 65_536]
    const first = sizes.findIndex(size => size >= table.source.length) // larger chunks would be no others
    for (const size of first === -1 ? sizes : sizes.slice(0, first + 1)) {
      for (const blockBytes of size < 10 ? [16] : [16, 256 * 1024]) {
        const file = await parquetOf(() => inChunks(Buffer.from(table.source), size), { ...optionsOf(table), blockBytes })
        expect({ size, blockBytes, isSame: file.equals(whole) }).toEqual({ size, blockBytes, isSame: true })
      }
    }
  })
})
