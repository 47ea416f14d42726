// The smallest and largest value of each page.

import { parseType } from '../../src/schema/column-type.ts'
import { decodeBound } from './host/decode-chunk.ts'
import { KernelHost } from './host/kernel-host.ts'
import { double, lines, maxPageRows, runTexts, text } from './one-column.ts'
import { wrongBounds } from './wrong-bounds.ts'

describe('bounds', () => {
  it('are those of the column’s order: decimals of more than 18 digits are signed', () => {
    const column = { type: parseType('decimal(38,2)')! }
    const { chunks } = new KernelHost({ columns: [column] }).run(
      lines(['-1', '0', '5', '-12345678901234567890', '12345678901234567890', '']),
    )
    expect(wrongBounds(chunks[0]!, column)).toEqual([])
    expect(decodeBound(chunks[0]!.pages[0]!.min!, column)).toBe(-1234567890123456789000n)
  })

  it('of long texts are their first 65 bytes', () => {
    const { chunks } = runTexts(['a'.repeat(100), 'b'.repeat(64), 'b'.repeat(66), 'b'.repeat(70)])
    expect(wrongBounds(chunks[0]!, text)).toEqual([])
    expect(chunks[0]!.pages[0]!.max!.length).toBe(65)
  })

  it('are absent where there is no value, or NaN only', () => {
    const { chunks } = new KernelHost({ columns: [double] }).run(lines(['NaN', '', 'nan']))
    expect(chunks[0]!.pages.map(({ min, max, nanCount }) => ({ min, max, nanCount }))).toEqual([
      { min: undefined, max: undefined, nanCount: 2 },
    ])
  })

  it('are those of each page, with a dictionary too', () => {
    const values = [...Array<string>(maxPageRows).fill('m'), ...Array<string>(maxPageRows).fill('b'), 'm', 'z']
    const { chunks } = runTexts(values)
    expect(chunks[0]!.pages.map(({ min, max }) => `${Buffer.from(min!)}…${Buffer.from(max!)}`)).toEqual(['m…m', 'b…b', 'm…z'])
  })
})
