// The readers that are independent of us, and ours.

import { duckdb } from './duckdb.ts'
import { hyparquet } from './hyparquet.ts'
import { parquetWasm } from './parquet-wasm.ts'
import { parquetjsLite } from './parquetjs-lite.ts'
import { parquetry } from './parquetry.ts'
import type { Reader } from './reader.ts'

export const independentReaders: readonly Reader[] = [duckdb, parquetWasm, hyparquet, parquetjsLite]
export const allReaders: readonly Reader[] = [...independentReaders, parquetry]
