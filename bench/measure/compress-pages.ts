// The codec alone: compresses the page bodies of a Parquet file (zstd) with zstd level 1 again, one after the other, and prints what that
// took (one line of JSON). Started as `node compress-pages.ts PARQUET`.

import { readFile } from 'node:fs/promises'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { PageHeader } from '../../src/parquet/format/page-header.ts'
import { readMetadata } from '../../src/parquet/read/read-metadata.ts'
import { CompactReader } from '../../src/parquet/thrift/compact-reader.ts'

export interface CodecTime {
  wallSeconds: number
  cpuSeconds: number
  bodyBytes: number
  compressedBytes: number
}

const path = process.argv[2]
if (!path) throw new Error('usage: compress-pages.ts PARQUET')
const file = await readFile(path)
process.stdout.write(JSON.stringify(compressAll(await pageBodies(file))))

function compressAll(bodies: readonly Uint8Array[]): CodecTime {
  let compressedBytes = 0
  const start = performance.now()
  const cpuBefore = process.cpuUsage()
  for (const body of bodies) compressedBytes += compress(body).length
  const { user, system } = process.cpuUsage(cpuBefore)
  const wallSeconds = (performance.now() - start) / 1000
  const bodyBytes = bodies.reduce((sum, body) => sum + body.length, 0)
  return { wallSeconds, cpuSeconds: (user + system) / 1e6, bodyBytes, compressedBytes }
}

/** With room for the output in one piece, so that nothing is copied after it. */
function compress(body: Uint8Array): Uint8Array {
  return zstdCompressSync(body, {
    params: { [constants.ZSTD_c_compressionLevel]: 1 },
    pledgedSrcSize: body.length,
    chunkSize: Math.max(1024, body.length),
  })
}

async function pageBodies(file: Buffer): Promise<Uint8Array[]> {
  const bytes = new Uint8Array(file) // a buffer of its own, which can be sliced
  const metadata = await readMetadata({ byteLength: bytes.length, slice: async (start, end) => bytes.buffer.slice(start, end) })
  return metadata.row_groups.flatMap(rowGroup =>
    rowGroup.columns.flatMap(({ meta_data }) => {
      if (!meta_data) return []
      const start = meta_data.dictionary_page_offset || meta_data.data_page_offset
      return [...chunkBodies(bytes, start, start + meta_data.total_compressed_size)]
    }),
  )
}

function* chunkBodies(bytes: Uint8Array, start: number, end: number): Iterable<Uint8Array> {
  for (let at = start; at < end; ) {
    const reader = new CompactReader(bytes, at)
    const { type, compressed_page_size } = PageHeader.read(reader)
    if (type === 'DATA_PAGE_V2') throw new Error('pages of version 2 hold levels that are not compressed')
    at = reader.offset + compressed_page_size
    yield zstdDecompressSync(bytes.subarray(reader.offset, at))
  }
}
