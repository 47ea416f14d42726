// Where zstd frames begin and end, without decoding them (RFC 8878, section 3):
//
//   frame     = 0xFD2FB528 descriptor [window] [dictionary id] [content size] block… [checksum]
//   block     = 3 bytes: last (1 bit), type (2 bits), size (21 bits); then its body
//   skippable = 0x184D2A50…5F size body
//
// Node's zstd stream stops at the end of the first frame and drops what follows it in the same chunk, and an end of input between two
// blocks is for the reader to notice. So chunks are cut here at frame ends, and the input must end at one.

import { Failure } from '../failure/failure.ts'

const frameMagic = 0xfd2fb528
const skippableMagic = 0x184d2a50 // the lowest four bits are free
const maxWindowBytes = 128 * 1024 * 1024 // what `zstd -d` accepts without --long, and libzstd by default; the decoder keeps it in memory
const maxFieldBytes = 13 // the longest field that is looked at: window, dictionary id, content size
const blockTypes = { rle: 1, reserved: 3 }

export function isZstdMagic(head: Uint8Array): boolean {
  if (head.length < 4) return false
  const magic = new DataView(head.buffer, head.byteOffset).getUint32(0, true)
  return magic === frameMagic || isSkippable(magic)
}

/**
 * The same bytes, no chunk reaching over the end of a frame.
 *
 * @throws Failure SOURCE_TRUNCATED if they end inside a frame, SOURCE_CORRUPT if no frame starts where one should, SOURCE_TOO_LARGE if
 * decoding would need too large a window.
 */
export async function* cutAtFrameEnds(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const field = new DataView(new ArrayBuffer(maxFieldBytes))
  let walk = frame(field)
  let wanted = advance(walk)
  let got = 0
  for await (const chunk of chunks) {
    let start = 0
    let position = 0
    while (position < chunk.length) {
      const taken = Math.min(wanted.bytes - got, chunk.length - position)
      if (wanted.use === 'read') new Uint8Array(field.buffer).set(chunk.subarray(position, position + taken), got)
      got += taken
      position += taken
      if (got < wanted.bytes) break
      got = 0
      wanted = advance(walk)
      if (wanted !== frameEnd) continue
      yield chunk.subarray(start, position)
      start = position
      walk = frame(field)
      wanted = advance(walk)
    }
    if (start < chunk.length) yield chunk.subarray(start)
  }
  if (wanted.use !== 'read' || wanted.at !== 'magic' || got > 0) throw new Failure({ code: 'SOURCE_TRUNCATED' })
}

/** The next bytes of a frame: to be put into the field, or passed over. */
type Step = { bytes: number; use: 'read' | 'skip'; at?: 'magic' }

const frameEnd: Step = { bytes: 0, use: 'skip' }

/** Runs to the next step that takes bytes. */
function advance(walk: Generator<Step, void>): Step {
  for (;;) {
    const { value, done } = walk.next()
    if (done) return frameEnd
    if (value.bytes > 0) return value
  }
}

/** One frame from magic to checksum: yields what it needs next, and finds the bytes that it asked to read in `field`. */
function* frame(field: DataView): Generator<Step, void> {
  yield { bytes: 4, use: 'read', at: 'magic' }
  const magic = field.getUint32(0, true)
  if (isSkippable(magic)) {
    yield { bytes: 4, use: 'read' }
    yield { bytes: field.getUint32(0, true), use: 'skip' }
    return
  }
  if (magic !== frameMagic) throw new Failure({ code: 'SOURCE_CORRUPT', detail: 'bytes that are no zstd frame follow a frame' })
  yield { bytes: 1, use: 'read' }
  const descriptor = readDescriptor(field.getUint8(0))
  yield { bytes: descriptor.windowBytes + descriptor.dictionaryBytes + descriptor.contentSizeBytes, use: 'read' }
  checkHeader(descriptor, field)
  yield* blocks(field)
  yield { bytes: descriptor.checksumBytes, use: 'skip' }
}

function* blocks(field: DataView): Generator<Step, void> {
  for (let last = false; !last; ) {
    yield { bytes: 3, use: 'read' }
    const header = field.getUint16(0, true) | (field.getUint8(2) << 16)
    last = (header & 1) === 1
    const type = (header >> 1) & 3
    if (type === blockTypes.reserved) throw new Failure({ code: 'SOURCE_CORRUPT', detail: 'a zstd block of an unknown type' })
    yield { bytes: type === blockTypes.rle ? 1 : header >> 3, use: 'skip' }
  }
}

/** How long the fields of the frame header are, in bytes: section 3.1.1.1.1. */
interface Descriptor {
  windowBytes: number
  dictionaryBytes: number
  contentSizeBytes: number
  checksumBytes: number
}

function readDescriptor(byte: number): Descriptor {
  const singleSegment = (byte & 0x20) !== 0
  const contentSizeFlag = byte >> 6
  return {
    windowBytes: singleSegment ? 0 : 1,
    dictionaryBytes: [0, 1, 2, 4][byte & 3] ?? 0,
    contentSizeBytes: contentSizeFlag === 0 ? Number(singleSegment) : 1 << contentSizeFlag,
    checksumBytes: byte & 4,
  }
}

function checkHeader(descriptor: Descriptor, field: DataView): void {
  const { windowBytes, dictionaryBytes, contentSizeBytes } = descriptor
  for (let i = 0; i < dictionaryBytes; i++) {
    if (field.getUint8(windowBytes + i) !== 0) {
      throw new Failure({ code: 'SOURCE_CORRUPT', detail: 'it needs a zstd dictionary', fix: 'compress it without a dictionary' })
    }
  }
  const window = windowBytes === 1 ? windowOf(field.getUint8(0)) : contentSize(field, dictionaryBytes, contentSizeBytes)
  if (window <= maxWindowBytes) return
  throw new Failure({
    code: 'SOURCE_TOO_LARGE',
    expected: `a zstd window of at most ${maxWindowBytes} bytes`,
    detail: `this one needs ${window}`,
    fix: 'compress it without --ultra and --long',
  })
}

/** Section 3.1.1.1.2: five bits of exponent, three of mantissa. */
function windowOf(byte: number): number {
  const base = 2 ** (10 + (byte >> 3))
  return base + (base / 8) * (byte & 7)
}

function contentSize(field: DataView, offset: number, bytes: number): number {
  if (bytes === 1) return field.getUint8(offset)
  if (bytes === 2) return field.getUint16(offset, true) + 256
  if (bytes === 4) return field.getUint32(offset, true)
  return Number(field.getBigUint64(offset, true))
}

function isSkippable(magic: number): boolean {
  return (magic & 0xfffffff0) >>> 0 === skippableMagic
}
