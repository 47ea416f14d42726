import { configHash } from '../../src/schema/config-hash.ts'
import { type Column, type ConversionOptions, defaultConversionOptions as standard } from '../../src/schema/dataset.ts'
import { readDatasetFile } from '../../src/schema/dataset-file.ts'
import type { Dialect } from '../../src/schema/dialect.ts'

const columns: Column[] = [
  { name: 'a', type: { name: 'int' }, nullable: true, source: 'a' },
  { name: 'b', type: { name: 'binary' }, nullable: true, source: 'b' },
]

const hashOfFile = (text: string) => {
  const dataset = readDatasetFile(`dataset: x\nmatch: x\n${text}`, 'x.yaml')
  return configHash(dataset, dataset.columns)
}

describe('configHash', () => {
  it('never changes: ledgers hold it', () => {
    const fixed = { ...standard, rowGroupBytes: 128 * 1024 * 1024 } // whatever the default
    expect(configHash(fixed, undefined)).toBe('7df1a0db6240f3fb6c9b8409ce4d2731c4a21d20f86213456d18a99257a3cec2')
    expect(configHash({ ...fixed, maxRejects: { percent: 0.5 }, onBadRow: 'reject' }, columns)).toBe(
      '8755d76a12ab12f83b4826c0abf44f15f31d1f5e3c877ca357bff1a46256e240',
    )
  })

  it('is the same however the same settings are written', () => {
    const reversed = Object.fromEntries(Object.entries(standard).reverse()) as unknown as ConversionOptions
    expect(
      configHash({ ...reversed, dialect: Object.fromEntries(Object.entries(standard.dialect).reverse()) as unknown as Dialect }, columns),
    ).toBe(configHash(standard, columns))
    expect(
      hashOfFile('codec: zstd\nrowGroupSize: 48 MiB\ncsv: { header: true }\nmissingColumns: fail\ncolumns: [{ name: a, type: int }]'),
    ).toBe(hashOfFile('columns: [{ source: a, nullable: true, type: int, name: a }]'))
    expect(hashOfFile('columns: [{ name: a, type: binary, format: utf8 }]')).toBe(hashOfFile('columns: [{ name: a, type: binary }]'))
    expect(hashOfFile('nullTokens: [b, a, b]')).toBe(hashOfFile('nullTokens: [a, b]'))
  })

  it('is the same when only what does not shape the output changes', () => {
    expect(hashOfFile('limits: { partitions: 5 }\nafterConvert: delete')).toBe(hashOfFile(''))
  })

  const changes: [string, ConversionOptions, Column[] | undefined][] = [
    ['delimiter', { ...standard, dialect: { ...standard.dialect, delimiter: ';' } }, columns],
    ['quote', { ...standard, dialect: { ...standard.dialect, quote: undefined } }, columns],
    ['comment', { ...standard, dialect: { ...standard.dialect, comment: '#' } }, columns],
    ['header', { ...standard, dialect: { ...standard.dialect, header: false } }, columns],
    ['nullTokens', { ...standard, nullTokens: ['NA'] }, columns],
    ['onBadRow', { ...standard, onBadRow: 'reject' }, columns],
    ['maxRejects', { ...standard, maxRejects: { count: 1 } }, columns],
    ['maxRejects in percent', { ...standard, maxRejects: { percent: 1 } }, columns],
    ['missingColumns', { ...standard, missingColumns: 'null' }, columns],
    ['extraColumns', { ...standard, extraColumns: 'ignore' }, columns],
    ['partitionBy', { ...standard, partitionBy: [{ column: 'a', transform: 'identity', name: 'a' }] }, columns],
    ['codec', { ...standard, codec: 'none' }, columns],
    ['encodings', { ...standard, encodings: 'smallest' }, columns],
    ['rowGroupBytes', { ...standard, rowGroupBytes: 1 }, columns],
    ['fieldBytes', { ...standard, limits: { ...standard.limits, fieldBytes: 100 } }, columns],
    ['no columns', standard, undefined],
    ['order of columns', standard, columns.toReversed()],
    ['type', standard, columns.map(column => ({ ...column, type: { name: 'long' } }))],
    ['nullable', standard, columns.map(column => ({ ...column, nullable: false }))],
    ['source', standard, columns.map(column => ({ ...column, source: `${column.source}2` }))],
    ['format', standard, columns.map(column => ({ ...column, format: 'hex' }))],
    ['zone', standard, columns.map(column => ({ ...column, zone: 'Europe/Berlin' }))],
    ['another zone', standard, columns.map(column => ({ ...column, zone: 'Europe/Paris' }))],
    ['ambiguousTimes', standard, columns.map(column => ({ ...column, zone: 'Europe/Paris', ambiguousTimes: 'later' }))],
    ['decimal', standard, columns.map(column => ({ ...column, decimal: ',' }))],
    ['thousands', standard, columns.map(column => ({ ...column, thousands: ',' }))],
    ['words', standard, columns.map(column => ({ ...column, trueWords: ['j'], falseWords: ['n'] }))],
    ['null tokens of a column', standard, columns.map(column => ({ ...column, nullTokens: ['-'] }))],
  ]

  it('differs with everything that shapes the output', () => {
    const hashes = [configHash(standard, columns), ...changes.map(([, options, changed]) => configHash(options, changed))]
    expect(new Set(hashes).size).toBe(changes.length + 1)
  })
})
