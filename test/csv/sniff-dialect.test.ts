// How a file is written, found out from its beginning: on generated files whose dialect is known, on real ones, and on awkward ones.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dialectSampleBytes, sniffDialect } from '../../src/csv/sniff-dialect.ts'
import { testSeed } from '../oracle/random.ts'
import { sniffAccuracy } from './sniff-accuracy.ts'

const sniffed = (text: string, given = {}) => {
  const { comment: _, ...found } = sniffDialect(text, true, given)
  return found
}
const dialect = (delimiter: string, header = true, quote = '"', escapeMark = quote) => ({ delimiter, quote, escape: escapeMark, header })

it.each([
  ['one column', 'name\nfoo\nbar\n', dialect(',')],
  ['one column of prose', 'text\nHello, world\nfoo\nA, b, and c\n', dialect(';')],
  ['one column of numbers', '1\n5\n3\n', dialect(',', false)],
  ['a header alone', 'id,name\n', dialect(',')],
  ['semicolons and decimal commas', 'a;b\n1,5;2,5\n3,5;4,5\n', dialect(';')],
  ['the same without a header', '1,5;2,5\n3,5;4,5\n2,1;2,7\n', dialect(';', false)],
  ['pipes', 'a|b|c\n1|2|3\n', dialect('|')],
  ['tabs with prose', 'a\tb\nx, y\tz\nu\tv, w\n', dialect('\t')],
  ['no header', '1,foo,2.5\n2,bar,3.5\n', dialect(',', false)],
  ['years above columns', 'country,2019,2020\nDE,1,2\nFR,3,4\n', dialect(',')],
  ['dates above columns of numbers', 'country,2024-01-01,2024-02-01\nDE,1,2\nFR,3,4\n', dialect(',')],
  ['dates with names of months above numbers', 'country;Jan 1, 2024;1-Feb-2024\nDE;1;2\nFR;3;4\n', dialect(';')],
  ['dates without a header', '2024-12-31,abc\n2024-12-30,def\n', dialect(',', false)],
  ['dates with names of months and no header', '31-Dec-2024,abc\n30-Dec-2024,def\n29-Dec-2024,ghi\n', dialect(',', false)],
  ['the same in capitals', '31 DEC 2024;a\n30 NOV 2024;b\n', dialect(';', false)],
  ['the times of a web server and no header', '31/Dec/2024:23:59:59 +0000;a\n31/Dec/2024:23:59:58 +0000;b\n', dialect(';', false)],
  ['American dates with a clock and no header', 'Dec 31 2024 11:59 PM;a\nNov 30, 2024 01:00 AM;b\n', dialect(';', false)],
  ['words that begin like months', 'market,decision\n1,2\n3,4\n', dialect(',')],
  ['nothing but text', 'foo,bar\nbaz,qux\n', dialect(',')],
  ['apostrophes', "'a','b, c'\n'x','y'\n'z','w, v'\n", dialect(',', true, "'")],
  ['backslashes', 'a,b\n"x \\"q\\" y",1\n"z",2\n', dialect(',', true, '"', '\\')],
  ['line breaks inside quotes', 'id;text\n1;"a\nb, c"\n2;"d;e"\n', dialect(';')],
  ['records of all lengths: the header counts', 'a,b,c\n1\n2,3\n4,5,6,7\n8\n', dialect(',')],
  ['too many fields below one name, no prose', 'a\n1,2\n', dialect(',')],
  ['a quote within a field', 'size,id\n5" pipe,1\n3" pipe,2\n', dialect(',')],
])('%s: %j', (_, text, expected) => {
  expect(sniffed(text)).toEqual(expected)
})

it.each([
  ['numbers that may be names', '1,2\n3,4\n', 'the first record ("1", "2") may name the columns or hold values'],
  ['a year that may be a name', 'country,2020\nDE,5\nFR,6\n', 'may name the columns or hold values'],
  ['two delimiters alike', 'ab,c;d\nef,g;h\nij,k;l\n', 'with ";" 100 % of the records have 2 fields'],
])('refuses %s, and says what it found', (_, text, found) => {
  expect(() => sniffed(text)).toThrow(found)
  expect(() => sniffed(text)).toThrow('how the file is written cannot be told')
})

describe('a line that names the delimiter for Excel', () => {
  it.each(['sep=;\n', '"sep=;"\r\n', 'SEP=;\r'])('is believed, and is no header: %j', line => {
    expect(sniffed(`${line}a,x;b\n1,5;2,5\n`)).toEqual({ ...dialect(';'), skipLines: 1 })
  })

  it('may be all there is', () => {
    expect(sniffed('sep=;\n')).toEqual({ ...dialect(';'), skipLines: 1 })
  })

  it('is text where another delimiter is given, or it names none', () => {
    expect(sniffed('sep=;\na\nb\n', { delimiter: ',' })).toEqual(dialect(','))
    expect(sniffed('sep=x,b\n1,2\n3,4\n')).toEqual(dialect(','))
  })
})

it('judges a header that is longer than the sample by what is seen of it', () => {
  const header = Array.from({ length: 20_000 }, (_, i) => `gene ${i}`).join(';')
  expect(sniffDialect(header.slice(0, dialectSampleBytes), false)).toMatchObject(dialect(';'))
  expect(sniffDialect('\n'.repeat(5) + header.slice(0, dialectSampleBytes), false)).toMatchObject(dialect(';'))
})

it('takes what is given', () => {
  expect(sniffed('a,b;c\nd,e;f\n', { delimiter: ',' })).toEqual(dialect(','))
  expect(sniffed('1,2\n3,4\n', { header: false })).toEqual(dialect(',', false))
})

const data = join(import.meta.dirname, '../../node_modules/vega-datasets/data')

it.each(readdirSync(data).filter(name => /\.[ct]sv$/.test(name)))('finds the dialect of %s', name => {
  const bytes = readFileSync(join(data, name))
  const found = sniffDialect(bytes.subarray(0, dialectSampleBytes).toString(), bytes.length <= dialectSampleBytes)
  expect(found).toMatchObject(dialect(name.endsWith('.tsv') ? '\t' : ','))
})

const seed = testSeed()

it(`is right about generated files, or refuses them (SEED=${seed})`, () => {
  const { right, refused, wrong } = sniffAccuracy(seed, 600)
  expect(wrong.length).toBeLessThanOrEqual(6)
  expect(right).toBeGreaterThanOrEqual(540)
  expect(right + refused + wrong.length).toBe(600)
})

it('looks behind the lines to skip, in front of the footer, and past comments', () => {
  const text = 'a|b|c\r\n"\r\nid;name\r\n#1|2|3|4\r\n1;x\r\n2;y\r\n3|4|5|6|7\r\n8|9|10|11\r\n'
  const given = { skipLines: 2, footerLines: 2, comment: '#' }
  expect(sniffDialect(text, true, given)).toEqual({ ...dialect(';'), ...given })
  expect(sniffDialect(`x\nsep=;\na;b\n1;2\n`, true, { skipLines: 1 })).toMatchObject({ delimiter: ';', skipLines: 2 })
  expect(sniffDialect('a,b\n1,2\n', true, { skipLines: 9 })).toMatchObject({ header: true, skipLines: 9 })
})

it('refuses to guess what the lines to skip hide, unless it is told', () => {
  const sample = `${'remark\n'.repeat(9)}a;b`
  expect(() => sniffDialect(sample, false, { skipLines: 10 })).toThrow('behind 10 skipped lines no whole line is left of them')
  expect(() => sniffDialect(sample, false, { skipLines: 9, header: true })).toThrow('--delimiter and --header')
  const given = { skipLines: 10, delimiter: ';', header: true }
  expect(sniffDialect(sample, false, given)).toMatchObject(given)
  expect(sniffDialect(`${sample}\nc`, false, { skipLines: 9 })).toMatchObject({ delimiter: ';', header: true })
})

it('tries each quote with the escape that is given', () => {
  const text = "a,b\n'x\\', y','z'\n'u','v'\n'w, w','v'\n"
  expect(sniffDialect(text, true, { escape: '\\' })).toMatchObject({ delimiter: ',', quote: "'", escape: '\\' })
})
