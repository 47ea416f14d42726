import { formatBytes, formatRate } from '../../src/cli/format-bytes.ts'
import { formatCount, formatCounted } from '../../src/cli/format-count.ts'
import { formatDuration } from '../../src/cli/format-duration.ts'

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.00 kB'],
    [1234, '1.23 kB'],
    [45_600_000, '45.6 MB'],
    [999_499, '999 kB'],
    [999_500, '1.00 MB'], // not "1000 kB"
    [789e9, '789 GB'],
    [2e18, '2000 PB'],
  ])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))
})

describe('formatRate', () => {
  it('is in MB/s whatever the size', () => {
    expect(formatRate(245_000_000, 1)).toBe('245 MB/s')
    expect(formatRate(1_500_000, 3)).toBe('0.50 MB/s')
  })
  it('is a dash when it says nothing', () => expect([formatRate(1, 0), formatRate(25, 1), formatRate(0, 0)]).toEqual(['–', '–', '–']))
})

describe('formatCount', () => {
  it('groups digits, also beyond 2^53', () => {
    expect(formatCount(1234567)).toBe('1,234,567')
    expect(formatCount(9007199254740993n)).toBe('9,007,199,254,740,993')
  })
  it('counts nouns', () => {
    expect(formatCounted(1, 'row')).toBe('1 row')
    expect(formatCounted(0, 'row')).toBe('0 rows')
    expect(formatCounted(1200, 'row')).toBe('1,200 rows')
  })
})

describe('formatDuration', () => {
  it.each([
    [0.4242, '0.42 s'],
    [9.996, '10.0 s'],
    [59.94, '59.9 s'],
    [59.96, '1:00'],
    [245, '4:05'],
    [3723, '1:02:03'],
  ])('%d seconds are %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text))
})
