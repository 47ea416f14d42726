// A source as stored → its records in blocks and its header.

import type { Kernel } from '../kernel/kernel.ts'
import type { ConversionOptions } from '../schema/dataset.ts'
import { configureKernel } from './configure-kernel.ts'
import { decompress } from './decompress.ts'
import { type Header, readHeader } from './read-header.ts'
import { RecordBlocks } from './record-blocks.ts'
import { sniffed } from './sniffed.ts'

export interface OpenRecords {
  header: Header
  blocks: RecordBlocks
}

export type RecordOptions = Pick<ConversionOptions, 'dialect' | 'nullTokens' | 'limits' | 'rowGroupBytes'> & {
  blockBytes?: number
  fieldCount?: number | undefined
}

/**
 * @param onBytesRead bytes of `chunks` read so far
 * @throws Failure as `decompress`, `sniff`, `RecordBlocks` and `readHeader` do
 */
export async function openRecords(
  kernel: Kernel,
  chunks: AsyncIterable<Uint8Array>,
  options: RecordOptions,
  onBytesRead?: (bytes: number) => void,
): Promise<OpenRecords> {
  configureKernel(kernel, options)
  const blocks = new RecordBlocks(kernel, sniffed(decompress(chunks, options.limits, onBytesRead)), options)
  try {
    return { header: await readHeader(kernel, blocks, options), blocks }
  } catch (error) {
    await blocks.close()
    throw error
  }
}
