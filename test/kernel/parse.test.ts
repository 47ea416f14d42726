// The kernel's parsers against their slow twin (test/oracle), which follows docs/values.md to the letter.

import { defaultDialect } from '../../src/schema/dialect.ts'
import { Random, testSeed } from '../oracle/random.ts'
import { disagreements, kernelValues, quoted, unquoted } from './compare-values.ts'
import { columnOf, hardCases } from './hard-cases.ts'
import type { HostColumn } from './host/host-column.ts'
import { KernelHost } from './host/kernel-host.ts'
import { lines } from './one-column.ts'
import { between, isPlain, randomFields } from './random-values.ts'

const seed = testSeed()
const randomTextsPerColumn = 4_000

describe.each(Object.keys(hardCases))('values of a %s column', name => {
  const column = columnOf(name)
  const texts = hardCases[name]!.flatMap(text => [text, ` ${text}`, `${text}\t`])

  it('T26, T75: are what the values page says, for hard cases without quotes', () => {
    expect(disagreements(column, texts.filter(isPlain).map(unquoted))).toEqual([])
  })

  it('are what the values page says, for hard cases in quotes', () => {
    expect(disagreements(column, texts.map(quoted))).toEqual([])
  })

  it(`are what the values page says, for ${randomTextsPerColumn} seeded texts (SEED=${seed})`, () => {
    const fields = randomFields(column, randomTextsPerColumn, new Random(seed))
    expect(disagreements(column, fields)).toEqual([])
  })
})

it.each(['a', 'F', '1', '9'])('where %s is the quote, what it stands around is no digit', quote => {
  const dialect = { ...defaultDialect, quote, escape: quote }
  const inside = (columns: HostColumn[], text: string) => new KernelHost({ columns, dialect }).run(lines([`${quote}${text}${quote}`])).rows
  const almost = '2345678-8888-4444-8888-22345678888' // with the quotes around it, 36 bytes with hyphens in the right places
  expect(inside([columnOf('uuid')], almost)).toMatchObject([{ badValues: [{ column: 0 }] }])
  expect(inside([columnOf('uuid')], '22345678-8888-4444-8888-223456788888')).toMatchObject([{ badValues: [] }])
  expect(inside([columnOf('int')], '23')).toMatchObject([{ badValues: [] }])
  expect(new KernelHost({ columns: [columnOf('int')], dialect }).run(lines([`${quote}23${quote}`])).columns).toEqual([[23n]])
})

describe('nulls', () => {
  const uuid = '00000000-0000-0000-0000-000000000000'
  const date = '0001-01-01'
  const texts = ['', 'NA', 'NULL', 'na', ' NA', 'NA ', 'N/A', '-', ' ', '\t', '0', uuid, date, `${date} 00:00:00`, '-1.00']
  const fields = texts.flatMap(text => [unquoted(text), quoted(text)])
  const nullTokens = ['NA', 'NULL', '-', 'N/A', '0', uuid, date, `${date} 00:00:00`, '-1.00']

  it('are what a token says, whichever is the only one, and could be read as a value', () => {
    for (const token of nullTokens) {
      for (const name of Object.keys(hardCases)) expect(disagreements(columnOf(name), fields, [token])).toEqual([])
    }
  })

  it.each(Object.keys(hardCases))('T29: are the empty field and the null tokens, in a %s column', name => {
    expect(disagreements(columnOf(name), fields, nullTokens)).toEqual([])
  })

  it.each(Object.keys(hardCases))('are bad values where a %s column is not nullable', name => {
    expect(disagreements({ ...columnOf(name), nullable: false }, fields, nullTokens)).toEqual([])
  })
})

describe('texts that are not UTF-8', () => {
  const hostile = [
    [0x80],
    [0xbf],
    [0xc0, 0x80],
    [0xc1, 0xbf],
    [0xc2],
    [0xc2, 0x41],
    [0xe0, 0x80, 0x80],
    [0xe0, 0x9f, 0xbf],
    [0xe0, 0xa0],
    [0xed, 0xa0, 0x80],
    [0xed, 0xbf, 0xbf],
    [0xf0, 0x80, 0x80, 0x80],
    [0xf0, 0x8f, 0xbf, 0xbf],
    [0xf0, 0x90, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xf5, 0x80, 0x80, 0x80],
    [0xff],
    [0xfe],
  ]
  const bytes = hostile.flatMap(sequence =>
    [0, 1, 7, 8, 15, 16, 40].map(before => Uint8Array.from([...Array<number>(before).fill(0x61), ...sequence])),
  )

  it('S26, T47: are refused in a string column, wherever the bad bytes stand', () => {
    const parsed = kernelValues(
      columnOf('string'),
      bytes.flatMap(text => [unquoted(text), quoted(text)]),
    )
    expect(parsed.filter(each => !('error' in each) || each.error !== 'VALUE_NOT_UTF8')).toEqual([])
  })

  it('are kept as they are in a binary column', () => {
    expect(disagreements(columnOf('binary'), bytes.map(unquoted))).toEqual([])
  })

  it(`agree with TextDecoder for 20000 seeded sequences (SEED=${seed})`, () => {
    const random = new Random(seed)
    const starts = [0x41, 0x7f, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5]
    const next = [0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0x41]
    const sequences = Array.from({ length: 20_000 }, () =>
      Uint8Array.from({ length: between(random, 1, 6) }, () => (random.once(3) ? random.pick(starts) : random.pick(next))),
    )
    expect(disagreements(columnOf('string'), sequences.map(quoted))).toEqual([])
  })
})

describe('the last days of every month', () => {
  const years = [...Array(450).keys()].flatMap(i => [i, 1800 + i, 9550 + i])
  const days = years.flatMap(year => [...Array(13).keys()].flatMap(month => [28, 29, 30, 31].map(day => [year, month, day])))
  const texts = days.map(([year, month, day]) => [`${year}`.padStart(4, '0'), `${month}`.padStart(2, '0'), day].join('-'))

  it.each([
    ['date', ''],
    ['timestamp', ' 23:59:59'],
  ])('are read in a %s column, and none that it has not', (name, time) => {
    expect(
      disagreements(
        columnOf(name),
        texts.map(text => unquoted(`${text}${time}`)),
      ),
    ).toEqual([])
  })
})

describe('the date that was read last is remembered', () => {
  it.each(['date', 'timestamp'])('but ten NUL bytes are no date, not even at the begin of a %s column', name => {
    expect(disagreements(columnOf(name), ['\0'.repeat(10), '1970-01-01'].map(unquoted))).toEqual([])
  })

  it.each(['date', 'timestamp'])('and is still right behind a bad value of a %s column', name => {
    const texts = ['2024-02-29', '2024-02-30', '2024-02-29', '2024-0', '2024-02-29', '2023-02-29', '2024-02-29']
    expect(disagreements(columnOf(name), texts.map(unquoted))).toEqual([])
  })
})
