// Sources that are small, or cheap to make, and grow: refused by a limit before memory is taken for them, or read through in flat memory.

import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { useTemporaryFolder } from '../cli/run-parquetry.ts'
import { type Measured, runMeasured } from './peak-memory.ts'

const folder = useTemporaryFolder()
const mebibyte = 1024 * 1024
const mostPeak = 200 // MB; the gibibyte would show

const rows = Buffer.alloc(16 * mebibyte, '1,2\n')
const zip = { gzip: gzipSync, zstd: zstdCompressSync }

describe.each(['gzip', 'zstd'] as const)('a bomb of %s', codec => {
  const bomb = (name: string, count: number) => repeated(name, zip[codec](rows), count)

  it('S1, T42: of 8 GiB is refused by the limit of the ratio', async () => {
    const { code, stderr, peak } = await convert(bomb('bomb.csv', 512))
    expect(stderr).toMatch(/decompressed bytes per compressed byte/)
    expect(code).toBe(1)
    expect(peak).toBeLessThan(mostPeak)
  })

  it('S1, T42: of 2 GiB is refused by the limit of the size, whatever ratio is allowed', async () => {
    const limits = 'limits: { compressionRatio: 1000000, sourceBytes: 1GiB }'
    const { code, stderr, peak } = await convert(bomb('bomb.csv', 128), limits)
    expect(stderr).toMatch(/at most 1073741824 bytes/)
    expect(code).toBe(1)
    expect(peak).toBeLessThan(mostPeak)
  })

  it('S1, T42: of 1 GiB of rows is converted in flat memory where both allow it', async () => {
    const { code, stdout, peak } = await convert(bomb('bomb.csv', 64), 'limits: { compressionRatio: 1000000 }')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ rowsWritten: 64 * 4 * mebibyte - 1, bytesParsed: 1024 * mebibyte })
    expect(peak).toBeLessThan(mostPeak)
  })
})

it.each([
  ['a field', 'x'],
  ['a field in quotes', '"x'],
  ['a row of fields', '1,'],
])('S3, T42: %s of 1 GiB is refused when it is larger than a record may be', async (_, text) => {
  const path = repeated('one.csv', Buffer.alloc(16 * mebibyte, text.at(-1) === ',' ? text : 'x'), 64, `a,b\n${text}`)
  const { code, stderr, peak } = await convert(path)
  expect(stderr).toMatch(/RECORD_TOO_LARGE|at most \d+ bytes/)
  expect(code).toBe(1)
  expect(peak).toBeLessThan(2 * mostPeak) // a record of 16 MiB, where each byte may be a field
})

/** A file of the same bytes again and again. */
function repeated(name: string, bytes: Uint8Array, count: number, head = ''): string {
  const path = join(folder.path, name)
  const file = openSync(path, 'w')
  writeSync(file, head)
  for (let i = 0; i < count; i++) writeSync(file, bytes)
  closeSync(file)
  return path
}

async function convert(source: string, limits = ''): Promise<Measured> {
  const dataset = join(folder.path, 'dataset.yaml')
  writeFileSync(dataset, `dataset: bomb\nmatch: "*.csv"\n${limits}\n`)
  return await runMeasured(
    ['convert', source, '--schema', dataset, '-o', join(folder.path, 'out.parquet'), '--threads', '1', '--json'],
    folder.path,
  )
}
