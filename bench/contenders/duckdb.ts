// DuckDB, through its own Node package.

import { DuckDBInstance } from '@duckdb/node-api'
import { literal, readCsv } from '../duckdb/read-csv.ts'
import { readJob } from './job.ts'

const { input, output, shape, threads, codec } = readJob()
const compression = codec === 'zstd' ? 'COMPRESSION zstd, COMPRESSION_LEVEL 1' : 'COMPRESSION snappy'
const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) })
const connection = await instance.connect()
await connection.run(`COPY (FROM ${readCsv(input, shape)}) TO ${literal(output)} (FORMAT parquet, ${compression})`)
