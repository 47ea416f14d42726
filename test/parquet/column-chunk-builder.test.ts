import { chunkBuffers, chunkPages } from '../../src/parquet/column-chunk.ts'
import { ColumnChunkBuilder } from '../../src/parquet/column-chunk-builder.ts'
import { CODECS } from '../../src/schema/codec.ts'
import type { Column } from '../../src/schema/dataset.ts'
import { plainPage, SlowDictionary } from './slow-encoder.ts'

const text: Column = { name: 'text', type: { name: 'string' }, nullable: true, source: 'text' }
const double: Column = { name: 'double', type: { name: 'double' }, nullable: false, source: 'double' }

describe('a column chunk', () => {
  it('keeps nothing of the bodies it is given', () => {
    const page = plainPage(text, ['b', 'a'])
    const [kept, disturbed] = [new ColumnChunkBuilder(text, 'none'), new ColumnChunkBuilder(text, 'none')]
    kept.addPage(structuredClone(page))
    disturbed.addPage(page)
    page.body.fill(0)
    expect(disturbed.finish()).toEqual(kept.finish())
  })

  it.each(CODECS)('survives being handed to another thread: %s', codec => {
    const builder = new ColumnChunkBuilder(text, codec)
    const dictionary = new SlowDictionary(text)
    builder.addPage(dictionary.page(['x', null, 'x']))
    builder.addPage(plainPage(text, ['y']))
    const chunk = builder.finish(dictionary.finish())
    const copy = structuredClone(chunk)
    expect(structuredClone(chunk, { transfer: chunkBuffers(chunk) })).toEqual(copy)
  })

  it('holds no more memory than the bytes of its pages', () => {
    for (const codec of CODECS) {
      const builder = new ColumnChunkBuilder(text, codec)
      builder.addPage(plainPage(text, ['some text']))
      const chunk = builder.finish()
      expect(chunkPages(chunk).map(page => page.bytes.buffer.byteLength)).toEqual([builder.compressedBytes])
    }
  })

  it('leaves out a dictionary that no page refers to', () => {
    const builder = new ColumnChunkBuilder(text, 'none')
    builder.addPage(plainPage(text, ['a']))
    expect(builder.finish({ body: new Uint8Array(5), valueCount: 1 }).dictionary).toBeUndefined()
  })

  it('refuses dictionary pages without a dictionary, and pages without rows', () => {
    const builder = new ColumnChunkBuilder(text, 'none')
    builder.addPage(new SlowDictionary(text).page(['a']))
    expect(() => builder.finish()).toThrow('dictionary pages without a dictionary')
    expect(() => builder.addPage(plainPage(text, []))).toThrow('a page without rows')
  })

  it('knows its NaNs only if every page tells them', () => {
    const builder = new ColumnChunkBuilder(double, 'none')
    builder.addPage(plainPage(double, [Number.NaN, 1]))
    builder.addPage(plainPage(double, [Number.NaN]))
    expect(builder.finish().nanCount).toBe(2)
    const { nanCount, ...silent } = plainPage(double, [1])
    builder.addPage(silent)
    expect(builder.finish().nanCount).toBeUndefined()
  })

  it('has no bounds of doubles that may be NaN', () => {
    const { nanCount, ...silent } = plainPage(double, [1])
    for (const page of [silent, plainPage(double, [1, Number.NaN])]) {
      const builder = new ColumnChunkBuilder(double, 'none')
      builder.addPage(plainPage(double, [2]))
      builder.addPage(page)
      expect(builder.finish()).toMatchObject({ min: undefined, max: undefined })
    }
  })
})
