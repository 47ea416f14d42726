// The extra suite of interoperability (`npm run test:interop`): pyarrow and Polars from PyPI read every kind of file that we write, value by
// value, page checksums verified, and find every value again by a filter. Needs python3 with venv, and PyPI for the first run.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { differences, type Read } from './differences.ts'
import { allFiles } from './files.ts'
import { preparePython, readWithPython } from './python.ts'

preparePython()
const folder = mkdtempSync(join(tmpdir(), 'parquetry-interop-'))
try {
  const files = await allFiles()
  for (const { name, bytes } of files) writeFileSync(join(folder, `${name}.parquet`), bytes)
  const read: Read[] = readWithPython(folder)
  const found = files.flatMap(file => differences(file, read))
  for (const difference of found.slice(0, 40)) console.error(difference)
  if (found.length > 0) throw new Error(`${found.length} differences`)
  const readers = [...new Set(read.map(({ reader }) => reader))].join(', ')
  const values = files.reduce((sum, { rows }) => sum + rows.reduce((cells, row) => cells + row.length, 0), 0)
  console.log(`${files.length} files, ${values} values: ${readers} agree`)
} finally {
  rmSync(folder, { recursive: true })
}
