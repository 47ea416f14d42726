import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addAbortSignal, Readable } from 'node:stream'
import type { Input } from '../../../src/cli/convert/find-inputs.ts'
import { openSource, type SourceOptions } from '../../../src/cli/convert/open-source.ts'
import { parseLocation } from '../../../src/cli/location.ts'
import { MemoryStore } from '../../pipeline/memory-store.ts'
import { useTemporaryFolder } from '../run-parquetry.ts'

const folder = useTemporaryFolder()
const inputOf = (name: string): Input => ({ location: parseLocation(name), name, below: name, searched: false })

function options({ io, ...more }: Partial<Omit<SourceOptions, 'io'>> & { io?: Partial<SourceOptions['io']> } = {}): SourceOptions {
  return {
    readTwice: true,
    io: { readStdin: chunksOf(), signal: new AbortController().signal, ...io },
    openBucket: () => Promise.reject(new Error('no bucket')),
    ...more,
  }
}

function chunksOf(...texts: string[]): SourceOptions['io']['readStdin'] {
  return async function* () {
    for (const text of texts) yield Buffer.from(text)
  }
}

async function textOf(source: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of source) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe('a file', () => {
  it('is read as often as wanted', async () => {
    writeFileSync(join(folder.path, 'a.csv'), 'abc')
    const source = await openSource(inputOf(join(folder.path, 'a.csv')), options())
    expect([await textOf(source.open()), await textOf(source.open()), source.size]).toEqual(['abc', 'abc', 3])
    expect(source.provenance).toEqual({ 'parquetry.source': 'a.csv' })
  })

  it('that changes between two readings, or during one, is refused', async () => {
    const path = join(folder.path, 'a.csv')
    writeFileSync(path, 'abc')
    const source = await openSource(inputOf(path), options())
    await textOf(source.open())
    appendFileSync(path, 'd')
    await expect(textOf(source.open())).rejects.toMatchObject({ data: { code: 'SOURCE_CHANGED', source: path } })
  })

  it('that is none is named', async () => {
    await expect(openSource(inputOf(folder.path), options())).rejects.toMatchObject({ data: { code: 'SOURCE_NOT_CSV' } })
    await expect(openSource(inputOf(join(folder.path, 'x')), options())).rejects.toMatchObject({ data: { code: 'SOURCE_NOT_FOUND' } })
  })
})

describe('stdin', () => {
  const readStdin = chunksOf('one ', 'two ', 'three')

  it('is kept on the first reading and gives the same again', async () => {
    const source = await openSource(inputOf('-'), options({ io: { readStdin } }))
    expect(await textOf(source.open())).toBe('one two three')
    expect(await textOf(source.open())).toBe('one two three')
    await source.close()
  })

  it('goes on where a first reading stopped early', async () => {
    const source = await openSource(inputOf('-'), options({ io: { readStdin } }))
    const first = source.open()[Symbol.asyncIterator]()
    expect(Buffer.from((await first.next()).value).toString()).toBe('one ')
    await first.return?.()
    expect(await textOf(source.open())).toBe('one two three')
    await source.close()
  })

  it('is not kept when it is read once', async () => {
    const source = await openSource(inputOf('-'), options({ io: { readStdin }, readTwice: false }))
    expect([await textOf(source.open()), await textOf(source.open())]).toEqual(['one two three', ''])
    await source.close()
  })

  it('that never ends is left when the signal comes', async () => {
    const controller = new AbortController()
    const readStdin = (signal: AbortSignal) => addAbortSignal(signal, new Readable({ read() {} }))[Symbol.asyncIterator]()
    const source = await openSource(inputOf('-'), options({ io: { readStdin, signal: controller.signal } }))
    const reading = textOf(source.open())
    setImmediate(() => controller.abort())
    await expect(reading).rejects.toThrow('aborted')
    await source.close()
  })
})

describe('an object', () => {
  it('is read in the version that was found, and says which', async () => {
    const store = new MemoryStore()
    const { etag } = await store.put('2026/a.csv', Buffer.from('abc'))
    const source = await openSource(inputOf('s3://in/2026/a.csv'), options({ openBucket: async () => store }))
    expect(await textOf(source.open())).toBe('abc')
    expect(source).toMatchObject({ size: 3, provenance: { 'parquetry.source': 's3://in/2026/a.csv', 'parquetry.etag': etag } })
    await store.put('2026/a.csv', Buffer.from('other'))
    await expect(textOf(source.open())).rejects.toMatchObject({ data: { code: 'SOURCE_CHANGED' } })
  })

  it('that is not there is named with its bucket', async () => {
    const opened = openSource(inputOf('s3://in/x.csv'), options({ openBucket: async () => new MemoryStore() }))
    await expect(opened).rejects.toThrow('s3://in/x.csv: there is no such file or object; fix: check bucket and key')
  })
})
