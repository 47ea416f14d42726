import { PartBuffer } from '../../src/store/part-buffer.ts'

const partBytes = 200_000

/** Puts all of it in, taking a part whenever one is full. */
function parts(buffer: PartBuffer, bytes: Uint8Array, taken: (part: Buffer) => void): void {
  for (let left = bytes; left.byteLength > 0; ) {
    left = left.subarray(buffer.add(left, partBytes))
    if (buffer.length === partBytes) taken(buffer.take())
  }
}

describe('a part that is being filled', () => {
  it.each([1, 65_536, 65_537, partBytes, partBytes + 1, 3 * partBytes])('holds what was put in: %i bytes', size => {
    const buffer = new PartBuffer()
    const bytes = Buffer.from(Array.from({ length: size }, (_, i) => i * 13))
    const found: Buffer[] = []
    for (let at = 0; at < size; at += 30_000) parts(buffer, bytes.subarray(at, at + 30_000), part => found.push(part))
    expect(found.map(part => part.length)).toEqual(Array(Math.floor(size / partBytes)).fill(partBytes))
    expect(Buffer.compare(Buffer.concat([...found, buffer.take()]), bytes)).toBe(0)
  })

  it('takes little memory while there is little in it', () => {
    const buffer = new PartBuffer()
    buffer.add(Buffer.from('few'), partBytes)
    expect(buffer.take().buffer.byteLength).toBeLessThan(partBytes)
  })

  it('uses the memory of parts again that are not needed any more', () => {
    const buffer = new PartBuffer()
    const memory = new Set<ArrayBufferLike>()
    parts(buffer, Buffer.alloc(50 * partBytes), part => {
      memory.add(part.buffer)
      buffer.reuse(part)
    })
    expect(memory.size).toBe(2)
  })

  it('outgrows the memory of smaller parts', () => {
    const buffer = new PartBuffer()
    parts(buffer, Buffer.alloc(partBytes), part => buffer.reuse(part))
    const larger = Buffer.alloc(2 * partBytes, 1)
    expect(buffer.add(larger, 2 * partBytes)).toBe(2 * partBytes)
    expect(Buffer.compare(buffer.take(), larger)).toBe(0)
  })
})
