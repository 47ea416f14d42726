import { describeColumn } from '../../src/schema/describe-column.ts'
import { inferColumn } from './infer-column.ts'

function inferred(values: string, nullTokens: string[] = []): string {
  const fields = values.split('|').map(value => {
    const quoted = value.startsWith('"')
    return { text: Buffer.from(quoted ? value.slice(1, -1) : value), quoted }
  })
  return describeColumn(inferColumn(fields, nullTokens))
}

/** Each line: values apart by `|`, and the type that they get. */
const table: [string, string][] = [
  // boolean
  ['true|false|true', 'boolean'],
  ['TRUE|FALSE', 'boolean'],
  ['True|"False"|', 'boolean'],
  ['true|False', 'string'],
  ['t|f', 'string'],
  ['yes|no', 'string'],
  ['true|1', 'string'],
  // int, long
  ['0|1', 'int'],
  ['1|-5|2147483647', 'int'],
  ['1|-2147483649', 'long'],
  ['9223372036854775807|-9223372036854775808', 'long'],
  ['9223372036854775808|1', 'string'],
  ['007|8', 'string'],
  ['+1|2', 'string'],
  ['-0|1', 'string'],
  ['1| 2', 'string'],
  ['"1"|""||3', 'int'],
  // decimal
  ['1.50|0.25|-10.00', 'decimal(4,2)'],
  ['0.5|0.1', 'decimal(2,1)'],
  ['0.05', 'decimal(3,2)'],
  ['1.0|2.0', 'decimal(2,1)'],
  [`${'9'.repeat(36)}.12`, 'decimal(38,2)'],
  [`${'9'.repeat(37)}.12`, 'string'],
  ['01.50|2.00', 'string'],
  ['.50|.25', 'string'],
  ['-0.50|1.00', 'decimal(3,2)'],
  ['-0.00|1.00', 'string'],
  ['1.5|2', 'double'],
  // double
  ['1.5|2.25', 'double'],
  ['1.5|2.25|3', 'double'],
  ['1.0|2.25', 'double'],
  ['1.0|2.25|3', 'string'],
  ['-0.0|1.0', 'double'],
  ['1.50|2.125', 'string'],
  ['1.5|007', 'string'],
  ['0.1|0.30000000000000004', 'double'],
  ['0.1|0.123456789012345678', 'string'],
  ['0.5|0.12345678901234566', 'double'],
  ['0.5|0.12345678901234567', 'string'],
  ['0.7|40.733894348144531', 'string'],
  ['0.69999999999999996|40.733894348144531', 'double'],
  ['40.733894348144531|-73.99405670166015625', 'string'],
  ['40.733894348144531|-73.994056701660156|0', 'double'],
  ['-73.9634094238281250|1.5', 'string'],
  ['-73.963485717773438|0.5', 'double'],
  ['1.0000000000000001e-05|0.25', 'double'],
  ['0.5|9007199254740993', 'string'],
  ['0.5|9007199254740992', 'double'],
  ['0.5|100000000000000000', 'string'],
  ['0.000001|0.25', 'double'],
  ['0.0000001|0.25', 'double'],
  ['1e-05|0.25', 'double'],
  ['1e-05|1.0', 'double'],
  ['1.5e+300|1e-07', 'double'],
  ['1.0E10|2.5E-7', 'double'],
  ['1e-7|0.25', 'double'],
  ['1.5e+21|2.5e-7', 'double'],
  ['1e-7|1e-07|0.25', 'string'],
  ['1e-05|2e-05', 'string'],
  ['1e5|0.25', 'string'],
  ['1E10|0.25', 'string'],
  ['1.0e+16|0.25', 'string'],
  ['1.50e-05|0.25', 'string'],
  ['12e-05|0.25', 'string'],
  ['1.5e+400|1', 'string'],
  ['1.2345678e-320|1', 'string'],
  ['5e-324|0.5', 'double'],
  ['NaN|1.5', 'string'],
  // date, timestamp, timestamptz
  ['2024-01-01|2024-02-29', 'date'],
  ['2024-01-01|2023-02-29', 'string'],
  ['2024-01-01T00:00|2024-01-01T12:30', 'timestamp'],
  ['2024-01-01 00:00:00|2024-01-01 12:30:00', 'timestamp'],
  ['2024-01-01 00:00:00.000|2024-01-01 12:30:00.100', 'timestamp'],
  ['2024-01-01 00:00:00.1|2024-01-01 12:30:00.10', 'string'],
  ['2024-01-01 00:00|2024-01-01T12:30', 'string'],
  ['2024-01-01 00:00|2024-01-01 12:30:00', 'string'],
  ['2024-01-01|2024-01-01 12:30', 'string'],
  ['2024-01-01 00:00:00.1234560', 'string'],
  ['2024-01-01T00:00:00Z|2024-06-01T00:00:00Z', 'timestamptz'],
  ['2024-01-01T00:00:00+00:00', 'timestamptz'],
  ['2024-01-01 00:00:00 UTC', 'timestamptz'],
  ['2024-01-01T00:00:00+0000|2024-01-01T00:00:00+00', 'string'],
  ['2024-01-01T00:00:00Z|2024-01-01T00:00:00z', 'string'],
  ['2024-01-01T00:00:00Z|2024-01-01T00:00:00', 'string'],
  ['2024-01-01T00:00:00+01:00', 'string'],
  ['2024-01-01T00:00:00-00:00', 'string'],
  // time
  ['00:00:00|23:59:59', 'time'],
  ['00:00:00.5|23:59:59.5', 'time'],
  ['00:00:00|23:59:59.5', 'string'],
  ['00:00|23:59', 'string'],
  ['24:00:00', 'string'],
  ['00:00:00.0000000', 'string'],
  // uuid
  ['123e4567-e89b-12d3-a456-426614174000', 'uuid'],
  ['123E4567-E89B-12D3-A456-426614174000', 'string'],
  // string
  ['a|1', 'string'],
  ['1|2024-01-01', 'string'],
  ['|""|', 'string'],
  ['', 'string'],
  [' ', 'string'],
]

describe('inferColumn', () => {
  it.each(table)('%s → %s', (values, type) => {
    expect(inferred(values)).toBe(type)
  })

  it('leaves null tokens out, unquoted ones only', () => {
    expect(inferred('1|NA|2', ['NA'])).toBe('int')
    expect(inferred('1|"NA"|2', ['NA'])).toBe('string')
    expect(inferred('1| NA|2', ['NA'])).toBe('string')
    expect(inferred('NA|NA', ['NA'])).toBe('string')
    expect(inferred('1|ñ', ['ñ'])).toBe('int')
  })
})
