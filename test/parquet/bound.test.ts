import { lowerBound, maxBoundBytes, upperBound } from '../../src/parquet/bound.ts'
import type { ColumnType } from '../../src/schema/column-type.ts'

const string: ColumnType = { name: 'string' }
const binary: ColumnType = { name: 'binary' }
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
const readUtf8 = (bytes: Uint8Array | undefined): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes)

describe('bounds of values', () => {
  it('are the values themselves up to the limit', () => {
    const value = utf8('a'.repeat(maxBoundBytes))
    expect(lowerBound(string, value)).toEqual({ value, isExact: true })
    expect(upperBound(string, value)).toEqual({ value, isExact: true })
  })

  it('are cut below and raised above', () => {
    const value = utf8('a'.repeat(maxBoundBytes + 1))
    expect(readUtf8(lowerBound(string, value).value)).toBe('a'.repeat(maxBoundBytes))
    expect(readUtf8(upperBound(string, value)?.value)).toBe(`${'a'.repeat(maxBoundBytes - 1)}b`)
    expect(lowerBound(string, value).isExact).toBe(false)
    expect(upperBound(string, value)?.isExact).toBe(false)
  })

  it.each([
    ['two bytes', 'é'],
    ['three bytes', '東'],
    ['four bytes', '👍'],
  ])('never cut a character of %s', (_, character) => {
    for (let padding = 0; padding < 4; padding++) {
      const text = 'x'.repeat(padding) + character.repeat(40)
      const [lower, upper] = [lowerBound(string, utf8(text)), upperBound(string, utf8(text))]
      expect(text.startsWith(readUtf8(lower.value))).toBe(true)
      expect(Buffer.compare(upper?.value ?? new Uint8Array(), utf8(text))).toBeGreaterThan(0)
      expect(readUtf8(upper?.value).length).toBeGreaterThan(0)
      expect(upper?.value.length).toBeLessThanOrEqual(maxBoundBytes)
    }
  })

  it.each([
    ['that has no successor of its length: the one before is raised', `${'a'.repeat(60)}\u{7f}`.padEnd(80, '\u{7f}'), `${'a'.repeat(59)}b`],
    ['that is the last before the surrogates', `${'a'.repeat(61)}\ud7ff${'a'.repeat(40)}`, `${'a'.repeat(61)}\ue000`],
  ])('step over a character %s', (_, text, expected) => {
    expect(readUtf8(upperBound(string, utf8(text))?.value)).toBe(expected)
  })

  it('do not exist above where every character is the last one', () => {
    expect(upperBound(string, utf8('\u{10ffff}'.repeat(30)))).toBeUndefined()
    expect(upperBound(binary, new Uint8Array(100).fill(0xff))).toBeUndefined()
  })

  it('carry in binaries', () => {
    const value = new Uint8Array(100).fill(0xff)
    value[0] = 7
    expect(upperBound(binary, value)).toEqual({ value: Uint8Array.of(8), isExact: false })
  })

  it('of fixed length are never cut', () => {
    const value = new Uint8Array(100)
    expect(lowerBound({ name: 'decimal', precision: 38, scale: 0 }, value).isExact).toBe(true)
  })
})
