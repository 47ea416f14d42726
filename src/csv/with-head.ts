// A stream whose first chunk shows enough of its beginning to tell what it is.

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
