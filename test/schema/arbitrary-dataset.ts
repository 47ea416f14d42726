// Any valid dataset, for properties: names of every kind that YAML could take for something else, every type, every setting.

import fc from 'fast-check'
import { CODECS, type Codec, LEVELS, parseCodec } from '../../src/schema/codec.ts'
import { type ColumnType, SIMPLE_TYPES } from '../../src/schema/column-type.ts'
import {
  AFTER_CONVERT,
  type Column,
  type Dataset,
  ENCODING_PROFILES,
  type Limits,
  type MaxRejects,
  type PartitionField,
  type PartitionTransform,
} from '../../src/schema/dataset.ts'
import type { Dialect } from '../../src/schema/dialect.ts'
import { ordinalSource } from '../../src/schema/field-ordinal.ts'
import { isGlob } from '../../src/schema/glob.ts'
import type { WrittenAs } from '../../src/schema/written-as.ts'

const confusable = fc.constantFrom(
  'null',
  '~',
  'true',
  'NO',
  '3',
  '03',
  '1e5',
  '0x1f',
  '- a',
  '# a',
  'a: b',
  '*a',
  '&a',
  '!a',
  '%a',
  '[',
  '{}',
  '"',
  "'",
  ' a ',
  '\t',
  '<<',
  '__proto__',
  'day(a)',
  'a\nb',
  '\ufeffa',
  '\u0085',
  '---',
  '|',
  '>',
  '=',
)
const name = fc.oneof(confusable, fc.string({ minLength: 1, unit: 'binary' }), fc.string({ minLength: 1, maxLength: 200 }))

const type: fc.Arbitrary<ColumnType> = fc.oneof(
  fc.constantFrom(...SIMPLE_TYPES).map(simple => ({ name: simple })),
  fc
    .integer({ min: 1, max: 38 })
    .chain(precision => fc.integer({ min: 0, max: precision }).map(scale => ({ name: 'decimal' as const, precision, scale }))),
)

const dialect: fc.Arbitrary<Dialect> = fc
  .record({
    marks: fc.uniqueArray(
      fc
        .integer({ min: 0, max: 127 })
        .map(code => String.fromCharCode(code))
        .filter(mark => !'\r\n'.includes(mark)),
      { minLength: 4, maxLength: 4 },
    ),
    quoted: fc.boolean(),
    doubled: fc.boolean(),
    commented: fc.boolean(),
    header: fc.boolean(),
  })
  .map(({ marks: [delimiter = '', quote, other, comment], quoted, doubled, commented, header }) => ({
    delimiter,
    quote: quoted ? quote : undefined,
    escape: quoted ? (doubled ? quote : other) : undefined,
    comment: commented ? comment : undefined,
    header,
  }))

const columns = (header: boolean): fc.Arbitrary<Column[]> =>
  fc
    .record({
      names: fc.uniqueArray(name, { minLength: 1, maxLength: 8, selector: text => text.toLowerCase() }),
      sources: fc.uniqueArray(header ? name : fc.integer({ min: 1, max: 20 }).map(ordinalSource), { minLength: 8, maxLength: 8 }),
      likeNames: fc.boolean(),
      rest: fc.array(
        fc.record({
          type,
          nullable: fc.boolean(),
          isWritten: fc.boolean(),
          isFiltered: fc.boolean(),
          format: fc.constantFrom(undefined, 'utf8', 'hex', 'base64'),
        }),
        {
          minLength: 8,
          maxLength: 8,
        },
      ),
    })
    .map(({ names, sources, likeNames, rest }) =>
      names.flatMap((own, index): Column[] => {
        const one = rest[index]
        if (one === undefined) return []
        const source = header && likeNames ? own : (sources[index] ?? own)
        const format = one.type.name === 'binary' && one.format !== undefined ? { format: one.format } : {}
        const written = one.isWritten ? writtenAsFor(one.type) : {}
        const isFilterable = one.isFiltered && !['boolean', 'float', 'double'].includes(one.type.name)
        const filter = isFilterable ? { bloomFilter: { falsePositives: one.nullable ? 0.01 : 0.2 } } : {}
        return [{ name: own, type: one.type, nullable: one.nullable, source, ...format, ...written, ...filter }]
      }),
    )

/** Every key that the type has. */
function writtenAsFor({ name: type }: ColumnType): WrittenAs {
  const nullTokens = ['', 'NA', '~']
  if (type === 'boolean') return { trueWords: ['yes', '1'], falseWords: ['no'], nullTokens }
  if (type === 'date') return { format: '%d.%m.%Y', nullTokens }
  if (type === 'time') return { format: '%I:%M %p' }
  if (type === 'timestamp') return { format: 'unix-millis' }
  if (type === 'timestamptz') return { format: '%F "%T"', zone: 'Europe/Berlin', ambiguousTimes: 'later' }
  if (type === 'int' || type === 'long') return { thousands: "'" }
  return ['float', 'double', 'decimal'].includes(type) ? { decimal: ',', thousands: '\u00a0' } : { nullTokens }
}

const transforms = ({ name: type }: ColumnType): PartitionTransform[] => {
  if (type === 'date') return ['identity', 'year', 'month', 'day']
  if (type === 'timestamp' || type === 'timestamptz') return ['identity', 'year', 'month', 'day', 'hour']
  return ['float', 'double', 'binary'].includes(type) ? [] : ['identity']
}

/** At most one field a column, under a name that no column has (or, for identity, the column's own). */
const partitionBy = (declared: readonly Column[]): fc.Arbitrary<PartitionField[]> => {
  const candidates = declared.flatMap(({ name: column, type }) => transforms(type).map(transform => ({ column, transform })))
  const taken = new Set(declared.map(column => column.name.toLowerCase()))
  return fc
    .tuple(fc.subarray(candidates), fc.array(fc.tuple(fc.boolean(), name), { minLength: 40, maxLength: 40 }))
    .map(([chosen, names]) => {
      const used = new Set(taken)
      return chosen.flatMap((field, index): PartitionField[] => {
        const [standard, other] = names[index] ?? [true, '']
        const own = field.transform === 'identity' ? field.column : field.transform
        const folder = standard ? own : other
        const free = field.transform === 'identity' && standard ? !used.has(`=${folder.toLowerCase()}`) : !used.has(folder.toLowerCase())
        if (!free) return []
        used.add(folder.toLowerCase()).add(`=${folder.toLowerCase()}`)
        return [{ ...field, name: folder }]
      })
    })
}

const limits: fc.Arbitrary<Limits> = fc.record(
  {
    recordBytes: fc.integer({ min: 1024, max: 2 ** 25 }),
    fieldBytes: fc.integer({ min: 1, max: 2 ** 25 }),
    columns: fc.integer({ min: 1, max: 1_000_000 }),
    sourceBytes: fc.oneof(fc.integer({ min: 1, max: 2 ** 31 - 1 }), fc.constantFrom(2 ** 40, 2 ** 50)),
    compressionRatio: fc.integer({ min: 1, max: 1_000_000 }),
    partitions: fc.integer({ min: 1, max: 100_000 }),
  },
  { requiredKeys: ['recordBytes', 'columns', 'sourceBytes', 'compressionRatio', 'partitions'] },
)

const maxRejects: fc.Arbitrary<MaxRejects | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.nat().map(count => ({ count })),
  fc.double({ min: 0, max: 100, noNaN: true }).map(percent => ({ percent })),
)

const codec: fc.Arbitrary<Codec> = fc.oneof(
  fc.constantFrom(...CODECS),
  ...Object.entries(LEVELS).map(([name, { least, most }]) =>
    fc.integer({ min: least, max: most }).map(level => parseCodec(`${name}-${level}`) ?? 'none'),
  ),
)

const settings = fc.record({
  name: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,30}$/),
  match: fc.array(name.filter(isGlob), { minLength: 1, maxLength: 3 }),
  nullTokens: fc.array(name, { maxLength: 3 }),
  rejects: fc.oneof(
    fc.constant({ onBadRow: 'fail' as const, maxRejects: undefined }),
    maxRejects.map(most => ({ onBadRow: 'reject' as const, maxRejects: most })),
  ),
  missingColumns: fc.constantFrom('fail' as const, 'null' as const),
  extraColumns: fc.constantFrom('fail' as const, 'ignore' as const),
  codec,
  encodings: fc.constantFrom(...ENCODING_PROFILES),
  rowGroupBytes: fc.oneof(fc.integer({ min: 65_536, max: 2 ** 31 - 1 }), fc.constant(2 ** 31)),
  limits,
  settled: fc.oneof(
    fc.record({ afterConvert: fc.constantFrom(...AFTER_CONVERT), onSourceDelete: fc.constantFrom(undefined, 'keep' as const) }),
    fc.constant({ afterConvert: 'keep' as const, onSourceDelete: 'remove' as const }),
  ),
  readyMarker: fc.oneof(
    fc.constantFrom(undefined, '_SUCCESS', 'a b.manifest'),
    name.filter(text => /^(?!\.{1,2}$)[^/]+$/.test(text)),
  ),
})

export const arbitraryDataset: fc.Arbitrary<Dataset> = fc
  .tuple(settings, dialect, fc.boolean())
  .chain(([{ rejects, settled, ...rest }, marks, declared]) => {
    const base = { ...rest, ...rejects, ...settled, dialect: marks }
    if (!declared)
      return fc.constant<Dataset>({ ...base, columns: undefined, partitionBy: [], missingColumns: 'fail', extraColumns: 'fail' })
    return columns(marks.header).chain(list =>
      partitionBy(list).map((fields): Dataset => ({ ...base, columns: list, partitionBy: fields })),
    )
  })
