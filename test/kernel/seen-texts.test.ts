// What is recognised by its text comes out as if it had been parsed: the same source in one block, where no text has been seen before, and in many.

import { isDeepStrictEqual as isDeepEqual } from 'node:util'
import { Random, testSeed } from '../oracle/random.ts'
import type { HostColumn } from './host/host-column.ts'
import { type HostOptions, KernelHost } from './host/kernel-host.ts'
import { double, lines, long, maxDictionaryBytes, maxPageRows, range, text } from './one-column.ts'

const seed = testSeed()
const decimal: HostColumn = { type: { name: 'decimal', precision: 12, scale: 2 } }
const date: HostColumn = { type: { name: 'date' } }

// Several texts of one value; texts that differ in what a table with gaps might overlook; nulls; the longest that is remembered and one more.
const texts: [string, HostColumn, string[]][] = [
  ['long', long, ['1', '01', '+1', ' 1', '"1"', '-1', '10', '9007199254740993', '0000000000000001', '00000000000000001', '', 'NA', '2\t']],
  ['double', double, ['1', '1.0', '1e0', 'nan', '-nan', 'inf', '-0', '0', '0.1', '', 'NA', '"0.1"', '0.30000000000000004']],
  ['decimal', decimal, ['1', '1.0', '1.00', '"1"', '-1', '0.01', '', '9999999999.99', '+1.000000000000', '1.5']],
  ['date', date, ['2026-01-31', '"2026-01-31"', ' 2026-01-31', '1970-01-01', '', '9999-12-31']],
  [
    'string',
    text,
    ['a', '"a"', 'a\0', 'a\0\0', '', '""', '"a""b"', 'é', 'ä', 'x'.repeat(16), 'x'.repeat(17), ' a', 'NA', '"NA"', '16 bytes, no les'],
  ],
  ['string of words', text, ['a', 'a\0', 'a\0\0', '12345678', '1234567\0', '1234567', '"a"', '', '""', 'NA', 'é', ' a', '123 '.repeat(2)]],
  [
    'short string',
    text,
    [8, 9, 10, 15, 16]
      .flatMap(length => ['x', 'y', '\0'].map(last => `${'x'.repeat(length - 1)}${last}`))
      .concat(['', 'NA', 'xxxxxxxy', 'yxxxxxxxx']),
  ],
  [
    'long string',
    text,
    ['DELIVER IN PERSON', ...[16, 17, 18, 23, 24, 25].flatMap(length => ['x', 'y'].map(last => `${'x'.repeat(length - 1)}${last}`))].concat(
      ['', 'NA', `y${'x'.repeat(16)}`, `xy${'x'.repeat(16)}`, `${'x'.repeat(16)}\0`, `${'x'.repeat(16)}\0\0`, `"${'x'.repeat(17)}"`],
    ),
  ],
]

describe(`texts seen before (SEED=${seed})`, () => {
  const random = new Random(seed)

  describe.each(texts)('make no difference in a %s column', (name, column, choices) => {
    const quoted = choices.map(choice => (choice.includes(',') ? `"${choice}"` : choice))
    const values = range(maxPageRows + 5000).map(() => random.pick(quoted))
    it('with rows as they are', () => expectSame(column, values, name, { listsFilled: false }))
    it('with CRLF', () =>
      expectSame(
        column,
        values.map(value => `${value}\r`),
        name,
        { listsFilled: false },
      ))
    it('with filled fields listed', () => expectSame(column, values, name, { listsFilled: true }))
  })

  it.each([[8], [12], [16], [20], [24]])('nor where many of %i bytes have the same place, which differ in the last eight', length => {
    const values = range(30_000).map(() => String(random.below(2000)).padStart(8, '0').padStart(length, 'x'))
    expectSame(text, values, `${length} bytes`)
  })

  it('nor where longer and longer ones come', () => {
    const ofLengths = [1, 8, 9, 16, 17, 24, 25].flatMap((length, i) =>
      range(5000).map(() => 'xy'.charAt(random.below(2)).repeat(length - (i % 2))),
    )
    for (const listsFilled of [false, true]) expectSame(text, ofLengths, 'longer and longer', { listsFilled })
  })

  it.each([[3], [maxPageRows - 10], [maxPageRows + 10], [20_000]])('nor where a dictionary is given up after %i rows of them', repeated => {
    const many = Math.ceil(maxDictionaryBytes / 8) + 1000
    const values = range(repeated + many).map(i => (i < repeated ? random.below(50) : random.once(3) ? random.below(50) : i * 1000))
    expectSame(long, values.map(String), 'long')
    expectSame(
      text,
      values.map(value => `text of ${value}`),
      'string',
    )
  })

  it('nor with more texts than are remembered, some of them bad', () => {
    const values = range(40_000).map(() => (random.once(500) ? 'bad' : String(random.below(random.once(2) ? 20 : 9000))))
    expectSame(long, values, 'long')
  })

  /** Pages, dictionary, bounds, hash, bad values: all of it. */
  function expectSame(column: HostColumn, values: readonly string[], name: string, options: Pick<HostOptions, 'listsFilled'> = {}): void {
    const source = lines(values)
    const host = () => new KernelHost({ columns: [column], nullTokens: ['NA'], ...options })
    const ends: number[] = []
    for (let end = 0; end < source.length; end += 1 + random.below(20_000)) ends.push(end)
    const whole = host().run(source)
    const blocks = host().run(source, ends)
    expect([name, blocks.contentHash, blocks.rows.length]).toEqual([name, whole.contentHash, values.length])
    expect(blocks.chunks.map(chunk => chunk.pages.length)).toEqual(whole.chunks.map(chunk => chunk.pages.length))
    expect(isDeepEqual(blocks.chunks, whole.chunks)).toBe(true)
    expect(blocks.rows.filter(row => row.badValues.length > 0)).toEqual(whole.rows.filter(row => row.badValues.length > 0))
  }
})
