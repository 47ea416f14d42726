// Bytes → an LZ4 block, the contents of a page of codec LZ4_RAW. Neither Node nor hyparquet's compressors have one.
// Spec: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
//
//   block    := sequence* last
//   sequence := token, more literal length, literals, offset (2 bytes), more match length
//   last     := token, more literal length, literals
//   token    := literal length in the high four bits (15: more follows), match length - 4 in the low four
//   more     := bytes that are added up, as long as they are 255
//
// Greedy: the last place where four bytes with the same hash stood is the only candidate for a match; where none is found for long, steps grow.

const shortestMatch = 4
const farthestOffset = 0xffff
/** Spec: the last five bytes are literals, and the last match begins at least twelve bytes before the end. */
const lastLiterals = 5
const matchFreeTail = 12

const hashBits = 14
const table = new Int32Array(1 << hashBits) // position + 1 of the last four bytes with this hash; 0: none

/** Most bytes that a block of so many can have: each 255 literals need a byte of length. */
const worstCase = (length: number): number => length + Math.ceil(length / 255) + 16

/** @returns a buffer of its own */
export function compressLz4Block(input: Uint8Array): Uint8Array<ArrayBuffer> {
  table.fill(0)
  const out = new Uint8Array(worstCase(input.length))
  const matchEnd = input.length - lastLiterals
  const lastStart = input.length - matchFreeTail
  let to = 0
  let literalsFrom = 0
  let at = 0
  while (at <= lastStart) {
    const place = hashOfFour(input, at)
    const candidate = (table[place] ?? 0) - 1
    table[place] = at + 1
    if (candidate < 0 || at - candidate > farthestOffset || !sameFour(input, candidate, at)) {
      at += 1 + ((at - literalsFrom) >> 6)
      continue
    }
    let end = at + shortestMatch
    while (end < matchEnd && input[end] === input[end - at + candidate]) end++
    to = writeLiterals(out, to, input, literalsFrom, at, end - at - shortestMatch)
    out[to++] = (at - candidate) & 0xff
    out[to++] = (at - candidate) >> 8
    to = writeMore(out, to, end - at - shortestMatch)
    literalsFrom = end
    at = end
  }
  to = writeLiterals(out, to, input, literalsFrom, input.length, 0)
  return out.slice(0, to)
}

/** The token, and the literals of [from, end). */
function writeLiterals(out: Uint8Array, to: number, input: Uint8Array, from: number, end: number, matchCode: number): number {
  const count = end - from
  out[to++] = (Math.min(count, 15) << 4) | Math.min(matchCode, 15)
  to = writeMore(out, to, count)
  if (count > 32) out.set(input.subarray(from, end), to)
  else for (let i = 0; i < count; i++) out[to + i] = input[from + i] ?? 0
  return to + count
}

function writeMore(out: Uint8Array, to: number, code: number): number {
  if (code < 15) return to
  let left = code - 15
  for (; left >= 255; left -= 255) out[to++] = 255
  out[to++] = left
  return to
}

function fourAt(input: Uint8Array, at: number): number {
  return (input[at] ?? 0) | ((input[at + 1] ?? 0) << 8) | ((input[at + 2] ?? 0) << 16) | ((input[at + 3] ?? 0) << 24)
}

const hashOfFour = (input: Uint8Array, at: number): number => Math.imul(fourAt(input, at), 0x9e3779b1) >>> (32 - hashBits)

const sameFour = (input: Uint8Array, a: number, b: number): boolean => fourAt(input, a) === fourAt(input, b)
