// Rows as CSV or NDJSON, streamed: batches of rows in, large writes out.

import type { SchemaElement } from '../../parquet/format/schema-element.ts'
import type { Value } from '../../parquet/read/value.ts'
import type { Terminal } from '../command.ts'
import { writeText } from '../write-text.ts'
import { csvField, jsonString, jsonText, plainText } from './value-text.ts'

/** `columns` are the top-level elements of the schema, in the order of the values of a row. */
export type RowFormat = (columns: readonly SchemaElement[]) => { header: string; line: (row: readonly Value[]) => string }

export const csvRows: RowFormat = columns => {
  const texts = columns.map(plainText)
  return {
    header: `${columns.map(column => csvField(column.name)).join(',')}\n`,
    line: row => `${row.map((value, at) => (value === null ? '' : csvField(texts[at]?.(value) ?? ''))).join(',')}\n`,
  }
}

/** Written by hand, since an object would reorder numeric names and swallow `__proto__`. */
export const ndjsonRows: RowFormat = columns => {
  const texts = columns.map(jsonText)
  const names = columns.map(column => jsonString(column.name))
  return {
    header: '',
    line: row => `{${row.map((value, at) => `${names[at]}:${value === null ? 'null' : texts[at]?.(value)}`).join(',')}}\n`,
  }
}

const writeBytes = 64 * 1024 // about what goes into one write, in characters

export async function writeRows(
  io: Pick<Terminal, 'stdout' | 'signal'>,
  { header, line }: ReturnType<RowFormat>,
  batches: AsyncIterable<Value[][]>,
): Promise<void> {
  let text = header
  for await (const batch of batches) {
    for (const row of batch) {
      text += line(row)
      if (text.length < writeBytes) continue
      io.signal.throwIfAborted()
      await writeText(io.stdout, text)
      text = ''
    }
  }
  await writeText(io.stdout, text)
}
