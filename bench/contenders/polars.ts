// Polars, through nodejs-polars: the streaming scan into the streaming Parquet sink.

import pl, { type DataType } from 'nodejs-polars'
import { readJob } from './job.ts'

const { input, output, shape, codec } = readJob() // threads: POLARS_MAX_THREADS, set by whoever starts this
const schema = Object.fromEntries(shape.columns.map(column => [column.name, polarsType(column.type)]))
const compression = codec === 'zstd' ? ({ compression: 'zstd', compressionLevel: 1 } as const) : ({ compression: 'snappy' } as const)
await pl.scanCSV(input, { schema }).sinkParquet(output, compression).collect()

function polarsType(type: string): DataType {
  const decimal = /^decimal\((\d+),(\d+)\)$/.exec(type)
  if (decimal) return pl.Decimal(Number(decimal[1]), Number(decimal[2]))
  switch (type) {
    case 'int':
      return pl.Int32
    case 'long':
      return pl.Int64
    case 'double':
      return pl.Float64
    case 'date':
      return pl.Date
    case 'timestamp':
      return pl.Datetime('us')
    case 'timestamptz':
      return pl.Datetime('us', 'UTC')
    case 'string':
    case 'uuid': // it has no UUIDs
      return pl.Utf8
    default:
      throw new Error(`no Polars type for "${type}"`)
  }
}
