// The footer of a file that nobody vouches for. Layout: … FileMetaData, its length as 4 bytes, PAR1.

import { FileMetaData } from '../format/file-metadata.ts'
import { decodeThrift } from '../thrift/struct.ts'
import { checkMetadata } from './check-metadata.ts'
import { distrusting, invalidParquet, type ParquetFile } from './parquet-file.ts'

/** A footer larger than this is refused: it would take gigabytes of memory. */
export const maxFooterBytes = 100 * 1024 * 1024

/** Read at once from the end; nearly every footer lies in it. */
const firstReadBytes = 64 * 1024

const tailBytes = 8 // the footer's length and the magic
const smallestFileBytes = 12 // a magic in front too

/** @throws Failure PARQUET_INVALID, or what `file.slice` throws */
export function readMetadata(file: ParquetFile): Promise<FileMetaData> {
  return distrusting(file, async guarded => {
    const metadata = decodeThrift(FileMetaData, await readFooter(guarded))
    checkMetadata(metadata, guarded.byteLength)
    return metadata
  })
}

async function readFooter(file: ParquetFile): Promise<Uint8Array> {
  const { byteLength } = file
  if (byteLength < smallestFileBytes) throw invalidParquet(`${byteLength} bytes are too few`)
  const end = Buffer.from(await file.slice(Math.max(0, byteLength - firstReadBytes), byteLength))
  const magic = end.toString('latin1', end.length - 4)
  if (magic === 'PARE') throw invalidParquet('its footer is encrypted')
  if (magic !== 'PAR1') throw invalidParquet('it does not end with PAR1')
  const footerBytes = end.readUInt32LE(end.length - tailBytes)
  if (footerBytes > byteLength - smallestFileBytes) throw invalidParquet(`a footer of ${footerBytes} bytes does not fit the file`)
  if (footerBytes > maxFooterBytes) throw invalidParquet(`a footer of ${footerBytes} bytes; at most ${maxFooterBytes} are read`)
  if (footerBytes + tailBytes <= end.length) return end.subarray(end.length - tailBytes - footerBytes, end.length - tailBytes)
  return new Uint8Array(await file.slice(byteLength - tailBytes - footerBytes, byteLength - tailBytes))
}
