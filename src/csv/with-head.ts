// A stream whose beginning is looked at before anything is done with it.

/**
 * Looks at the beginning of a stream, and makes something of all of it.
 *
 * @param look is given the first `headBytes` bytes or more, fewer only where the stream has no more, and then all chunks, the head among them.
 * The head is valid until the next chunk is asked for. Where it throws, the stream is closed.
 */
export async function peek<T>(
  chunks: AsyncIterable<Uint8Array>,
  headBytes: number,
  look: (head: Uint8Array, all: AsyncGenerator<Uint8Array>) => T | Promise<T>,
): Promise<T> {
  const rest = withHead(chunks, headBytes)
  const first = await rest.next()
  try {
    return await look(first.value ?? new Uint8Array(0), startingWith(first, rest))
  } catch (error) {
    await rest.return(undefined)
    throw error
  }
}

async function* startingWith(first: IteratorResult<Uint8Array, void>, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (first.done) return
    yield first.value
    yield* rest
  } finally {
    await rest.return(undefined)
  }
}

/** The same bytes, the first chunk at least `headBytes` long if there are as many. */
export async function* withHead(chunks: AsyncIterable<Uint8Array>, headBytes: number): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array(0)
  for await (const chunk of chunks) {
    if (head === undefined) {
      yield chunk
      continue
    }
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk])
    if (head.length < headBytes) {
      if (head === chunk) head = new Uint8Array(chunk) // the next chunk may come in the same buffer
      continue
    }
    yield head
    head = undefined
  }
  if (head !== undefined && head.length > 0) yield head
}
