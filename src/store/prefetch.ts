// A stream that is read before anybody asks for it.

import { type BufferPool, WaitingBytes } from './waiting-bytes.ts'

/**
 * Begins to read at once, and keeps all that has come; the caller bounds how much that can be. Errors are told when they are reached. A chunk
 * is valid until the next one is asked for.
 * @param pool where the bytes wait: the chunks of a socket would wait for the garbage collector as well
 */
export function prefetch(chunks: AsyncIterable<Uint8Array>, pool: BufferPool): AsyncGenerator<Uint8Array> {
  const arrived = new WaitingBytes(pool)
  let news = Promise.withResolvers<void>()
  const reading = readAll(chunks, chunk => {
    arrived.add(chunk)
    news.resolve()
  })
  let ended: { error?: unknown } | undefined
  const finish = (how: { error?: unknown }) => {
    ended = how
    news.resolve()
  }
  reading.then(
    () => finish({}),
    error => finish({ error }),
  )
  return (async function* () {
    for (;;) {
      yield* arrived.drain()
      if (ended !== undefined && 'error' in ended) throw ended.error
      if (ended !== undefined) return
      await news.promise
      news = Promise.withResolvers()
    }
  })()
}

async function readAll(chunks: AsyncIterable<Uint8Array>, take: (chunk: Uint8Array) => void): Promise<void> {
  for await (const chunk of chunks) take(chunk)
}
