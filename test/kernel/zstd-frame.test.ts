// The kernel's zstd frames: every decoder reads the body back.

import { createHash } from 'node:crypto'
import { constants, zstdCompressSync } from 'node:zlib'
import { Random, testSeed } from '../oracle/random.ts'
import { range } from './one-column.ts'
import { bodies, KernelCompressors, widths, wrongCompressed, wrongFrame } from './random-bodies.ts'

const seed = testSeed()
const blockBytes = 128 * 1024
const kernel = new KernelCompressors()

describe.each(Object.entries(bodies))(`zstd frames of %s (seed ${seed})`, (_, bodyOf) => {
  const random = new Random(seed)

  it('are read back at every length up to 300 bytes', () => {
    const wrong = range(301).map(length => {
      const width = random.pick(widths)
      const body = bodyOf(random, length, width)
      const frame = kernel.zstd(body, width)
      return frame && wrongFrame(frame, body)
    })
    expect(wrong).toEqual(range(301).map(() => undefined))
  })

  it.each([-1, 0, 1, 65])('are read back at %i bytes more than whole blocks', more => {
    const width = random.pick(widths)
    const body = bodyOf(random, blockBytes + more, width)
    const frame = kernel.zstd(body, width)
    if (frame) expect(wrongFrame(frame, body)).toBeUndefined()
  })

  it('are the same whatever was compressed before, and whatever lies behind the body', () => {
    const body = bodyOf(random, 150_000, 8)
    const first = kernel.zstd(body, 8, 0)
    kernel.zstd(random.bytes(50_000), 4)
    expect(kernel.zstd(body, 8, 255)).toEqual(first)
    expect(new KernelCompressors().zstd(body, 8)).toEqual(first)
  })
})

it(`what is made of random bodies is read back (seed ${seed})`, () => {
  expect(wrongCompressed(20, 400_000, new Random(seed))).toEqual([])
})

it('a frame says how long its content is', () => {
  const frame = kernel.zstd(bodies['serial numbers']!(new Random(1), 100_000, 8), 8)!
  expect([...frame.subarray(0, 9)]).toEqual([0x28, 0xb5, 0x2f, 0xfd, 0b1010_0000, ...new Uint8Array(Uint32Array.of(100_000).buffer)])
})

it('there is no frame of values that have nothing in common', () => {
  expect(kernel.zstd(new Random(1).bytes(500_000), 8)).toBeUndefined()
})

const known = ['numbers below a limit', 'numbers, few of them large', 'serial numbers', 'sorted numbers, often equal']

it.each(known)('frames of %s are smaller than those of zstd, or hardly larger', kind => {
  const random = new Random(1)
  for (const width of [4, 8, 16]) {
    const body = bodies[kind]!(random, 500_000, width)
    const theirs = zstdCompressSync(body, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }).length
    const ours = kernel.zstd(body, width)
    if (ours) expect(ours.length).toBeLessThan(theirs * 1.03)
  }
})

it('a frame has the bytes that it had in earlier versions', () => {
  const random = new Random(1)
  const frames = known.map(kind => kernel.zstd(bodies[kind]!(random, 300_000, 8), 8)!)
  expect(createHash('sha256').update(Buffer.concat(frames)).digest('hex').slice(0, 16)).toBe('b3fb04dca6a5b014')
})
