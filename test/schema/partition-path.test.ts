import type { ColumnType } from '../../src/schema/column-type.ts'
import type { PartitionTransform } from '../../src/schema/dataset.ts'
import { type PartitionValue, partitionFolder, partitionPath, typedPartitionFields } from '../../src/schema/partition-path.ts'

const folder = (value: PartitionValue, type: ColumnType = { name: 'string' }, transform: PartitionTransform = 'identity') =>
  partitionFolder({ column: 'c', transform, name: 'c', type }, value)

const microsOf = (iso: string) => BigInt(Date.parse(iso)) * 1000n
const daysOf = (iso: string) => BigInt(Date.parse(iso)) / 86_400_000n

describe('partitionPath', () => {
  const fields = typedPartitionFields(
    [
      { column: 'sold_at', transform: 'day', name: 'day' },
      { column: 'country', transform: 'identity', name: 'country' },
    ],
    [
      { name: 'country', type: { name: 'string' }, nullable: true, source: 'country' },
      { name: 'sold_at', type: { name: 'timestamp' }, nullable: true, source: 'sold_at' },
    ],
  )

  it('is one folder a field, outermost first, with a slash at the end', () => {
    expect(partitionPath(fields, [microsOf('2026-01-31T23:59:59Z'), 'DE'])).toBe('day=2026-01-31/country=DE/')
  })

  it('is empty without fields', () => {
    expect(partitionPath([], [])).toBe('')
  })

  it('puts rows without a value, and those with an empty one, where Hive does', () => {
    expect(partitionPath(fields, [null, ''])).toBe('day=__HIVE_DEFAULT_PARTITION__/country=__HIVE_DEFAULT_PARTITION__/')
  })

  it('keeps rows with that very text apart', () => {
    expect(partitionPath(fields, [null, '__HIVE_DEFAULT_PARTITION__'])).toBe(
      'day=__HIVE_DEFAULT_PARTITION__/country=%5F_HIVE_DEFAULT_PARTITION__/',
    )
  })

  it('writes names in lower case, escaped', () => {
    expect(partitionFolder({ column: 'c', transform: 'identity', name: 'Größe: [cm]', type: { name: 'int' } }, 5n)).toBe(
      'größe%3A %5Bcm%5D=5',
    )
  })

  it('refuses a field whose column is not there', () => {
    expect(() => typedPartitionFields([{ column: 'x', transform: 'identity', name: 'x' }], [])).toThrow('no column x to partition by')
  })
})

describe('partitionFolder escapes as Hive does', () => {
  // Spec: org.apache.hadoop.hive.common.FileUtils, charToEscape
  const hive = new Set('"#%\'*/:=?\\{[]^\u007f')
  const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))

  it.each(ascii)('%j', character => {
    const code = character.charCodeAt(0)
    const escaped = code < 0x20 || hive.has(character)
    const hex = `%${code < 16 ? '0' : ''}${code.toString(16).toUpperCase()}`
    expect(folder(`a${character}b`)).toBe(`c=a${escaped ? hex : character}b`)
  })

  it.each([
    ['New York', 'c=New York'],
    ['a/b', 'c=a%2Fb'],
    ['50%', 'c=50%25'],
    ['{x}', 'c=%7Bx}'],
    ['Zürich €', 'c=Zürich €'],
    ['🍋', 'c=🍋'],
    ['..', 'c=..'],
    ['a\u2028b', 'c=a\u2028b'],
    ['\n\n', 'c=%0A%0A'],
  ])('%j → %j', (value, expected) => {
    expect(folder(value)).toBe(expected)
  })
})

describe('partitionFolder writes values', () => {
  it.each<[string, ColumnType, PartitionValue, string]>([
    ['a boolean', { name: 'boolean' }, false, 'false'],
    ['an int', { name: 'int' }, -5n, '-5'],
    ['a long', { name: 'long' }, 9_223_372_036_854_775_807n, '9223372036854775807'],
    ['a uuid', { name: 'uuid' }, '123e4567-e89b-12d3-a456-426614174000', '123e4567-e89b-12d3-a456-426614174000'],
    ['a date', { name: 'date' }, daysOf('2026-01-31'), '2026-01-31'],
    ['a date before 1970', { name: 'date' }, -1n, '1969-12-31'],
    ['the first date', { name: 'date' }, daysOf('0001-01-01'), '0001-01-01'],
    ['the last date', { name: 'date' }, daysOf('9999-12-31'), '9999-12-31'],
    ['a time', { name: 'time' }, 47_106_000_000n, '13%3A05%3A06'],
    ['a time with a fraction', { name: 'time' }, 47_106_250_000n, '13%3A05%3A06.25'],
    ['a timestamp', { name: 'timestamp' }, microsOf('2026-01-31T13:05:06Z'), '2026-01-31 13%3A05%3A06'],
    ['a timestamp with a fraction', { name: 'timestamp' }, microsOf('2026-01-31T13:05:06Z') + 1n, '2026-01-31 13%3A05%3A06.000001'],
    ['a timestamp before 1970', { name: 'timestamp' }, -1n, '1969-12-31 23%3A59%3A59.999999'],
    ['a timestamptz', { name: 'timestamptz' }, microsOf('2026-01-31T13:05:06Z'), '2026-01-31 13%3A05%3A06Z'],
    ['a decimal', { name: 'decimal', precision: 10, scale: 2 }, 150n, '1.50'],
    ['a small decimal', { name: 'decimal', precision: 10, scale: 2 }, -5n, '-0.05'],
    ['a decimal without a fraction', { name: 'decimal', precision: 38, scale: 0 }, 10n ** 37n, `1${'0'.repeat(37)}`],
  ])('%s', (_, type, value, expected) => {
    expect(folder(value, type)).toBe(`c=${expected}`)
  })

  it.each<[PartitionTransform, string, string]>([
    ['year', '2026', '1969'],
    ['month', '2026-01', '1969-12'],
    ['day', '2026-01-31', '1969-12-31'],
    ['hour', '2026-01-31-13', '1969-12-31-23'],
  ])('%s of timestamps, also before 1970', (transform, expected, before) => {
    for (const name of ['timestamp', 'timestamptz'] as const) {
      expect(folder(microsOf('2026-01-31T13:59:59.999Z'), { name }, transform)).toBe(`c=${expected}`)
      expect(folder(-1n, { name }, transform)).toBe(`c=${before}`)
    }
  })

  it.each<[PartitionTransform, string]>([
    ['year', '2026'],
    ['month', '2026-01'],
    ['day', '2026-01-31'],
  ])('%s of dates', (transform, expected) => {
    expect(folder(daysOf('2026-01-31'), { name: 'date' }, transform)).toBe(`c=${expected}`)
  })
})
