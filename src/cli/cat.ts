// `parquetry cat`: the rows of a Parquet file.

import type { ParquetFile } from '../parquet/read/parquet-file.ts'
import { readMetadata } from '../parquet/read/read-metadata.ts'
import { firstRows } from './cat/first-rows.ts'
import { rowBatches } from './cat/row-batches.ts'
import { topLevelColumns } from './cat/top-level-columns.ts'
import { csvRows, ndjsonRows, writeRows } from './cat/write-rows.ts'
import type { Command, Terminal } from './command.ts'
import { exitOk } from './exit-code.ts'
import { withParquetFile } from './open-parquet.ts'
import { oneOf, onlyArgument, parseOptions, wholeNumber } from './parse-options.ts'
import { isTerminal, terminalWidth } from './terminal-width.ts'
import { writeText } from './write-text.ts'

const usage = `Print the rows of a Parquet file

Usage
  parquetry cat FILE [-n N] [--format FORMAT]

FILE is a path or s3://BUCKET/KEY.

Options
  -n, --rows N         the first N rows; by default all, in a table the first 20
      --format FORMAT  table (default on a terminal), csv (default in a pipe)
                       or ndjson

Examples
  parquetry cat sales.parquet
  parquetry cat sales.parquet -n 5 --format ndjson
  parquetry cat sales.parquet --format csv > sales.csv

Values are exact: all digits of a long or a decimal, microseconds, null (an
empty CSV field) apart from the empty string ("" in CSV). Binary values are
printed in hexadecimal, nested columns as JSON text. In a table, control
characters are shown as escapes.
`

const formats = ['table', 'csv', 'ndjson'] as const

const options = {
  rows: { type: 'string', short: 'n' },
  format: { type: 'string' },
} as const

const tableRows = 20 // rows of a table when nobody says how many

export const cat: Command = {
  name: 'cat',
  summary: 'the rows of a Parquet file as a table, CSV or NDJSON',
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, options)
    const name = onlyArgument('a Parquet file', positionals)
    const standard = isTerminal(io.stdout) ? 'table' : 'csv'
    const format = values.format === undefined ? standard : oneOf('--format', values.format, formats)
    const rows = values.rows === undefined ? undefined : wholeNumber('--rows', values.rows, 0)
    await withParquetFile(name, file => print(file, format, rows, io))
    return exitOk
  },
}

async function print(file: ParquetFile, format: (typeof formats)[number], rows: number | undefined, io: Terminal): Promise<void> {
  if (format === 'table') {
    const layout = { color: io.color, width: terminalWidth(io, io.stdout) }
    return writeText(io.stdout, await firstRows(file, rows ?? tableRows, layout))
  }
  const metadata = await readMetadata(file)
  const columns = topLevelColumns(metadata)
  const rowFormat = format === 'csv' ? csvRows : ndjsonRows
  const batches = rowBatches(file, metadata, Math.min(rows ?? metadata.num_rows, metadata.num_rows))
  await writeRows(io, rowFormat(columns), batches)
}
