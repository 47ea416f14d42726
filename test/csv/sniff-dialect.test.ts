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
  ['semicolons and commas in names', 'kg,net;EUR,gross\n1,5;2,7\n3,5;4,7\n', dialect(';')],
  ['the same with one record', 'kg,net;EUR,gross\n13,69;1,46\n', dialect(';')],
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
  ['apostrophes around line breaks', "a,b\n1,'x\ny'\n2,'z'\n3,'w\nv'\n", dialect(',', true, "'")],
  ['apostrophes around all names and texts', "'id','name'\n1,'Ann'\n2,'Bob'\n", dialect(',', true, "'")],
  ['apostrophes that are part of names', "id,cultivar\n1,'Golden Delicious'\n2,'Gala'\n3,'Cox'\n", dialect(',')],
  ['backslashes', 'a,b\n"x \\"q\\" y",1\n"z",2\n', dialect(',', true, '"', '\\')],
  ['line breaks inside quotes', 'id;text\n1;"a\nb, c"\n2;"d;e"\n', dialect(';')],
  ['records of all lengths: the header counts', 'a,b,c\n1\n2,3\n4,5,6,7\n8\n', dialect(',')],
  ['too many fields below one name, no prose', 'a\n1,2\n', dialect(',')],
  ['a quote within a field', 'size,id\n5" pipe,1\n3" pipe,2\n', dialect(',')],
  ['whole numbers in equal steps above columns', 'wavelength,400,410,420\nA,1,2,3\nB,4,5,6\n', dialect(',')],
  ['the same upside down', 'wavelength,420,410,400\nA,1,2,3\nB,4,5,6\n', dialect(',')],
  ['whole numbers above fractions', 'city;10;20;35\nParis;1,5;2,5;3,5\n', dialect(';')],
  ['numbers beside a name', 'id,10,20,35\n1,5,6,7\n2,5,7,8\n', dialect(',')],
  ['numbers beside an empty corner', ',400,415,420\n0,1,2,3\n1,2,3,4\n', dialect(',')],
  ['one number beside an empty corner', ',0\n0,0.5\n1,7\n', dialect(',')],
  ['numbers beside an empty corner and nothing below', ',0,1\n', dialect(',')],
  ['quoted numbers above bare ones', '"","400","410"\n"1",1,2\n"2",7,3\n', dialect(',')],
  ['as many names as whole numbers', 'n,10,9,m\n1,2,3,4\n', dialect(',')],
  ['many names and a number', 'id,qty,price,5\n1,2,3,4\n5,6,7,8\n', dialect(',')],
  ['no header and a gap in the corner', ',5,Rome\n3,7,Paris\n4,2,Bonn\n', dialect(',', false)],
  ['no header and numbers that come again', 'Ann,1,5\nBob,1,3\nCid,1,5\n', dialect(',', false)],
  [
    'no header, most of a record typed',
    '1.5,2020-01-02,true,x,0.5\n2.5,2020-01-03,false,7,1.5\n3.5,2020-01-03,true,8,2.5\n',
    dialect(',', false),
  ],
  ['words for no value above them', 'x,NA\ny,NA\nz,5\n', dialect(',')],
])('%s: %j', (_, text, expected) => {
  expect(sniffed(text)).toEqual(expected)
})

it.each(['\\N', 'NULL', 'null', 'None', 'NA', 'n/a', '#N/A', 'NaN', '-', '--', '?', '.', 'unknown'])(
  'takes no %s above numbers for a name',
  token => {
    expect(sniffed(`1\tAnn\t${token}\n2\tBob\t7\n3\tCid\t8\n`)).toEqual(dialect('\t', false))
  },
)

it.each([
  ['identifiers', 'd3b07384-d9a0-4c9b-8f0e-0c2f9d5a1b11', '6f1ed002-ab55-41e3-9d2c-8d5e2f7f3a22'],
  ['truths', 'true', 'false'],
  ['hosts', '10.200.100.100', '10.0.0.1'],
  ['pages', 'https://a.example/1?x=2', 'http://b.example/'],
  ['mailboxes', 'ann@a.example', 'bob.b+c@b.example'],
])('tells %s from their names beside text', (_, first, second) => {
  expect(sniffed(`Ann,${first}\nBob,${second}\n`)).toEqual(dialect(',', false))
  expect(sniffed(`who,No\nAnn,${first}\nBob,${second}\n`)).toEqual(dialect(','))
})

it.each([
  ['numbers that may be names', '1,2\n3,4\n', 'the first record ("1", "2") may name the columns or hold values'],
  ['a year that may be a name', 'country,2020\nDE,5\nFR,6\n', 'may name the columns or hold values'],
  ['numbers that count, and a word behind them', '1,2,k. A.\n2,7,3.50\n3,1,4.20\n', 'may name the columns or hold values'],
  ['numbers in steps, and a word behind them', '10,20,30,open\n11,25,31,4\n14,21,39,5\n', 'may name the columns or hold values'],
  ['a record of text and numbers in steps, and nothing else', 'Berlin,10,20,30\n', 'may name the columns or hold values'],
  ['numbers that grow beside text', 'city,10,20\nParis,5,7\nRome,6,4\n', 'may name the columns or hold values'],
  ['numbers alone in equal steps', '400,410,420\n3,5,1\n2,7,8\n', 'may name the columns or hold values'],
  ['two numbers that count up, and text behind', '1,2,foo\n5,6,bar\n', 'may name the columns or hold values'],
  ['text and a number above numbers', '1,Ann,foo,3.5\n2,Bob,7,4.5\n3,Cid,8,1.5\n', 'may name the columns or hold values'],
  ['one text twice above numbers', '1,k.A.,9,k.A.\n2,3,4,5\n3,4,5,6\n', 'may name the columns or hold values'],
  ['one record that holds a number', '1,foo\n', 'may name the columns or hold values'],
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

  it('is left out, and not believed, where another delimiter is given or the header does not hold it', () => {
    expect(sniffed('sep=,\na;b\n1;2\n', { delimiter: ';' })).toEqual({ ...dialect(';'), skipLines: 1 })
    expect(sniffed('sep=,\na;b\n1;2\n')).toEqual({ ...dialect(';'), skipLines: 1 })
  })

  it('is text where it names none', () => {
    expect(sniffed('sep=x,b\n1,2\n3,4\n')).toEqual(dialect(','))
  })
})

it('judges a header that is longer than the sample by what is seen of it', () => {
  const header = Array.from({ length: 20_000 }, (_, i) => `gene ${i}`).join(';')
  expect(sniffDialect(header.slice(0, dialectSampleBytes), false)).toMatchObject(dialect(';'))
  expect(sniffDialect('\n'.repeat(5) + header.slice(0, dialectSampleBytes), false)).toMatchObject(dialect(';'))
})

it('takes no apostrophe for a quote that swallows lines up to the end of the sample', () => {
  const text = `id,note\n1,'a, b'\n2,'c'\n3,'d'\n4,'twas\n${'5,ok\n'.repeat(9)}`
  expect(sniffDialect(text, false)).toMatchObject(dialect(','))
  expect(sniffDialect(text.replace("'twas", "twas'"), false)).toMatchObject(dialect(',', true, "'"))
  expect(sniffDialect(`id,note\n1,'a, b'\n2,'c'\n3,'d'\n4,'cut of`, false)).toMatchObject(dialect(',', true, "'"))
})

it('prefers no delimiter that cuts a long field to one of which it saw the names only', () => {
  const text = `id;body,html;n\n1;"${'x,y\n'.repeat(99)}`
  expect(() => sniffDialect(text, false)).toThrow('how the file is written cannot be told')
  expect(sniffDialect(text, false, { delimiter: ';' })).toMatchObject(dialect(';'))
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
