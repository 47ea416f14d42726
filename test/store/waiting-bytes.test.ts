import { bufferBytes, WaitingBytes } from '../../src/store/waiting-bytes.ts'

/** What is taken, copied before the buffers are used again. */
async function takeAll(waiting: WaitingBytes): Promise<Buffer> {
  let all = Buffer.alloc(0)
  await waiting.take(async chunks => {
    all = Buffer.concat(chunks)
  })
  return all
}

describe('bytes that wait', () => {
  it.each([0, 1, bufferBytes - 1, bufferBytes, bufferBytes + 1, 3 * bufferBytes + 5])('come out as %i went in', async size => {
    const waiting = new WaitingBytes()
    const bytes = Buffer.from(Array.from({ length: size }, (_, i) => i * 7))
    waiting.add(bytes.subarray(0, size >> 1))
    waiting.add(bytes.subarray(size >> 1))
    expect(waiting.bytes).toBe(size)
    expect(Buffer.compare(await takeAll(waiting), bytes)).toBe(0)
    expect(waiting.bytes).toBe(0)
  })

  it('count until they are used, and those that come meanwhile wait for the next time', async () => {
    const waiting = new WaitingBytes()
    waiting.add(Buffer.from('first'))
    await waiting.take(async chunks => {
      waiting.add(Buffer.from('second'))
      expect(Buffer.concat(chunks).toString()).toBe('first')
      expect(waiting.bytes).toBe('firstsecond'.length)
    })
    expect((await takeAll(waiting)).toString()).toBe('second')
  })

  it('lie in the same memory as those before them', async () => {
    const seen = new Set<ArrayBufferLike>()
    for (let round = 0; round < 50; round++) {
      const waiting = new WaitingBytes()
      waiting.add(Buffer.alloc(2 * bufferBytes))
      await waiting.take(async chunks => {
        for (const { buffer } of chunks) seen.add(buffer)
      })
    }
    expect(seen.size).toBeLessThanOrEqual(16)
  })

  it('are forgotten when they are cleared', async () => {
    const waiting = new WaitingBytes()
    waiting.add(Buffer.from('gone'))
    waiting.clear()
    expect(waiting.bytes).toBe(0)
    expect(await takeAll(waiting)).toHaveLength(0)
  })
})
