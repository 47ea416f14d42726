// Texts that a column must refuse, with the reason.

import type { Column } from '../../src/schema/dataset.ts'
import { type GeneratedValue, goodValue } from './generate-value.ts'
import type { Random } from './random.ts'
import { invalid, outOfRange, type Parsed } from './value.ts'

/** A text that the column must refuse; `string` and `binary` in utf8 refuse almost nothing, so they get a good one at times. */
export function badValue(random: Random, column: Column): GeneratedValue {
  const choices = badTexts(column)
  if (choices.length === 0) return goodValue(random, column)
  const [text, outcome] = random.pick(choices)
  return { text: typeof text === 'string' ? Buffer.from(text) : text, outcome }
}

type BadText = readonly [string | Uint8Array, Parsed]

function badTexts({ type, format }: Column): readonly BadText[] {
  const wrong = (...texts: string[]): BadText[] => texts.map(text => [text, invalid])
  const tooLarge = (...texts: string[]): BadText[] => texts.map(text => [text, outOfRange])
  switch (type.name) {
    case 'boolean':
      return wrong('tru', 'truee', '2', '01', 'on', 'ja', '\u00ff', 'falsy', '-')
    case 'int':
      return [...notIntegers, ...tooLarge('2147483648', '-2147483649', '9999999999', '9223372036854775808', '1'.repeat(40))]
    case 'long':
      return [...notIntegers, ...tooLarge('9223372036854775808', '-9223372036854775809', '18446744073709551616', '1'.repeat(40))]
    case 'decimal': {
      const whole = '9'.repeat(type.precision - type.scale)
      const over = [`1${whole.replaceAll('9', '0')}`, `${whole || '0'}.${'0'.repeat(type.scale)}1`, '9'.repeat(60)]
      return [...wrong('.', '-', '+.', '1e3', '1,5', '1.2.3', '--1', '1 000', 'NaN', '0x1', '1.-5', '½'), ...tooLarge(...over)]
    }
    case 'float':
    case 'double':
      return wrong('.', '-', 'e5', '1e', '1e+', '1.e1.0', '0x10', '1,5', 'infinit', 'nanx', '++1', '1 2', '1f', '1_0', '−1', '.e1')
    case 'date':
      return wrong('2023-02-29', '1900-02-29', '2024-04-31', '2024-00-10', '2024-13-01', '2024-01-00', '0000-01-01', ...notDates)
    case 'time':
      return [
        ...wrong('24:00', '12:60', '12:00:60', '1:00', '12', '12:00:00.', '12:00:00,5', '12:00Z', '25:00:00.1234567'),
        ...fineTime(''),
      ]
    case 'timestamp':
      return [...wrong('2024-01-01T', '2024-01-01t00:00', '2024-01-01T24:00', '2024-01-01T00:00Z', ...notDates), ...fineTime('2024-01-01T')]
    case 'timestamptz':
      return [...notInstants, ...fineTime('2024-01-01 ', '+01:00')]
    case 'uuid':
      return wrong(
        '{123e4567-e89b-12d3-a456-426614174000}',
        '123e4567e89b12d3a456426614174000',
        '123e4567-e89b-12d3-a456-42661417400g',
        'x',
      )
    case 'string':
      return notUtf8.map(bytes => [Uint8Array.from(bytes), { error: 'VALUE_NOT_UTF8' }])
    case 'binary':
      if (format === 'hex') return wrong('a', '0g', '0x00', '00 ', 'é')
      return format === 'base64' ? wrong('A', 'AA', 'AAA', 'AA=A', 'AB==', 'AAB=', '====', 'A-_=', 'AAAA ', '=AAA') : []
  }
}

const notIntegers: readonly BadText[] = ['1.0', '1e3', '-', '+', '+-1', '0x1', '1 2', '1,000', '١', 'NaN', '--1', '1-'].map(text => [
  text,
  invalid,
])
const notDates = [
  '2024-1-01',
  '24-01-01',
  '2024/01/01',
  '20240101',
  '01.02.2024',
  '2024-01-011',
  '+2024-01-01',
  '2024-01-0a',
  '２024-01-01',
]
const notInstants: readonly BadText[] = [
  ...[
    '2024-01-01',
    '2024-01-01Z',
    '2024-01-01 UTC',
    '2024-01-01T00:00',
    '2024-01-01T00:00 Z',
    '2024-01-01T00:00 GMT',
    '2024-01-01T00:00+24:00',
  ],
  ...[
    '2024-01-01T00:00+01:60',
    '2024-01-01T00:00+1:00',
    '2024-01-01T00:00utc',
    '2023-02-29T00:00Z',
    '2024-01-01T00:00+1',
    '2024-01-01T00:00ZZ',
  ],
].map((text): BadText => [text, invalid])

function fineTime(before: string, behind = ''): readonly BadText[] {
  return ['12:00:00.1234567', '12:00:00.000000001'].map(time => [before + time + behind, outOfRange])
}

// Overlong forms, surrogates, beyond U+10FFFF, cut off, lone continuation bytes: Unicode 15, table 3-7.
const notUtf8 = [
  [0xc0, 0xaf],
  [0xe0, 0x80, 0x80],
  [0xf0, 0x80, 0x80, 0x80],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xf5, 0x80, 0x80, 0x80],
  [0x61, 0xc3],
  [0xe6, 0x97],
  [0xf0, 0x9f, 0x98],
  [0x80],
  [0xff],
  [0x5a, 0x6f, 0xeb, 0x61],
]
