// Prepared field texts, one after the other in one array, so that writing one is a copy of a few bytes.

export interface TextPool {
  bytes: Uint8Array
  /** Where each text ends (exclusive); it starts where the one before it ends. */
  ends: Uint32Array
  count: number
}

export function textPool(texts: readonly string[]): TextPool {
  const encoded = texts.map(text => Buffer.from(text))
  const ends = new Uint32Array(texts.length)
  let end = 0
  for (const [index, bytes] of encoded.entries()) {
    end += bytes.length
    ends[index] = end
  }
  return { bytes: new Uint8Array(Buffer.concat(encoded)), ends, count: texts.length }
}

/** A pool whose texts come as often as their weights say: for drawing with `random.below(pool.count)`. */
export function weightedPool(weights: Readonly<Record<string, number>>): TextPool {
  return textPool(Object.entries(weights).flatMap(([text, weight]) => Array<string>(weight).fill(text)))
}
