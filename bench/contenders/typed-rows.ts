// What a hand-made Lambda does: csv-parse, then each field turned into a JavaScript value by its column's type.

import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'
import type { Shape } from '../shapes/shape.ts'

export type Cell = number | bigint | string | Date | null
export type Row = Record<string, Cell>

/** The rows of a CSV as objects; decimals become whatever `decimal` makes of their text. */
export async function* typedRows(path: string, shape: Shape, decimal: (text: string, scale: number) => Cell): AsyncGenerator<Row> {
  const converters = shape.columns.map(column => ({ name: column.name, convert: converter(column.type, decimal) }))
  const records: AsyncIterable<string[]> = createReadStream(path).pipe(parse({ fromLine: 2 }))
  for await (const fields of records) {
    const row: Row = {}
    for (const [index, { name, convert }] of converters.entries()) {
      const text = fields[index]!
      row[name] = text === '' ? null : convert(text)
    }
    yield row
  }
}

function converter(type: string, decimal: (text: string, scale: number) => Cell): (text: string) => Cell {
  const scale = /^decimal\(\d+,(\d+)\)$/.exec(type)?.[1]
  if (scale) return text => decimal(text, Number(scale))
  switch (type) {
    case 'int':
    case 'double':
      return Number
    case 'long':
      return BigInt
    case 'date':
      return text => new Date(text)
    case 'timestamp':
      return text => new Date(`${text}Z`)
    case 'timestamptz':
      return text => new Date(text)
    case 'uuid':
    case 'string':
      return text => text
    default:
      throw new Error(`no conversion for "${type}"`)
  }
}
