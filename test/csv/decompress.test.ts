import { constants, crc32, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { decompress } from '../../src/csv/decompress.ts'
import { Failure } from '../../src/failure/failure.ts'
import { defaultLimits } from '../../src/schema/dataset.ts'
import { Chunks, collect } from './streams.ts'

const gzip = (text: string): Buffer => gzipSync(text)
const zstd = (text: string, checksum = true): Buffer =>
  zstdCompressSync(text, { params: { [constants.ZSTD_c_checksumFlag]: Number(checksum) } })
const skippable = (size: number, variant = 0): Buffer =>
  Buffer.concat([Buffer.of(0x50 + variant, 0x2a, 0x4d, 0x18, size & 0xff, size >> 8, 0, 0), Buffer.alloc(size, 0x28)])
const join = (...parts: Uint8Array[]): Buffer => Buffer.concat(parts)

const decoded = (bytes: Uint8Array, chunkSize?: number, limits = defaultLimits): Promise<Buffer> =>
  collect(decompress(Chunks.of(bytes, chunkSize), limits))

async function failureOf(outcome: Promise<unknown>): Promise<Failure> {
  const error = await outcome.then(
    () => undefined,
    reason => reason,
  )
  expect(error).toBeInstanceOf(Failure)
  return error
}

/** `decoded`, or the code of its failure; never hangs. */
const outcomeOf = async (bytes: Uint8Array, chunkSize?: number): Promise<string> => {
  try {
    return String(await decoded(bytes, chunkSize))
  } catch (error) {
    if (error instanceof Failure) return error.code
    throw error
  }
}

const text = 'id,name\n1,"a\nb"\n2,ü\n'
const textBytes = Buffer.byteLength(text)
const chunkSizes = [1, 2, 3, 7, 64, 65_536]

describe('decompress', () => {
  it.each(chunkSizes)('decodes plain, gzip and zstd in chunks of %d', async size => {
    for (const bytes of [Buffer.from(text), gzip(text), zstd(text), zstd(text, false)]) {
      expect(String(await decoded(bytes, size))).toBe(text)
    }
  })

  it('passes plain chunks through uncopied', async () => {
    const chunks = [Buffer.from(text), new Uint8Array(0), Buffer.from(text)]
    async function* source(): AsyncGenerator<Uint8Array> {
      yield* chunks
    }
    const out: Uint8Array[] = []
    for await (const piece of decompress(source(), defaultLimits)) out.push(piece)
    expect(out).toHaveLength(2)
    expect(out[0]).toBe(chunks[0])
    expect(out[1]).toBe(chunks[2])
  })

  it.each(['', '\x1f', '(', 'a', 'ab\n'])('passes %j through, too short for a magic', async short => {
    expect(String(await decoded(Buffer.from(short), 1))).toBe(short)
  })

  it('tells the compressed bytes read', async () => {
    const bytes = gzip(text)
    const totals: number[] = []
    await collect(decompress(Chunks.of(bytes, 10), defaultLimits, total => totals.push(total)))
    expect(totals).toEqual(Array.from({ length: Math.ceil(bytes.length / 10) }, (_, i) => Math.min(10 * (i + 1), bytes.length)))
  })

  it('decodes a large file in large chunks', async () => {
    const large = 'some,row,of,text\n'.repeat(300_000)
    for (const bytes of [gzip(large), zstd(large)]) {
      const sizes: number[] = []
      for await (const chunk of decompress(Chunks.of(bytes, 65_536), defaultLimits)) sizes.push(chunk.length)
      expect(sizes.reduce((a, b) => a + b)).toBe(large.length)
      expect(Math.max(...sizes)).toBeGreaterThanOrEqual(64 * 1024)
      expect(sizes.length).toBeLessThan(30)
    }
  })
})

describe('T18: concatenated members and frames', () => {
  const halves = [text.slice(0, 11), text.slice(11)] as const // the border falls inside a quoted field

  const files: [string, Buffer][] = [
    ['two gzip members', join(gzip(halves[0]), gzip(halves[1]))],
    ['empty gzip members', join(gzip(''), gzip(halves[0]), gzip(''), gzip(''), gzip(halves[1]), gzip(''))],
    ['a gzip member padded with zeros', join(gzip(text), Buffer.alloc(100))],
    ['two zstd frames', join(zstd(halves[0]), zstd(halves[1]))],
    ['zstd frames without checksum', join(zstd(halves[0], false), zstd(halves[1], false))],
    ['empty zstd frames', join(zstd(''), zstd(halves[0]), zstd(''), zstd(halves[1]), zstd(''))],
    ['zstd skippable frames', join(skippable(5), zstd(halves[0]), skippable(0, 15), zstd(halves[1]), skippable(300, 7))],
  ]

  it.each(files)('%s', async (_, bytes) => {
    for (const size of [...chunkSizes, bytes.length]) expect(String(await decoded(bytes, size))).toBe(text)
  })

  it('nothing but empty members is an empty file', async () => {
    expect(await decoded(join(gzip(''), gzip('')))).toHaveLength(0)
    expect(await decoded(join(skippable(4), zstd('')), 3)).toHaveLength(0)
  })

  it('many small members', async () => {
    const rows = Array.from({ length: 500 }, (_, i) => `${i},x\n`)
    expect(String(await decoded(join(...rows.map(gzip)), 1000))).toBe(rows.join(''))
    expect(String(await decoded(join(...rows.map(row => zstd(row))), 1000))).toBe(rows.join(''))
  })
})

describe('T16, T17: truncation', () => {
  // A cut at the end of a member or frame cannot be told from a shorter file.
  const files: [string, Buffer, number[]][] = [
    ['gzip', gzip(text), []],
    ['two gzip members', join(gzip('a,b\n'), gzip('1,2\n')), [gzip('a,b\n').length]],
    ['stored gzip blocks', gzipSync(text, { level: 0 }), []],
    ['zstd', zstd(text), []],
    ['zstd without checksum', zstd(text, false), []],
    ['two zstd frames', join(zstd('a,b\n'), zstd('1,2\n')), [zstd('a,b\n').length]],
    ['a skippable frame behind', join(zstd('a,b\n'), skippable(9)), [zstd('a,b\n').length]],
    ['zstd of several blocks', zstd('0123456789,abcdefgh\n'.repeat(20_000)), []],
  ]

  it.each(files)('%s: every cut is seen', async (_, bytes, ends) => {
    for (let cut = 4; cut < bytes.length; cut++) {
      for (const size of [bytes.length, 3]) {
        const outcome = await outcomeOf(bytes.subarray(0, cut), size)
        if (ends.includes(cut)) expect(outcome).not.toBe('SOURCE_TRUNCATED')
        else expect([cut, outcome]).toEqual([cut, 'SOURCE_TRUNCATED'])
      }
    }
  })

  it.each([1, 2, 3])('a gzip file of %d bytes is not taken for CSV in full', async length => {
    const outcome = await outcomeOf(gzip(text).subarray(0, length))
    expect(outcome).toBe(length === 1 ? '\x1f' : 'SOURCE_TRUNCATED')
  })
})

describe('T16, T17: damage', () => {
  const damaged = (bytes: Uint8Array, at: number): Buffer => {
    const copy = Buffer.from(bytes)
    copy[copy.length + at] = copy.at(at)! ^ 0x40
    return copy
  }

  it.each([
    ['a wrong CRC', damaged(gzip(text), -8)],
    ['a wrong length', damaged(gzip(text), -1)],
    ['a wrong CRC in the first of two members', join(damaged(gzip(text), -5), gzip(text))],
    ['an unknown gzip method', Buffer.from([0x1f, 0x8b, 9, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3, 4])],
    ['text behind a gzip member', join(gzip(text), Buffer.from('a,b\n'))],
    ['text behind the padding', join(gzip(text), Buffer.alloc(9), Buffer.from('a,b\n'))],
    ['a member behind the padding', join(gzip(text), Buffer.alloc(1), gzip(text))],
    ['a wrong zstd checksum', damaged(zstd(text), -1)],
    ['damaged zstd text', damaged(zstd(text), -9)],
    ['text behind a zstd frame', join(zstd(text), Buffer.from('more text'))],
    ['zeros behind a zstd frame', join(zstd(text), Buffer.alloc(9))],
    ['gzip behind a zstd frame', join(zstd(text), gzip(text))],
    ['zstd behind a gzip member', join(gzip(text), zstd(text))],
    ['a reserved zstd block type', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58, 0x07, 0, 0, 0, 0, 0])],
  ])('%s', async (_, bytes) => {
    for (const size of [1, 5, bytes.length]) expect(await outcomeOf(bytes, size)).toBe('SOURCE_CORRUPT')
  })

  it('a wrong byte anywhere is seen, or changes nothing', async () => {
    for (const [bytes, from] of [
      [gzip(text), 10],
      [zstd(text), 4],
    ] as const) {
      for (let at = from; at < bytes.length; at++) {
        const outcome = await outcomeOf(damaged(bytes, at - bytes.length), 1000)
        if (outcome !== text) expect([at, outcome]).toEqual([at, expect.stringMatching(/^SOURCE_(CORRUPT|TRUNCATED|TOO_LARGE)$/)])
      }
    }
  })

  it('a dictionary is asked for by name', async () => {
    const bytes = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x01, 0x58, 0x07, 0x01, 0, 0])
    expect((await failureOf(decoded(bytes))).message).toContain('dictionary')
  })
})

describe('S1, T42: limits', () => {
  it('decompressed bytes', async () => {
    const limits = { ...defaultLimits, sourceBytes: textBytes }
    for (const bytes of [Buffer.from(text), gzip(text), zstd(text)]) {
      expect(String(await decoded(bytes, undefined, limits))).toBe(text)
      const failure = await failureOf(decoded(bytes, undefined, { ...limits, sourceBytes: textBytes - 1 }))
      expect(failure.code).toBe('SOURCE_TOO_LARGE')
      expect(failure.message).toContain(`at most ${textBytes - 1} bytes`)
    }
  })

  it('decompressed bytes of all members together', async () => {
    const bytes = join(gzip(text), gzip(text), gzip(text))
    const failure = await failureOf(decoded(bytes, undefined, { ...defaultLimits, sourceBytes: 2.5 * textBytes }))
    expect(failure.code).toBe('SOURCE_TOO_LARGE')
  })

  it('stops a bomb by its ratio as soon as 64 MiB are out', async () => {
    const zeros = new Uint8Array(32 * 1024 * 1024)
    const limits = { ...defaultLimits, compressionRatio: 100 }
    for (const part of [gzipSync(zeros), zstdCompressSync(zeros)]) {
      let out = 0
      const bomb = Chunks.of(join(part, part, part, part, part))
      const failure = await failureOf(
        (async () => {
          for await (const chunk of decompress(bomb, limits)) out += chunk.length
        })(),
      )
      expect(failure.code).toBe('SOURCE_TOO_LARGE')
      expect(failure.message).toContain('at most 100 decompressed bytes per compressed byte')
      expect(out).toBeLessThanOrEqual(64 * 1024 * 1024)
      expect(bomb.closed).toBe(true)
    }
  })

  it('does not mind the ratio of a small file', async () => {
    const zeros = new Uint8Array(4 * 1024 * 1024)
    const out = await decoded(gzipSync(zeros), undefined, { ...defaultLimits, compressionRatio: 2 })
    expect(out).toHaveLength(zeros.length)
  })

  it('S2: undoes one layer only', async () => {
    const inner = gzip(text)
    expect(await decoded(gzipSync(inner))).toEqual(inner)
    expect(await decoded(zstdCompressSync(inner))).toEqual(inner)
  })

  it.each([
    ['window', [0x00, ((28 - 10) << 3) | 0]],
    ['content size of a single segment', [0xa0, 0, 0, 0, 0x10]],
  ])('S2: refuses a zstd frame whose %s is too large', async (_, header) => {
    const bytes = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, ...header, 1, 0, 0])
    const failure = await failureOf(decoded(bytes))
    expect(failure.code).toBe('SOURCE_TOO_LARGE')
    expect(failure.message).toContain('--long')
  })

  it('S2: takes the largest window that it allows', async () => {
    const bytes = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, (27 - 10) << 3, 0x19, 0, 0, 0x61, 0x2c, 0x62])
    expect(String(await decoded(bytes))).toBe('a,b')
  })
})

describe('the source stream', () => {
  const gate = (): { opened: Promise<void>; open: () => void } => {
    const { promise, resolve } = Promise.withResolvers<void>()
    return { opened: promise, open: resolve }
  }

  it.each([
    ['plain', (bytes: Uint8Array) => bytes],
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('is closed when the reader leaves early: %s', async (_, compress) => {
    const source = Chunks.of(compress(noise(200_000)), 1000)
    for await (const chunk of decompress(source, defaultLimits)) {
      expect(chunk.length).toBeGreaterThan(0)
      break
    }
    expect(source.closed).toBe(true)
  })

  it.each([
    ['gzip', join(gzip(text), Buffer.from('garbage'))],
    ['zstd', join(zstd(text), Buffer.from('garbage'))],
  ])('is closed when it is damaged: %s', async (_, bytes) => {
    const source = Chunks.of(join(bytes, Buffer.alloc(10_000)), 100)
    await failureOf(collect(decompress(source, defaultLimits)))
    expect(source.closed).toBe(true)
  })

  it.each([gzipSync, zstdCompressSync])('may fail with an error of its own', async compress => {
    const lost = new Failure({ code: 'STORE_UNAVAILABLE' })
    const bytes = compress(noise(10_000))
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, bytes.length / 2)
      throw lost
    }
    await expect(collect(decompress(failing(), defaultLimits))).rejects.toBe(lost)
    const late = async function* (): AsyncGenerator<Uint8Array> {
      yield bytes
      throw lost
    }
    await expect(collect(decompress(late(), defaultLimits))).rejects.toBe(lost)
  })

  it.each([gzipSync, zstdCompressSync])('is not read ahead of a reader that waits', async compress => {
    const source = Chunks.of(compress(noise(4_000_000)), 10_000)
    const total = Math.ceil(source.size / 10_000)
    const output = decompress(source, defaultLimits)
    await output.next()
    const { opened, open } = gate()
    setTimeout(open, 100)
    await opened
    expect(source.taken).toBeLessThan(total / 2)
    await output.return()
  })
})

describe('gzip headers', () => {
  it('may hold a name, a comment, extra fields and a CRC of their own', async () => {
    const trailer = Buffer.alloc(8)
    trailer.writeUInt32LE(crc32(text), 0)
    trailer.writeUInt32LE(Buffer.byteLength(text), 4)
    const header = Buffer.from([0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3, 2, 0, 7, 7, ...Buffer.from('name.csv\0why\0')])
    const headerCrc = Buffer.alloc(2)
    headerCrc.writeUInt16LE(crc32(header) & 0xffff)
    const bytes = join(header, headerCrc, deflateRawSync(text), trailer)
    for (const size of [1, bytes.length]) expect(String(await decoded(bytes, size))).toBe(text)
  })
})

/** Bytes that hardly compress, the same every time. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  let state = 1
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes[i] = 33 + ((state >>> 24) % 90)
  }
  return bytes
}
