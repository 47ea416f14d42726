// Every CSV of the npm package vega-datasets, converted with inferred types, read back by four independent readers and compared with
// csv-parse, value by value: as text where the type keeps the text, as the number where it is one.

import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { ColumnType } from '../../src/schema/column-type.ts'
import { independentReaders } from '../interop/readers/all.ts'
import type { Cell } from '../interop/readers/reader.ts'
import { convertBytes } from './convert-bytes.ts'

const folder = new URL('../../node_modules/vega-datasets/data/', import.meta.url)
const files = readdirSync(folder).filter(name => name.endsWith('.csv'))

it('finds the data sets', () => {
  expect(files.length).toBeGreaterThan(15)
})

describe.each(files)('%s', name => {
  const bytes = readFileSync(new URL(name, folder))
  const [header = [], ...records] = parse(bytes, { bom: true }) as string[][]

  it.each(independentReaders)('is what csv-parse reads, read by $name', async reader => {
    // An old reader that does not know a type, or zstd, is given the same data as text, or in snappy.
    const inferred = (await convertBytes(bytes)).report.columns
    const codec = reader.knows(inferred[0]!, 'zstd', 'both') ? 'zstd' : 'snappy'
    const columns = inferred.map(column =>
      reader.knows(column, codec, 'both') ? column : { ...column, type: { name: 'string' as const } },
    )
    const { report, files } = await convertBytes(bytes, { columns, codec })
    const table = await reader.read(files.get('')!)
    expect(table.columns).toEqual(header)
    expect(report.rowsWritten).toBe(records.length)
    for (const [row, record] of records.entries()) {
      const expected = record.map((text, i) => expectedCell(columns[i]!.type, text))
      expect({ row, cells: table.rows[row] }).toEqual({ row, cells: expected })
    }
    expect(table.rows.length).toBe(records.length)
  })
})

/** Inference keeps every text as it is, but for the normal form of doubles and of timestamps without a fraction. */
function expectedCell(type: ColumnType, text: string): Cell {
  if (text === '') return null
  if (type.name === 'double') return String(Number(text))
  if (type.name === 'timestamp') return withSeconds(text.replace(' ', 'T'))
  if (type.name === 'boolean') return text.toLowerCase()
  return text
}

function withSeconds(text: string): string {
  return text.length === 'YYYY-MM-DDTHH:MM'.length ? `${text}:00` : text
}
