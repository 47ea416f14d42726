import { formatType, parseType } from '../../src/schema/column-type.ts'
import type { BinaryFormat as ColumnFormat } from '../../src/schema/written-as.ts'
import { parseValue } from './parse-value.ts'
import type { Value } from './value.ts'

type Expected = Value | null | 'invalid' | 'out of range'

const codes = { invalid: 'VALUE_INVALID', 'out of range': 'VALUE_OUT_OF_RANGE' } as const

function columnOf(type: string, format?: ColumnFormat) {
  const parsed = parseType(type)
  if (parsed === undefined) throw new Error(`no type: ${type}`)
  expect(formatType(parsed)).toBe(type)
  return { type: parsed, ...(format && { format }) }
}

const field = (text: string | Uint8Array, quoted = false) => ({ text: typeof text === 'string' ? Buffer.from(text) : text, quoted })

function expectParsed(text: string, type: string, expected: Expected, format?: ColumnFormat): void {
  const outcome = typeof expected === 'string' ? { error: codes[expected] } : { value: expected }
  for (const quoted of [false, true]) expect(parseValue(field(text, quoted), columnOf(type, format))).toEqual(outcome)
}

const days = (date: string): bigint => BigInt(Date.parse(`${date}T00:00:00Z`) / 86_400_000)
const micros = (instant: string, more = 0n): bigint => BigInt(Date.parse(instant)) * 1000n + more

describe('parseValue', () => {
  it.each<[string, Expected]>([
    ...['true', 'T', 'yes', 'Y', '1', 'TRUE', 'yEs'].map((text): [string, Expected] => [text, true]),
    ...['false', 'F', 'no', 'n', '0', 'False'].map((text): [string, Expected] => [text, false]),
    ...['on', 'off', '2', '01', 'tru', 'true1', '+1'].map((text): [string, Expected] => [text, 'invalid']),
  ])('boolean: %s', (text, expected) => expectParsed(text, 'boolean', expected))

  it.each<[string, string, Expected]>([
    ['0', 'int', 0n],
    ['-0', 'int', 0n],
    ['+7', 'int', 7n],
    ['007', 'int', 7n],
    [' 12\t', 'int', 12n],
    [`${'0'.repeat(50)}5`, 'int', 5n],
    ['2147483647', 'int', 2147483647n],
    ['-2147483648', 'int', -2147483648n],
    ['2147483648', 'int', 'out of range'],
    ['-2147483649', 'int', 'out of range'],
    ['2147483648', 'long', 2147483648n],
    ['9007199254740993', 'long', 9007199254740993n],
    ['9223372036854775807', 'long', 9223372036854775807n],
    ['-9223372036854775808', 'long', -9223372036854775808n],
    ['9223372036854775808', 'long', 'out of range'],
    ['-9223372036854775809', 'long', 'out of range'],
    ['1.0', 'int', 'invalid'],
    ['1e3', 'long', 'invalid'],
    ['', 'long', null],
    ['-', 'long', 'invalid'],
    ['+-1', 'long', 'invalid'],
    ['1 2', 'long', 'invalid'],
    ['0x1F', 'long', 'invalid'],
    ['\u00a01', 'long', 'invalid'],
    ['١', 'long', 'invalid'],
  ])('integers: %s as %s', (text, type, expected) => expectParsed(text, type, expected))

  it.each<[string, string, Expected]>([
    ['1', 'decimal(5,2)', 100n],
    ['1.5', 'decimal(5,2)', 150n],
    ['.5', 'decimal(5,2)', 50n],
    ['1.', 'decimal(5,2)', 100n],
    ['-0.05', 'decimal(5,2)', -5n],
    ['+00999.990000', 'decimal(5,2)', 99999n],
    ['1.500', 'decimal(5,2)', 150n],
    ['1.505', 'decimal(5,2)', 'out of range'],
    ['1000', 'decimal(5,2)', 'out of range'],
    ['999.99', 'decimal(5,2)', 99999n],
    ['0.000', 'decimal(2,2)', 0n],
    ['1', 'decimal(2,2)', 'out of range'],
    ['12', 'decimal(2,0)', 12n],
    [`-${'9'.repeat(38)}`, 'decimal(38,0)', -(10n ** 38n) + 1n],
    [`1${'0'.repeat(38)}`, 'decimal(38,0)', 'out of range'],
    ['.', 'decimal(5,2)', 'invalid'],
    ['-', 'decimal(5,2)', 'invalid'],
    ['1e2', 'decimal(5,2)', 'invalid'],
    ['1,50', 'decimal(5,2)', 'invalid'],
    ['1.2.3', 'decimal(5,2)', 'invalid'],
  ])('decimals: %s as %s', (text, type, expected) => expectParsed(text, type, expected))

  it.each<[string, Expected]>([
    ['0.1', 0.1],
    ['-0', -0],
    ['-0.0', -0],
    ['.5', 0.5],
    ['5.', 5],
    ['+1E3', 1000],
    ['1e-2', 0.01],
    ['1e+2', 100],
    ['NaN', Number.NaN],
    ['-nan', Number.NaN],
    ['INF', Number.POSITIVE_INFINITY],
    ['-Infinity', Number.NEGATIVE_INFINITY],
    ['1e309', Number.POSITIVE_INFINITY],
    ['-1e999999999999', Number.NEGATIVE_INFINITY],
    ['1e-999999999999', 0],
    ['0e999999999999', 0],
    ['9007199254740993', 9007199254740992],
    ['1.7976931348623157e308', Number.MAX_VALUE],
    ['5e-324', Number.MIN_VALUE],
    ['.', 'invalid'],
    ['e5', 'invalid'],
    ['1e', 'invalid'],
    ['0x1p3', 'invalid'],
    ['1_000', 'invalid'],
    ['infinit', 'invalid'],
    ['1,5', 'invalid'],
  ])('double: %s', (text, expected) => expectParsed(text, 'double', expected))

  it.each<[string, Expected]>([
    ['0.1', Math.fround(0.1)],
    ['16777217', 16777216],
    ['1e39', Number.POSITIVE_INFINITY],
    ['-1e-50', -0],
    // Just above half-way between two floats; as a double it is half-way, and would be rounded to even, down.
    ['1.00000017881393432617187499', 1.0000001192092896],
    ['1.00000017881393432617187500', 1.000000238418579],
    ['1.00000005960464477539062501', 1.0000001192092896],
    ['1.00000005960464477539062500', 1],
  ])('float: %s', (text, expected) => expectParsed(text, 'float', expected))

  it.each<[string, string, Expected]>([
    ['1970-01-01', 'date', 0n],
    ['1969-12-31', 'date', -1n],
    ['2024-02-29', 'date', days('2024-02-29')],
    ['0001-01-01', 'date', -719162n],
    ['9999-12-31', 'date', 2932896n],
    ['0000-12-31', 'date', 'invalid'],
    ['2023-02-29', 'date', 'invalid'],
    ['1900-02-29', 'date', 'invalid'],
    ['2000-02-29', 'date', days('2000-02-29')],
    ['2024-04-31', 'date', 'invalid'],
    ['2024-13-01', 'date', 'invalid'],
    ['2024-1-1', 'date', 'invalid'],
    ['2024/01/01', 'date', 'invalid'],
    ['2024-01-01T00:00', 'date', 'invalid'],
    ['00:00', 'time', 0n],
    ['23:59:59.999999', 'time', 86_399_999_999n],
    ['12:34:56.5', 'time', 45_296_500_000n],
    ['12:34:56.123456000', 'time', 45_296_123_456n],
    ['12:34:56.1234567', 'time', 'out of range'],
    ['12:34:56.1234560001', 'time', 'invalid'],
    ['25:00:00.1234567', 'time', 'invalid'],
    ['24:00', 'time', 'invalid'],
    ['12:60', 'time', 'invalid'],
    ['12:00:60', 'time', 'invalid'],
    ['12', 'time', 'invalid'],
    ['1:00', 'time', 'invalid'],
    ['12:34:56.', 'time', 'invalid'],
  ])('dates and times: %s as %s', (text, type, expected) => expectParsed(text, type, expected))

  it.each<[string, string, Expected]>([
    ['2024-01-02', 'timestamp', micros('2024-01-02T00:00Z')],
    ['2024-01-02T03:04', 'timestamp', micros('2024-01-02T03:04Z')],
    ['2024-01-02 03:04:05', 'timestamp', micros('2024-01-02T03:04:05Z')],
    ['1969-12-31T23:59:59.999999', 'timestamp', -1n],
    ['0001-01-01 00:00:00', 'timestamp', -62_135_596_800_000_000n],
    ['2024-01-02 03:04:05.0000001', 'timestamp', 'out of range'],
    ['2024-01-02T03:04Z', 'timestamp', 'invalid'],
    ['2024-01-02t03:04', 'timestamp', 'invalid'],
    ['2024-01-02  03:04', 'timestamp', 'invalid'],
    ['2024-01-02T', 'timestamp', 'invalid'],
    ['2023-02-29T00:00', 'timestamp', 'invalid'],
    ['2024-01-02T03:04:05Z', 'timestamptz', micros('2024-01-02T03:04:05Z')],
    ['2024-01-02T03:04:05z', 'timestamptz', micros('2024-01-02T03:04:05Z')],
    ['2024-01-02 03:04:05 UTC', 'timestamptz', micros('2024-01-02T03:04:05Z')],
    ['2024-01-02 03:04:05.000006+05:30', 'timestamptz', micros('2024-01-01T21:34:05Z', 6n)],
    ['2024-01-02T03:04-0930', 'timestamptz', micros('2024-01-02T12:34Z')],
    ['2024-01-02T03:04+01', 'timestamptz', micros('2024-01-02T02:04Z')],
    ['2024-01-02T03:04+23:59', 'timestamptz', micros('2024-01-01T03:05Z')],
    ['9999-12-31T23:59:59.999999Z', 'timestamptz', 253_402_300_799_999_999n],
    ['9999-12-31T23:30-01:00', 'timestamptz', 'out of range'],
    ['0001-01-01T00:00+00:01', 'timestamptz', 'out of range'],
    ['0001-01-01T00:01+00:01', 'timestamptz', -62_135_596_800_000_000n],
    ['2024-01-02T03:04+24:00', 'timestamptz', 'invalid'],
    ['2024-01-02T03:04+01:60', 'timestamptz', 'invalid'],
    ['2024-01-02T03:04 +01:00', 'timestamptz', 'invalid'],
    ['2024-01-02T03:04 utc', 'timestamptz', 'invalid'],
    ['2024-01-02T03:04', 'timestamptz', 'invalid'],
    ['2024-01-02Z', 'timestamptz', 'invalid'],
    ['2024-01-02 UTC', 'timestamptz', 'invalid'],
  ])('timestamps: %s as %s', (text, type, expected) => expectParsed(text, type, expected))

  it.each<[string, string, ColumnFormat | undefined, Expected]>([
    [' NULL ', 'string', undefined, Uint8Array.from(Buffer.from(' NULL '))],
    ['Zoë\n"', 'string', undefined, Uint8Array.from(Buffer.from('Zoë\n"'))],
    ['123E4567-e89b-12d3-a456-426614174000', 'uuid', undefined, Uint8Array.from(Buffer.from('123e4567e89b12d3a456426614174000', 'hex'))],
    ['{123e4567-e89b-12d3-a456-426614174000}', 'uuid', undefined, 'invalid'],
    ['123e4567e89b12d3a456426614174000', 'uuid', undefined, 'invalid'],
    ['00ffAb', 'binary', 'hex', Uint8Array.of(0, 255, 171)],
    ['00f', 'binary', 'hex', 'invalid'],
    ['0x00', 'binary', 'hex', 'invalid'],
    [' 00', 'binary', 'hex', 'invalid'],
    ['AAEC/+8=', 'binary', 'base64', Uint8Array.of(0, 1, 2, 255, 239)],
    ['AA==', 'binary', 'base64', Uint8Array.of(0)],
    ['AB==', 'binary', 'base64', 'invalid'],
    ['AA', 'binary', 'base64', 'invalid'],
    ['AA=', 'binary', 'base64', 'invalid'],
    ['_-8=', 'binary', 'base64', 'invalid'],
    ['AAAA\n', 'binary', 'base64', 'invalid'],
    ['hex?', 'binary', 'utf8', Uint8Array.from(Buffer.from('hex?'))],
  ])('bytes: %j as %s %s', (text, type, format, expected) => {
    const outcome = parseValue(field(text), columnOf(type, format))
    if (typeof expected === 'string') expect(outcome).toEqual({ error: codes[expected] })
    else expect('value' in outcome && Uint8Array.from(outcome.value as Uint8Array)).toEqual(expected)
  })

  it('refuses invalid UTF-8 in strings only', () => {
    const bytes = Uint8Array.of(0x61, 0xff)
    expect(parseValue(field(bytes), columnOf('string'))).toEqual({ error: 'VALUE_NOT_UTF8' })
    expect(parseValue(field(bytes), columnOf('binary'))).toEqual({ value: bytes })
    expect(parseValue(field(bytes), columnOf('int'))).toEqual({ error: 'VALUE_INVALID' })
  })
})

describe('null', () => {
  const tokens = ['NULL', 'n/a']
  const empty = new Uint8Array(0)
  const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text))

  it.each<[string, boolean, string, unknown]>([
    ['', false, 'string', { value: null }],
    ['', true, 'string', { value: empty }],
    ['', true, 'binary', { value: empty }],
    ['', false, 'int', { value: null }],
    ['', true, 'int', { value: null }],
    [' \t', false, 'int', { value: null }],
    ['  ', true, 'date', { value: null }],
    ['  ', false, 'string', { value: bytes('  ') }],
    ['NULL', false, 'string', { value: null }],
    ['n/a', false, 'double', { value: null }],
    ['NULL', true, 'string', { value: bytes('NULL') }],
    ['NULL', true, 'int', { error: 'VALUE_INVALID' }],
    ['null', false, 'int', { error: 'VALUE_INVALID' }],
    [' NULL', false, 'int', { error: 'VALUE_INVALID' }],
    [' NULL', false, 'string', { value: bytes(' NULL') }],
  ])('%j (quoted: %s) as %s', (text, quoted, type, expected) => {
    expect(parseValue({ text: bytes(text), quoted }, columnOf(type), tokens)).toEqual(expected)
  })

  it('is an error in a column that is not nullable', () => {
    for (const text of ['', 'NULL', ' ']) {
      expect(parseValue(field(text), { ...columnOf('int'), nullable: false }, tokens)).toEqual({ error: 'VALUE_NULL' })
    }
    expect(parseValue({ text: empty, quoted: true }, { ...columnOf('string'), nullable: false })).toEqual({ value: empty })
  })
})
