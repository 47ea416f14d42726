import { formatLocation, parseLocation } from '../../src/cli/location.ts'

describe('parseLocation', () => {
  it.each([
    ['a.csv', { kind: 'file', path: 'a.csv' }],
    ['./-', { kind: 'file', path: './-' }],
    ['-', { kind: 'stream' }],
    ['s3://in/2026/a b+c%20.csv', { kind: 's3', bucket: 'in', key: '2026/a b+c%20.csv' }],
    ['s3://in/../x', { kind: 's3', bucket: 'in', key: '../x' }],
    ['s3://in', { kind: 's3', bucket: 'in', key: '' }],
  ] as const)('%s', (text, location) => {
    expect(parseLocation(text)).toEqual(location)
    expect(formatLocation(parseLocation(text))).toBe(text === 's3://in' ? 's3://in/' : text)
  })

  it('refuses what names nothing', () => {
    expect(() => parseLocation('')).toThrow('an empty argument names no file')
    expect(() => parseLocation('s3:///a.csv')).toThrow('s3:///a.csv names no bucket; write s3://bucket/key')
  })
})
