import { formatSize, parseSize } from '../../src/schema/size.ts'

describe('parseSize', () => {
  it.each([
    ['0', 0],
    ['65536', 65536],
    ['65536 B', 65536],
    ['1 kB', 1000],
    ['1.5 MB', 1_500_000],
    ['128 MiB', 134_217_728],
    ['128MiB', 134_217_728],
    ['1 TiB', 1_099_511_627_776],
    ['0.1 KiB', 102], // rounded
    ['', undefined],
    ['128 mib', undefined],
    ['128 M', undefined],
    ['-1', undefined],
    ['1e3', undefined],
    ['1.', undefined],
    ['.5 MB', undefined],
    ['1  MB', undefined],
    ['1 MB\n', undefined],
  ])('%j → %j', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes)
  })
})

describe('formatSize', () => {
  it.each([
    [0, '0'],
    [1000, '1000'],
    [1024, '1 KiB'],
    [1_500_000, '1500000'],
    [134_217_728, '128 MiB'],
    [1_099_511_627_776, '1 TiB'],
  ])('%d → %j, which reads back', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text)
    expect(parseSize(text)).toBe(bytes)
  })
})
