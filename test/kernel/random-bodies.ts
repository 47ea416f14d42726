// Page bodies of every kind that the kernel's compressors tell apart, and what is wrong with what they make of them.

import { zstdDecompressSync } from 'node:zlib'
import { compressors } from 'hyparquet-compressors'
import { Kernel } from '../../src/kernel/kernel.ts'
import { kernelModule } from '../../src/kernel/kernel-file.ts'
import type { Random } from '../oracle/random.ts'

/** Bytes at offset i, for values `width` bytes wide. */
type Body = (random: Random, length: number, width: number) => Uint8Array

const fill = (length: number, byte: (i: number) => number) => Uint8Array.from({ length }, (_, i) => byte(i))

/** Little-endian numbers. */
function numbers(length: number, width: number, next: (i: number) => bigint): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(length / width) * width)
  for (let at = 0; at < bytes.length; at += width) {
    let value = next(at / width)
    for (let i = 0; i < width; i++, value >>= 8n) bytes[at + i] = Number(BigInt.asUintN(8, value))
  }
  return bytes.subarray(0, length)
}

export const bodies: Record<string, Body> = {
  'one byte': (random, length) => fill(length, () => 7 + random.below(1)),
  'two bytes': (random, length) => fill(length, () => random.below(2) * 255),
  flat: (random, length) => random.bytes(length),
  skewed: (random, length) => fill(length, () => Math.clz32(random.below(2 ** 32)) * 5),
  'very skewed': (random, length) => fill(length, i => (random.once(500) ? random.below(256) : i & 1)),
  'all lengths of codes': (random, length) =>
    fill(length, () => Math.min(255, Math.floor(-Math.log2((random.below(2 ** 20) + 1) / 2 ** 20) * 9))),
  'numbers below a limit': (random, length, width) => {
    const limit = 1 << random.below(31)
    return numbers(length, width, () => BigInt(random.below(limit)))
  },
  'numbers of both signs': (random, length, width) => numbers(length, width, () => BigInt(random.below(2 ** 20) - 2 ** 19)),
  'numbers, few of them large': (random, length, width) => {
    const times = 1 + random.below(2000)
    return numbers(length, width, () => BigInt(random.below(2 ** 16)) << (random.once(times) ? BigInt(random.below(8 * width - 16)) : 0n))
  },
  'serial numbers': (random, length, width) => {
    const [first, step] = [BigInt(random.below(2 ** 31)), BigInt(random.below(2 ** random.below(20)))]
    return numbers(length, width, i => first + BigInt(i) * step)
  },
  'sorted numbers, often equal': (random, length, width) => {
    let value = 0n
    return numbers(length, width, () => (value += random.once(3) ? BigInt(random.below(900)) : 0n))
  },
  words: (random, length) => {
    const words = Array.from({ length: 300 }, () => random.bytes(1 + random.below(12)))
    const bytes = new Uint8Array(length)
    for (let at = 0; at < length; ) {
      const word = random.pick(words).subarray(0, length - at)
      bytes.set(word, at)
      at += word.length
    }
    return bytes
  },
  'a stretch of each': (random, length, width) => {
    const bytes = new Uint8Array(length)
    for (let at = 0; at < length; ) {
      const part = randomBody(random, Math.min(length - at, 1 + random.below(1 + length / 3)), width, 'a stretch of each')
      bytes.set(part, at)
      at += part.length
    }
    return bytes
  },
}

export const widths = [4, 8, 16, 9, 1, 13]

export function randomBody(random: Random, length: number, width: number, notOf?: string): Uint8Array {
  const kinds = Object.keys(bodies).filter(kind => kind !== notOf)
  return bodies[random.pick(kinds)]!(random, length, width)
}

/** A kernel of its own that compresses. */
export class KernelCompressors {
  readonly #kernel = new Kernel(kernelModule())
  readonly #room = 1024 * 1024
  readonly #address = this.#kernel.exports.allocate(this.#room)

  /** A zstd frame; undefined where the body has none. It is at most a megabyte; `behind` is what lies behind it. */
  zstd(body: Uint8Array, width: number, behind = 0xcd): Uint8Array | undefined {
    this.#place(body, behind)
    return this.#kernel.compressValues(this.#address, body.length, width)?.slice()
  }

  snappy(body: Uint8Array, behind = 0xcd): Uint8Array {
    this.#place(body, behind)
    const { exports } = this.#kernel
    const bytes = exports.compressSnappy(this.#address, body.length)
    return this.#kernel.bytes(exports.getCompressed(), bytes).slice()
  }

  #place(body: Uint8Array, behind: number): void {
    const place = this.#kernel.bytes(this.#address, this.#room)
    place.set(body)
    place.fill(behind, body.length, Math.min(this.#room, body.length + 64))
  }
}

/** What is wrong with the frame: it must be valid for two decoders, and not larger than zstd's headers around the body. */
export function wrongFrame(frame: Uint8Array, body: Uint8Array): string | undefined {
  if (frame.length > body.length + 9 + 3 * (Math.ceil(body.length / 2 ** 17) + 1)) return `${frame.length} bytes for ${body.length}`
  try {
    if (!zstdDecompressSync(frame).equals(body)) return "node's zstd reads other bytes"
  } catch (error) {
    return `node's zstd: ${error}`
  }
  if (body.length === 0) return undefined // hyparquet's make an error of it
  try {
    const decoded = compressors.ZSTD!(frame, body.length)
    return Buffer.compare(decoded, body) === 0 ? undefined : "hyparquet's zstd reads other bytes"
  } catch (error) {
    return `hyparquet's zstd: ${error}`
  }
}

/** What is wrong with a body in Snappy. */
export function wrongSnappy(bytes: Uint8Array, body: Uint8Array): string | undefined {
  if (bytes.length > 32 + body.length + body.length / 6) return `${bytes.length} bytes for ${body.length}`
  if (body.length === 0) return bytes.length === 1 && bytes[0] === 0 ? undefined : 'nothing is not the number 0'
  try {
    return Buffer.compare(compressors.SNAPPY!(bytes, body.length), body) === 0 ? undefined : "hyparquet's snappy reads other bytes"
  } catch (error) {
    return `hyparquet's snappy: ${error}`
  }
}

/** What is wrong with compressed random bodies, as sentences. */
export function wrongCompressed(count: number, longest: number, random: Random): string[] {
  const kernel = new KernelCompressors()
  return Array.from({ length: count }, () => {
    const width = random.pick(widths)
    const kind = random.pick(Object.keys(bodies))
    const body = bodies[kind]!(random, random.below(1 + random.below(longest)), width)
    const frame = kernel.zstd(body, width)
    const wrong = [frame && wrongFrame(frame, body), wrongSnappy(kernel.snappy(body), body)]
    return wrong.flatMap(what => what ?? []).map(what => `${body.length} bytes (${kind}, ${width} wide): ${what}`)
  }).flat()
}
