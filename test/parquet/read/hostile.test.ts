// Parquet files that nobody vouches for: hostile ones, and seeded mutations of our own. They are read, or refused as PARQUET_INVALID; no page
// is decoded whose size or runs lie, and a damaged page is named.

import { rowBatches } from '../../../src/cli/cat/row-batches.ts'
import { Failure } from '../../../src/failure/failure.ts'
import { chunkPlaces } from '../../../src/parquet/read/checked-pages.ts'
import { describeFile } from '../../../src/parquet/read/describe-file.ts'
import { readMetadata } from '../../../src/parquet/read/read-metadata.ts'
import { readRows } from '../../../src/parquet/read/read-rows.ts'
import { layouts } from '../../interop/readers/reader.ts'
import { Random, testSeed } from '../../oracle/random.ts'
import { sampleColumns, sampleValue } from '../sample-values.ts'
import { slowFile } from '../slow-file.ts'
import { hostileFiles } from './hostile-files.ts'
import { inMemory, pagesOf, rebuilt } from './rebuilt-file.ts'

/** What `inspect` and `cat` do. Returns the rows read, or the failure; anything else is thrown. */
async function read(bytes: Uint8Array): Promise<number | Failure> {
  try {
    const file = inMemory(bytes)
    const metadata = await readMetadata(file)
    describeFile(metadata)
    let rows = 0
    for await (const batch of rowBatches(file, metadata, metadata.num_rows)) rows += batch.length
    return rows
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return error
  }
}

const hostile = await hostileFiles()

it.each(hostile)('S21, T66: refuses %s, and nothing is decoded for it', async (_, bytes) => {
  const before = process.memoryUsage()
  const outcome = await read(bytes)
  const { rss } = process.memoryUsage()
  expect(outcome).toMatchObject({ code: 'PARQUET_INVALID' })
  expect((outcome as Failure).message.length).toBeLessThan(500)
  expect(rss - before.rss).toBeLessThan(128 * 1024 * 1024)
})

const rows = Array.from({ length: 60 }, (_, row) => sampleColumns.map(column => sampleValue(column, row)))
const samples = await Promise.all(
  layouts.flatMap(layout =>
    (['none', 'zstd', 'snappy', 'lz4_raw'] as const).map(codec =>
      slowFile({ columns: sampleColumns, rows, codec, layout, rowsPerPage: 20, rowsPerRowGroup: 40 }),
    ),
  ),
)
const seed = testSeed()

describe(`S21, T66: mutations are read or refused (SEED=${seed})`, () => {
  it('of any bytes', async () => {
    for (let i = 0; i < 400; i++) {
      const random = new Random(seed + i)
      const bytes = Buffer.from(random.pick(samples))
      const fromEnd = random.once(2) ? Math.min(bytes.length, 6000) : bytes.length // half of them in the footer
      for (let change = 0; change <= random.below(4); change++)
        bytes[bytes.length - 1 - random.below(fromEnd)] = random.pick([0, 1, 0x7f, 0x80, 0xff, random.below(256)])
      const outcome = await read(bytes)
      expect([seed + i, outcome]).toEqual([
        seed + i,
        typeof outcome === 'number' ? outcome : expect.objectContaining({ code: 'PARQUET_INVALID' }),
      ])
    }
  })

  it('of pages whose checksums are right', async () => {
    for (let i = 0; i < 400; i++) {
      const random = new Random(seed + i)
      const page = (each: { body: Uint8Array }) => {
        if (!random.once(8) || each.body.length === 0) return
        const at = random.once(2) ? random.below(Math.min(12, each.body.length)) : random.below(each.body.length) // levels stand in front
        const bytes = 1 + random.below(random.once(2) ? 8 : 1) // a varint or a length is several
        for (let i = at; i < Math.min(at + bytes, each.body.length); i++)
          each.body[i] = random.pick([0, 1, 0x7f, 0x80, 0xff, random.below(256)])
      }
      const outcome = await read(await rebuilt(random.pick(samples), { page }))
      expect([seed + i, outcome]).toEqual([
        seed + i,
        typeof outcome === 'number' ? outcome : expect.objectContaining({ code: 'PARQUET_INVALID' }),
      ])
    }
  })
})

describe('T67: a page with a wrong checksum', () => {
  it('is named with its row group, its column and its place, whichever it is', async () => {
    const sample = samples[0]!
    const metadata = await readMetadata(inMemory(sample))
    for (const chunk of chunkPlaces(metadata)) {
      let at = chunk.start
      for (const { body } of pagesOf(sample, chunk)) {
        const next = nextPage(sample, at)
        const bytes = Buffer.from(sample)
        if (body.length > 0) {
          bytes[next - 1] = bytes[next - 1]! ^ 1
          await expect(readRows(inMemory(bytes))).rejects.toThrow(
            `row group ${chunk.rowGroup}, column "${chunk.leaf.path}", page at byte ${at}: its checksum is wrong`,
          )
        }
        at = next
      }
    }
  })

  it('does no harm to rows that are not in it', async () => {
    const bytes = Buffer.from(samples[0]!)
    const metadata = await readMetadata(inMemory(bytes))
    const chunk = chunkPlaces(metadata).find(({ rowGroup }) => rowGroup === 1)!
    bytes[chunk.end - 1] = bytes[chunk.end - 1]! ^ 1
    expect(await readRows(inMemory(bytes), { end: 40 })).toHaveLength(40)
    await expect(readRows(inMemory(bytes), { start: 40 })).rejects.toMatchObject({ code: 'PARQUET_INVALID' })
  })
})

/** Where the page behind the one at `at` begins. */
function nextPage(file: Uint8Array, at: number): number {
  const [page] = pagesOf(file, { start: at, end: at + 1 } as Parameters<typeof pagesOf>[1])
  const headerBytes = Buffer.from(file).indexOf(page!.body, at) - at
  return at + headerBytes + page!.body.length
}
