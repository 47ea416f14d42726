// Every CSV of the npm package vega-datasets, converted with inferred types, read back by four independent readers and compared with
// csv-parse, value by value: as text where the type keeps the text, as the number where it is one.

import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { Column } from '../../src/schema/dataset.ts'
import { independentReaders } from '../interop/readers/all.ts'
import type { Cell, Reader } from '../interop/readers/reader.ts'
import { parseWritten } from '../oracle/parse-as-written.ts'
import type { Parsed } from '../oracle/value.ts'
import { type Converted, convertBytes } from './convert-bytes.ts'

const folder = new URL('../../node_modules/vega-datasets/data/', import.meta.url)
const files = readdirSync(folder).filter(name => name.endsWith('.csv'))

it('finds the data sets', () => {
  expect(files.length).toBeGreaterThan(15)
})

describe.each(files)('%s', name => {
  const bytes = readFileSync(new URL(name, folder))
  const [header = [], ...records] = parse(bytes, { bom: true }) as string[][]
  let converted: Promise<Converted> | undefined // with every inferred type, in zstd

  it.each(independentReaders)('is what csv-parse reads, read by $name', async reader => {
    converted ??= convertBytes(bytes)
    const { report, files } = await forReader(reader, bytes, await converted)
    const table = await reader.read(files.get('')!)
    const expected = records.map(record => record.map((text, i) => expectedCell(report.columns[i]!, text)))
    expect(table.columns).toEqual(header)
    expect(report.rowsWritten).toBe(records.length)
    expect(table.rows.length).toBe(records.length)
    expect(firstDifference(table.rows, expected)).toBeUndefined()
  })
})

/** An old reader that does not know a type, or zstd, is given the same data as text, or in snappy. */
async function forReader(reader: Reader, bytes: Uint8Array, inferred: Converted): Promise<Converted> {
  const inferredColumns = inferred.report.columns
  const codec = reader.knows(inferredColumns[0]!, 'zstd', 'both') ? 'zstd' : 'snappy'
  const columns = inferredColumns.map(column => (reader.knows(column, codec, 'both') ? column : asText(column)))
  if (codec === 'zstd' && columns.every((column, i) => column === inferredColumns[i])) return inferred
  return await convertBytes(bytes, { columns, codec })
}

function asText({ name, source, nullable }: Column): Column {
  return { name, source, nullable, type: { name: 'string' } }
}

/** Compared by hand: an `expect` a row takes longer than all the rest. */
function firstDifference(rows: readonly Cell[][], expected: readonly Cell[][]): unknown {
  const row = expected.findIndex((cells, at) => cells.length !== rows[at]?.length || cells.some((cell, i) => cell !== rows[at]?.[i]))
  return row < 0 ? undefined : { row, cells: rows[row], expected: expected[row] }
}

/** Inference keeps every text as it is, but for the normal form of doubles, of timestamps without a fraction, and of other dates. */
function expectedCell({ type, format }: Column, text: string): Cell {
  if (text === '') return null
  if (format !== undefined) return isoOf(parseWritten(text, { type, format }), type.name)
  if (type.name === 'double') return String(Number(text))
  if (type.name === 'timestamp') return withSeconds(text.replace(' ', 'T'))
  if (type.name === 'boolean') return text.toLowerCase()
  return text
}

function withSeconds(text: string): string {
  return text.length === 'YYYY-MM-DDTHH:MM'.length ? `${text}:00` : text
}

function isoOf(parsed: Parsed, type: string): string {
  if ('error' in parsed) return parsed.error
  const count = Number(parsed.value)
  return type === 'date' ? new Date(count * 86_400_000).toISOString().slice(0, 10) : new Date(count / 1000).toISOString().slice(0, 19)
}
