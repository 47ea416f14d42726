// Bytes through one of Node's zlib streams, with what those streams leave out: they may end before their input does. Node's gunzip takes
// a zero byte behind a member as the start of padding and ignores all that follows, another member too. Here padding must be zero to the
// last byte, and anything else behind it is an error rather than rows that go missing.

import type { Transform } from 'node:stream'
import { Failure } from '../failure/failure.ts'

/** A zlib stream; `bytesWritten` are the input bytes it has consumed. */
export type Decoder = Transform & { readonly bytesWritten: number }

/**
 * What comes out of `decoder` when `chunks` go in. Reads the next chunk while the consumer works on the last output, not more.
 *
 * @throws Failure SOURCE_TRUNCATED or SOURCE_CORRUPT for the decoder's errors; errors of `chunks` as they are.
 */
export async function* runThrough(chunks: AsyncIterable<Uint8Array>, decoder: Decoder): AsyncGenerator<Uint8Array> {
  const feeding = feed(chunks, decoder)
  feeding.catch(() => {}) // it is awaited below; until then a rejection must not count as unhandled,
  decoder.on('error', () => {}) // nor an error that comes when the output has ended already
  try {
    yield* decoder
    await feeding
  } catch (error) {
    throw asFailure(error)
  } finally {
    decoder.destroy()
    await feeding.catch(() => {})
  }
}

async function feed(chunks: AsyncIterable<Uint8Array>, decoder: Decoder): Promise<void> {
  let fed = 0
  try {
    for await (const chunk of chunks) {
      if (!decoder.readableEnded) await write(decoder, chunk)
      if (decoder.destroyed && !decoder.readableEnded) return // the consumer has left, or the decoder failed
      fed += chunk.length
      const ignored = Math.min(fed - decoder.bytesWritten, chunk.length)
      if (ignored > 0) requireZeros(chunk.subarray(chunk.length - ignored))
    }
    if (!decoder.readableEnded) decoder.end()
  } catch (error) {
    decoder.destroy(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
}

/** Resolves when the decoder has consumed the chunk, or never will. */
function write(decoder: Decoder, chunk: Uint8Array): Promise<void> {
  return new Promise(resolve => {
    const done = (): void => {
      decoder.off('end', done)
      decoder.off('close', done)
      resolve()
    }
    decoder.once('end', done)
    decoder.once('close', done)
    decoder.write(chunk, done)
  })
}

function requireZeros(padding: Uint8Array): void {
  if (padding.some(byte => byte !== 0)) {
    throw new Failure({ code: 'SOURCE_CORRUPT', detail: 'bytes that are not compressed data follow its end' })
  }
}

function asFailure(error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message?: string }
  if (code === 'Z_BUF_ERROR') return new Failure({ code: 'SOURCE_TRUNCATED' }, { cause: error })
  if (typeof code !== 'string' || !/^Z(STD)?_/.test(code)) return error
  return new Failure({ code: 'SOURCE_CORRUPT', ...(message && { detail: message }) }, { cause: error })
}
