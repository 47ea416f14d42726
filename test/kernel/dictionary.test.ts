// When a column chunk has a dictionary, what is in it, and that values survive its end.

import { KernelHost } from './host/kernel-host.ts'
import {
  dictionaryValues,
  double,
  encodingsOf,
  lines,
  maxDictionaryBytes,
  maxPageRows,
  range,
  runLongs,
  runTexts,
  stringsOf,
  text,
} from './one-column.ts'

describe('dictionaries', () => {
  it('hold each value once, in the order they came', () => {
    const { chunks } = runTexts(['b', 'a', '', null, 'b', 'c', 'a', '', 'b'].flatMap(value => Array<string | null>(20).fill(value)))
    expect(stringsOf(dictionaryValues(chunks[0]!, text))).toEqual(['b', 'a', '', 'c'])
  })

  it('tell values apart that differ in one bit only', () => {
    const values = range(64).flatMap(bit => Array<bigint>(5).fill(BigInt.asIntN(64, 1n << BigInt(bit))))
    const { columns, chunks } = runLongs(values)
    expect(columns[0]).toEqual(values)
    expect(chunks[0]!.dictionary?.valueCount).toBe(64)
  })

  it('tell zeros apart by their sign', () => {
    const { columns, chunks } = new KernelHost({ columns: [double] }).run(lines(Array<string[]>(20).fill(['0', '-0', '0.0']).flat()))
    expect(columns[0]!.slice(0, 3)).toEqual([0, -0, 0])
    expect(chunks[0]!.dictionary?.valueCount).toBe(2)
  })

  it('are given up by the first page where they do not pay', () => {
    const values = range(3 * maxPageRows).map(i => BigInt(i))
    const { columns, chunks } = runLongs(values)
    expect(columns[0]).toEqual(values)
    expect(new Set(encodingsOf(chunks[0]!))).toEqual(new Set(['PLAIN']))
    expect(chunks[0]!.dictionary).toBeUndefined()
  })

  it('are judged by the first page with values', () => {
    const values = [...Array<null>(maxPageRows).fill(null), ...range(2 * maxPageRows).map(i => BigInt(i % 10))]
    const { columns, chunks } = runLongs(values)
    expect(columns[0]).toEqual(values)
    expect(encodingsOf(chunks[0]!)).toEqual(['PLAIN', 'RLE_DICTIONARY', 'RLE_DICTIONARY'])
  })

  it('that outgrow their limit are closed: the column chunk goes on in PLAIN', () => {
    const values = [...range(maxPageRows).map(i => BigInt(i % 1000)), ...range(200_000).map(i => BigInt(i))]
    const { columns, chunks } = runLongs(values)
    expect(columns[0]).toEqual(values)
    const found = encodingsOf(chunks[0]!)
    expect(found.lastIndexOf('RLE_DICTIONARY')).toBeLessThan(found.indexOf('PLAIN'))
    expect(found).toContain('RLE_DICTIONARY')
    expect(chunks[0]!.dictionary!.body.length).toBe(maxDictionaryBytes)
  })

  it('of texts are closed by a value that does not fit, between nulls too', () => {
    const repeated = range(2000).map(i => (i % 3 === 0 ? null : `value ${i % 7}`))
    const values = [...repeated, 'x'.repeat(maxDictionaryBytes), null, ...repeated]
    const { columns, chunks } = runTexts(values)
    expect(stringsOf(columns[0]!)).toEqual(values)
    const [first, ...others] = encodingsOf(chunks[0]!)
    expect(first).toBe('RLE_DICTIONARY')
    expect(new Set(others)).toEqual(new Set(['PLAIN']))
    expect(chunks[0]!.dictionary!.valueCount).toBe(7)
  })

  it('begin anew with each column chunk', () => {
    const host = new KernelHost({ columns: [text] })
    const source = lines(Array<string[]>(50).fill(['a', 'b', '']).flat())
    const first = host.run(source)
    host.run(lines(range(70_000).map(i => `other ${i}`)))
    host.run(new Uint8Array(0))
    expect(host.run(source).chunks).toEqual(first.chunks)
  })
})
