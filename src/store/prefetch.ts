// A stream that is read before anybody asks for it.

/** Begins to read at once, and keeps all that has come; the caller bounds how much that can be. Errors are told when they are reached. */
export function prefetch(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const arrived: Uint8Array[] = []
  let news = Promise.withResolvers<void>()
  const reading = readAll(chunks, chunk => {
    arrived.push(chunk)
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
      for (let chunk = arrived.shift(); chunk !== undefined; chunk = arrived.shift()) yield chunk
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
