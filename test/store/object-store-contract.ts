// What every adapter of the object store must do; each adapter's test runs these.

import { randomBytes } from 'node:crypto'
import type { ObjectInfo, ObjectStore } from '../../src/store/store.ts'

export interface ContractSubject {
  store: ObjectStore
  /** Whether metadata is kept. */
  keepsMetadata: boolean
  /** Whether conditions on writes are enforced; with fauxqs they are not. */
  enforcesConditions: boolean
  /** Whether any text is a key, or only what is a path as well. */
  keepsAnyKey: boolean
  /** Bare fauxqs lists in the order of a language; src/local mends that. */
  listsByBytes: boolean
}

export function describeObjectStore(name: string, subject: () => ContractSubject): void {
  describe(`${name} is an object store: it`, () => {
    const store = () => subject().store

    it('shows nothing of an object before it is committed, then all of it', async () => {
      const writer = store().writer('writer/new.bin')
      await writer.write(text('abc'))
      await writer.write(text('def'))
      expect(await store().head('writer/new.bin')).toBeUndefined()
      const { etag, size } = await writer.commit()
      expect(size).toBe(6)
      expect(await store().head('writer/new.bin')).toMatchObject({ key: 'writer/new.bin', size: 6, etag })
      expect(await readAll(store(), 'writer/new.bin')).toEqual(text('abcdef'))
    })

    it('leaves what was there until the replacement is committed', async () => {
      await store().put('writer/replaced', text('old'))
      const writer = store().writer('writer/replaced')
      await writer.write(text('newer'))
      expect(await readAll(store(), 'writer/replaced')).toEqual(text('old'))
      await writer.commit()
      expect(await readAll(store(), 'writer/replaced')).toEqual(text('newer'))
    })

    it('leaves nothing behind when a writer is aborted, however often', async () => {
      const writer = store().writer('aborted/a')
      await writer.write(text('abc'))
      await writer.abort()
      await writer.abort()
      expect(await store().head('aborted/a')).toBeUndefined()
      expect(await keys(store(), 'aborted/')).toEqual([])
      await expect(writer.write(text('more'))).rejects.toMatchObject({ code: 'INTERNAL' })
    })

    it('lets abort after commit change nothing', async () => {
      const writer = store().writer('aborted/late')
      await writer.commit()
      await writer.abort()
      expect((await store().head('aborted/late'))?.size).toBe(0)
      await store().delete('aborted/late')
    })

    it('keeps large objects byte for byte', async () => {
      const parts = Array.from({ length: 7 }, (_, index) => randomBytes(2_000_000 + index))
      const writer = store().writer('large/object')
      for (const part of parts) await writer.write(part)
      const { size } = await writer.commit()
      const whole = Buffer.concat(parts)
      expect(size).toBe(whole.byteLength)
      expect(Buffer.compare(await readAll(store(), 'large/object'), whole)).toBe(0)
    })

    it('has copied what was written, however little, when write resolves', async () => {
      const writer = store().writer('large/reused')
      const buffer = Buffer.alloc(300_000)
      for (const byte of [1, 2, 3]) {
        await writer.write(buffer.fill(byte))
        await writer.write(buffer.subarray(0, 3).fill(byte + 10))
      }
      await writer.commit()
      const expected = [1, 2, 3].flatMap(byte => [Buffer.alloc(300_000, byte), Buffer.alloc(3, byte + 10)])
      expect(Buffer.compare(await readAll(store(), 'large/reused'), Buffer.concat(expected))).toBe(0)
    })

    it('reads half-open ranges', async () => {
      await store().put('ranges', text('0123456789'))
      expect(await readAll(store(), 'ranges', { start: 2, end: 5 })).toEqual(text('234'))
      expect(await readAll(store(), 'ranges', { start: 7 })).toEqual(text('789'))
      expect(await readAll(store(), 'ranges', { end: 2 })).toEqual(text('01'))
      expect(await readAll(store(), 'ranges', { start: 3, end: 3 })).toEqual(text(''))
    })

    it('gives an object another etag when its content changes', async () => {
      const { etag: first } = await store().put('etags', text('one'))
      const { etag: second } = await store().put('etags', text('two'))
      expect(second).not.toBe(first)
      expect((await store().head('etags'))?.etag).toBe(second)
    })

    it('reads only the content that is meant', async () => {
      const { etag } = await store().put('versions', text('one'))
      expect(await readAll(store(), 'versions', { ifMatch: etag })).toEqual(text('one'))
      await store().put('versions', text('two'))
      await expect(readAll(store(), 'versions', { ifMatch: etag })).rejects.toMatchObject({ code: 'SOURCE_CHANGED' })
    })

    it('says when there is nothing to read', async () => {
      await expect(readAll(store(), 'nothing/here')).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' })
      await expect(store().copy('nothing/here', 'anywhere')).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' })
    })

    it('deletes, also what is not there, and only the content that is meant', async () => {
      const { etag } = await store().put('deleted', text('one'))
      await store().put('deleted', text('two'))
      await expect(store().delete('deleted', { ifMatch: etag })).rejects.toMatchObject({ code: 'SOURCE_CHANGED' })
      expect(await readAll(store(), 'deleted')).toEqual(text('two'))
      await store().delete('deleted')
      await store().delete('deleted')
      await store().delete('deleted', { ifMatch: etag })
      expect(await store().head('deleted')).toBeUndefined()
    })

    it('copies only the content that is meant', async () => {
      const { etag } = await store().put('copies/a', text('one'))
      await store().copy('copies/a', 'copies/b', { ifMatch: etag })
      expect(await readAll(store(), 'copies/b')).toEqual(text('one'))
      await store().put('copies/a', text('two'))
      await expect(store().copy('copies/a', 'copies/b', { ifMatch: etag })).rejects.toMatchObject({ code: 'SOURCE_CHANGED' })
      expect(await readAll(store(), 'copies/b')).toEqual(text('one'))
    })

    it('lists what starts with a prefix, in key order', async () => {
      for (const key of ['list/b', 'list/a/2', 'list/a/10', 'listing', 'list/c d+e%41']) await store().put(key, text(key))
      const found: ObjectInfo[] = []
      for await (const info of store().list('list/')) found.push(info)
      expect(found.map(({ key }) => key)).toEqual(['list/a/10', 'list/a/2', 'list/b', 'list/c d+e%41'])
      expect(await keys(store(), 'list/', { startAfter: 'list/a/2' })).toEqual(['list/b', 'list/c d+e%41'])
      expect(found[0]).toMatchObject({ size: 9, etag: (await store().head('list/a/10'))!.etag })
    })

    it('lists from behind a key, whether that is there or not', async () => {
      for (const key of ['after/a', 'after/b', 'after/c d', 'after/e']) await store().put(key, text(key))
      expect(await keys(store(), 'after/', { startAfter: 'after/b' })).toEqual(['after/c d', 'after/e'])
      expect(await keys(store(), 'after/', { startAfter: 'after/bb' })).toEqual(['after/c d', 'after/e'])
      expect(await keys(store(), 'after/', { startAfter: 'after/e' })).toEqual([])
      expect(await keys(store(), 'after/', { startAfter: 'a' })).toHaveLength(4)
    })

    it('lists in the order of UTF-8 bytes, not of UTF-16 code units', async () => {
      if (!subject().listsByBytes) return
      const inOrder = ['order/a!', 'order/a.csv', 'order/a.csv.gz', 'order/a/b', 'order/é', 'order/\uff5e', 'order/\u{1f600}']
      for (const key of inOrder.toReversed()) await store().put(key, text(key))
      expect(await keys(store(), 'order/')).toEqual(inOrder)
      expect(await keys(store(), 'order/', { startAfter: 'order/\uff5e' })).toEqual(['order/\u{1f600}'])
    })

    it('keeps awkward keys apart', async () => {
      const awkward = ['k/a b', 'k/a+b', 'k/a%20b', 'k/ä', 'k/日本', 'k/a&b=c?d#e', "k/'quoted'", 'k/$(x)`y`', 'k/~!*()']
      const subjectKeys = subject().keepsAnyKey ? [...awkward, 'k/a//b', 'k/a/../b', 'k/back\\slash'] : awkward
      for (const key of subjectKeys) await store().put(key, text(key))
      for (const key of subjectKeys) expect(await readAll(store(), key)).toEqual(text(key))
      expect(new Set(await keys(store(), 'k/'))).toEqual(new Set(subjectKeys))
      for (const key of subjectKeys) {
        await store().copy(key, `${key}.copy`)
        expect(await readAll(store(), `${key}.copy`)).toEqual(text(key))
      }
    })

    it('keeps metadata, in copies too', async () => {
      if (!subject().keepsMetadata) return
      await store().put('metadata/a', text('x'), { metadata: { 'parquetry-source': 'in%2Fa.csv', other: 'b' }, contentType: 'text/csv' })
      await store().copy('metadata/a', 'metadata/b')
      for (const key of ['metadata/a', 'metadata/b']) {
        expect((await store().head(key))?.metadata).toEqual({ 'parquetry-source': 'in%2Fa.csv', other: 'b' })
      }
    })

    it('writes where nothing must be only when nothing is', async () => {
      if (!subject().enforcesConditions) return
      await store().put('conditions/new', text('first'), { condition: { ifAbsent: true } })
      const second = store().put('conditions/new', text('second'), { condition: { ifAbsent: true } })
      await expect(second).rejects.toMatchObject({ code: 'OUTPUT_CHANGED' })
      await expect(store().copy('ranges', 'conditions/new', { ifAbsent: true })).rejects.toMatchObject({ code: 'OUTPUT_CHANGED' })
      expect(await readAll(store(), 'conditions/new')).toEqual(text('first'))
    })

    it('replaces only what it was told to, small and large', async () => {
      if (!subject().enforcesConditions) return
      for (const chunk of [text('small'), randomBytes(6_000_000)]) {
        const { etag } = await store().put('conditions/replaced', text('first'))
        const [winner, loser] = [store().writer('conditions/replaced'), store().writer('conditions/replaced')]
        for (const writer of [winner, loser]) await writer.write(chunk)
        await winner.commit({ ifMatch: etag })
        await expect(loser.commit({ ifMatch: etag })).rejects.toMatchObject({ code: 'OUTPUT_CHANGED' })
        await loser.abort()
        expect(Buffer.compare(await readAll(store(), 'conditions/replaced'), chunk)).toBe(0)
        await store().delete('conditions/replaced')
        const late = store().put('conditions/replaced', text('late'), { condition: { ifMatch: etag } })
        await expect(late).rejects.toMatchObject({ code: 'OUTPUT_CHANGED' })
      }
    })
  })
}

export function text(value: string): Buffer {
  return Buffer.from(value)
}

export async function readAll(store: ObjectStore, ...request: Parameters<ObjectStore['read']>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of store.read(...request)) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

export async function keys(store: ObjectStore, ...request: Parameters<ObjectStore['list']>): Promise<string[]> {
  const found: string[] = []
  for await (const { key } of store.list(...request)) found.push(key)
  return found
}
