// The stream with its first bytes looked at.

import { sniff, sniffedBytes } from './sniff.ts'
import { withHead } from './with-head.ts'

/** @throws Failure SOURCE_EMPTY, SOURCE_NOT_CSV, SOURCE_ENCODING before anything is passed on */
export async function* sniffed(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isFirst = true
  for await (const chunk of withHead(chunks, sniffedBytes)) {
    if (isFirst) check(chunk)
    isFirst = false
    yield chunk
  }
  if (isFirst) check(new Uint8Array(0))
}

function check(head: Uint8Array): void {
  const failure = sniff(head, head.length < sniffedBytes)
  if (failure !== undefined) throw failure
}
