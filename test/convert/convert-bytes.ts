// Converts bytes in memory and keeps everything that was written.

import { type ConvertRequest, convert } from '../../src/convert/convert.ts'
import type { ConversionReport } from '../../src/convert/report.ts'
import { type ConversionOptions, defaultConversionOptions } from '../../src/schema/dataset.ts'
import type { ObjectWriter } from '../../src/store/store.ts'
import { fleeting } from '../csv/streams.ts'

export interface Converted {
  report: ConversionReport
  /** By partition; the empty name without partitions. */
  files: Map<string, Buffer>
  rejectedRows: string
  /** NDJSON. */
  rejectReasons: string
}

export type ConvertBytesOptions = Partial<ConversionOptions> &
  Pick<ConvertRequest, 'columns' | 'threads' | 'blockBytes' | 'sampleBytes' | 'sniff' | 'signal'>

/** @param source the bytes, or how they arrive in chunks */
export async function convertBytes(
  source: Uint8Array | string | (() => AsyncIterable<Uint8Array>),
  options: ConvertBytesOptions = {},
): Promise<Converted> {
  const written = new Map<string, MemoryWriter>()
  const open = (name: string) => {
    const writer = new MemoryWriter()
    written.set(name, writer)
    return writer
  }
  try {
    const report = await convert({
      ...defaultConversionOptions,
      ...options,
      source: { name: 'test.csv', open: typeof source === 'function' ? source : () => inChunks(Buffer.from(source as Uint8Array)) },
      destination: {
        data: partition => open(`data:${partition}`),
        rejectedRows: () => open('rows'),
        rejectReasons: () => open('reasons'),
      },
    })
    const files = new Map(report.outputs.map(({ partition }) => [partition, written.get(`data:${partition}`)!.bytes()]))
    return { report, files, rejectedRows: textOf(written.get('rows')), rejectReasons: textOf(written.get('reasons')) }
  } catch (error) {
    for (const writer of written.values()) if (!writer.aborted) throw new Error('an output was left open', { cause: error })
    throw error
  }
}

/** The only output of an unpartitioned conversion. */
export async function parquetOf(source: Parameters<typeof convertBytes>[0], options: ConvertBytesOptions = {}): Promise<Buffer> {
  const { files } = await convertBytes(source, options)
  return files.get('')!
}

export async function* inChunks(bytes: Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield* fleeting(bytes.subarray(at, at + size))
}

class MemoryWriter implements ObjectWriter {
  aborted = false
  readonly #chunks: Uint8Array[] = []

  async write(bytes: Uint8Array): Promise<void> {
    this.#chunks.push(new Uint8Array(bytes))
  }

  async commit(): Promise<never> {
    throw new Error('convert must not commit')
  }

  async abort(): Promise<void> {
    this.aborted = true
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks)
  }
}

function textOf(writer: MemoryWriter | undefined): string {
  return writer === undefined ? '' : writer.bytes().toString()
}
