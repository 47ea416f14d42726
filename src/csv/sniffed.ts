// The stream with its first bytes looked at and its byte order mark left out.

import { byteOrderMarkBytes, sniff, sniffedBytes } from './sniff.ts'

/** @throws Failure SOURCE_EMPTY, SOURCE_NOT_CSV, SOURCE_ENCODING before anything is passed on */
export async function* sniffed(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array(0)
  for await (const chunk of chunks) {
    if (head === undefined) {
      yield chunk
      continue
    }
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk])
    if (head.length < sniffedBytes) continue
    yield checked(head, false)
    head = undefined
  }
  if (head !== undefined) yield checked(head, true)
}

function checked(head: Uint8Array, whole: boolean): Uint8Array {
  const failure = sniff(head, whole)
  if (failure !== undefined) throw failure
  return head.subarray(byteOrderMarkBytes(head))
}
