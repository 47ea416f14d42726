// The kernel's Snappy: another decoder reads the body back.

import { createHash } from 'node:crypto'
import { Random, testSeed } from '../oracle/random.ts'
import { range } from './one-column.ts'
import { bodies, KernelCompressors, wrongSnappy } from './random-bodies.ts'

const seed = testSeed()
const kernel = new KernelCompressors()

describe.each(Object.entries(bodies))(`snappy of %s (seed ${seed})`, (_, bodyOf) => {
  const random = new Random(seed)

  it('is read back at every length up to 300 bytes', () => {
    const wrong = range(301).map(length => {
      const body = bodyOf(random, length, 8)
      return wrongSnappy(kernel.snappy(body), body)
    })
    expect(wrong).toEqual(range(301).map(() => undefined))
  })

  it.each([65_535, 65_536, 65_537, 300_000])('is read back at %i bytes', length => {
    const body = bodyOf(random, length, 8)
    expect(wrongSnappy(kernel.snappy(body), body)).toBeUndefined()
  })

  it('is the same whatever was compressed before, and whatever lies behind the body', () => {
    const body = bodyOf(random, 100_000, 8)
    const first = kernel.snappy(body, 0)
    kernel.snappy(random.bytes(50_000))
    expect(kernel.snappy(body, 255)).toEqual(first)
  })
})

it('copies reach back 65,535 bytes and not one more', () => {
  const noise = new Random(1).bytes(65_536) // in noise steps are long, and whether one meets the copy is chance
  for (const distance of [65_535, 65_536]) {
    const head = noise.subarray(0, distance)
    const body = Buffer.concat([head, head.subarray(0, 1000)])
    const bytes = kernel.snappy(body)
    expect(wrongSnappy(bytes, body)).toBeUndefined()
    if (distance === 65_535) expect(bytes.length).toBeLessThan(distance + 100)
    else expect(bytes.length).toBeGreaterThan(distance + 900)
  }
})

it('noise is one literal', () => {
  for (const length of [60, 61, 256, 257, 65_536, 65_537, 200_000]) {
    const noise = new Random(seed).bytes(length)
    const bytes = kernel.snappy(noise)
    expect(wrongSnappy(bytes, noise)).toBeUndefined()
    expect(bytes.length).toBeLessThan(length + 10)
  }
})

it('gives the bytes that it gave in earlier versions', () => {
  const body = bodies.words!(new Random(1), 200_000, 8)
  expect(createHash('sha256').update(kernel.snappy(body)).digest('hex').slice(0, 16)).toBe('e6de02d977665043')
})
