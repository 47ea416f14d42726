// csv-parse and parquetjs-lite, row by row. parquetjs-lite has neither zstd (snappy is used) nor decimals
// (doubles are written), UUIDs (text) and timestamps with zones (without).

import parquet from 'parquetjs-lite'
import { readJob } from './job.ts'
import { typedRows } from './typed-rows.ts'

const { input, output, shape } = readJob() // one thread, whatever was asked for
const schema = new parquet.ParquetSchema(
  Object.fromEntries(shape.columns.map(column => [column.name, { type: parquetType(column.type), optional: true, compression: 'SNAPPY' }])),
)
const writer = await parquet.ParquetWriter.openFile(schema, output)
for await (const row of typedRows(input, shape, Number)) await writer.appendRow(row)
await writer.close()

function parquetType(type: string): string {
  if (type.startsWith('decimal(')) return 'DOUBLE'
  const types: Readonly<Record<string, string>> = {
    int: 'INT32',
    long: 'INT64',
    double: 'DOUBLE',
    date: 'DATE',
    timestamp: 'TIMESTAMP_MICROS',
    timestamptz: 'TIMESTAMP_MICROS',
    uuid: 'UTF8',
    string: 'UTF8',
  }
  const name = types[type]
  if (!name) throw new Error(`no parquetjs-lite type for "${type}"`)
  return name
}
