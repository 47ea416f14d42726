// The kinds of single values that a dataset file is made of.

import { didYouMean } from './closest-name.ts'
import { type ColumnType, maxDecimalPrecision, parseType, SIMPLE_TYPES } from './column-type.ts'
import { type MaxRejects, PARTITION_TRANSFORMS, type PartitionTransform } from './dataset.ts'
import { ENCODINGS, type Encoding, OTHER_NAMES } from './encoding.ts'
import { isGlob } from './glob.ts'
import type { Scalar } from './shape.ts'
import { formatSize, parseSize, sizePattern } from './size.ts'
import { UNIX_TIMES } from './time-pattern.ts'
import { BINARY_FORMATS } from './written-as.ts'

/** Any text but the empty one; numbers and the like are taken as they are written. */
export const text = (expected: string): Scalar<string> => ({
  kind: 'scalar',
  expected,
  jsonSchema: { type: ['string', 'number', 'boolean', 'null'], minLength: 1 },
  read: written => (written === '' ? undefined : written),
})

/** Any text, the empty one too. */
export const anyText: Scalar<string> = {
  kind: 'scalar',
  expected: 'a text',
  jsonSchema: { type: ['string', 'number', 'boolean', 'null'] },
  read: written => written,
}

/** Stands in numbers beside digits: a point, a comma, an apostrophe, or a space of any width. */
export const numberMark: Scalar<string> = {
  kind: 'scalar',
  expected: `one of . , ' _, a space, a no-break space (U+00A0, U+202F), or ’, in quotes`,
  jsonSchema: { enum: ['.', ',', "'", '_', ' ', '\u00a0', '\u202f', '’'] },
  read: written => (/^[.,'_ \u00a0\u202f’]$/.test(written) ? written : undefined),
}

/** Text of the form that `pattern` (also valid in JSON Schema) describes. */
export const patterned = (expected: string, pattern: string): Scalar<string> => ({
  kind: 'scalar',
  expected,
  jsonSchema: { type: ['string', 'number'], pattern },
  read: written => (new RegExp(pattern).test(written) ? written : undefined),
})

export const oneOf = <const T extends string>(values: readonly T[]): Scalar<T> => ({
  kind: 'scalar',
  expected: `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`,
  // An unquoted `null` is YAML's null for an editor.
  jsonSchema: { enum: values.some(value => value === 'null') ? [...values, null] : values },
  read: written => values.find(value => value === written),
  hint: written => didYouMean(written, values),
})

export const encodingName: Scalar<Encoding> = {
  ...oneOf(ENCODINGS),
  hint(written) {
    const known = OTHER_NAMES.get(written.toLowerCase())
    return known === undefined ? didYouMean(written, ENCODINGS) : `; did you mean "${known}"?`
  },
}

export const flag: Scalar<boolean> = {
  kind: 'scalar',
  expected: 'true or false',
  jsonSchema: { type: 'boolean' },
  read: written => (written === 'true' ? true : written === 'false' ? false : undefined),
}

/** A whole number within bounds, both inclusive. */
export const count = (least: number, most: number): Scalar<number> => ({
  kind: 'scalar',
  expected: `a whole number from ${least} to ${most}`,
  jsonSchema: { type: 'integer', minimum: least, maximum: most },
  read: written => (/^\d{1,15}$/.test(written) ? within(Number(written), least, most) : undefined),
})

const usualSize = 64 * 2 ** 20

/** Bytes within bounds, both inclusive. */
export const size = (least: number, most: number): Scalar<number> => ({
  kind: 'scalar',
  expected: `a size from ${formatSize(least)} to ${formatSize(most)}, such as ${formatSize(Math.min(usualSize, most / 2))}`,
  jsonSchema: { type: ['integer', 'string'], minimum: least, maximum: most, pattern: sizePattern },
  read: written => within(parseSize(written), least, most),
})

/** A number between two bounds, both inclusive, with a point and digits. */
export const fraction = (least: number, most: number): Scalar<number> => ({
  kind: 'scalar',
  expected: `a number from ${least} to ${most}, such as 0.01`,
  jsonSchema: { type: 'number', minimum: least, maximum: most },
  read: written => (/^\d+\.\d+$/.test(written) ? within(Number(written), least, most) : undefined),
})

export const glob: Scalar<string> = {
  kind: 'scalar',
  expected: 'a glob on keys below the input prefix, such as sales/**/*.csv, without a leading slash',
  jsonSchema: { type: ['string', 'number'], pattern: '^[^/]' },
  read: written => (isGlob(written) ? written : undefined),
}

/** The word that stands for "no such mark". */
export const noMark = 'none'

/** A byte that structures the file: one ASCII character that is no line break; with `orNone` also `none`. */
export const mark = (example: string, orNone: boolean): Scalar<string> => ({
  kind: 'scalar',
  expected: `one ASCII character in quotes, such as ${example}${orNone ? `, or ${noMark}` : ''}`,
  jsonSchema: { type: ['string', 'integer'], pattern: `^[\\u0000-\\u0009\\u000b\\u000c\\u000e-\\u007f]${orNone ? `$|^${noMark}` : ''}$` },
  read: written =>
    (written.length === 1 && written <= '\x7f' && !'\r\n'.includes(written)) || (orNone && written === noMark) ? written : undefined,
  hint: written => (written === '\\t' || written === 'tab' ? '; did you mean "\\t", in double quotes?' : ''),
})

export const columnType: Scalar<ColumnType> = {
  kind: 'scalar',
  expected: `${SIMPLE_TYPES.join(', ')} or decimal(p,s) with p from 1 to ${maxDecimalPrecision} and s from 0 to p`,
  jsonSchema: {
    anyOf: [{ enum: SIMPLE_TYPES }, { type: 'string', pattern: '^decimal\\( *[0-9]{1,2} *, *[0-9]{1,2} *\\)$' }],
  },
  read: parseType,
  hint: typeHint,
}

/** Which of them fits the column's type is looked at later (check-written-as.ts). */
export const columnFormat: Scalar<string> = {
  kind: 'scalar',
  expected: `a pattern such as "%d.%m.%Y", or one of ${[...UNIX_TIMES, ...BINARY_FORMATS].join(', ')}`,
  jsonSchema: { anyOf: [{ enum: [...UNIX_TIMES, ...BINARY_FORMATS] }, { type: 'string', pattern: '%' }] },
  read: written => (written === '' ? undefined : written),
}

/** What other systems call these types. */
const FOREIGN_TYPES: ReadonlyMap<string, string> = new Map([
  ['bigint', 'long'],
  ['bool', 'boolean'],
  ['bytes', 'binary'],
  ['char', 'string'],
  ['datetime', 'timestamp'],
  ['int32', 'int'],
  ['int64', 'long'],
  ['integer', 'int'],
  ['numeric', 'decimal(p,s)'],
  ['real', 'float'],
  ['smallint', 'int'],
  ['text', 'string'],
  ['varchar', 'string'],
])

function typeHint(written: string): string {
  // In `{ type: decimal(10,2) }` the comma ends the value.
  if (/^decimal\(\d*$/.test(written)) return '; between { and } a decimal must stand in quotes: "decimal(p,s)"'
  const known = FOREIGN_TYPES.get(written.toLowerCase())
  return known === undefined ? didYouMean(written, SIMPLE_TYPES) : `; did you mean "${known}"?`
}

export const maxRejects: Scalar<MaxRejects> = {
  kind: 'scalar',
  expected: 'a number of records such as 100, or a percentage such as 0.5%',
  jsonSchema: { type: ['integer', 'string'], minimum: 0, pattern: '^[0-9]+$|^[0-9]+(\\.[0-9]+)?(e-[0-9]+)?%$' },
  read(written) {
    if (/^\d{1,15}$/.test(written)) return { count: Number(written) }
    const percent = within(Number(/^(\d+(?:\.\d+)?(?:e-\d+)?)%$/.exec(written)?.[1] ?? Number.NaN), 0, 100)
    return percent === undefined ? undefined : { percent }
  },
}

/** `day(sold_at)`, or a column's name alone. */
export const shortPartition: Scalar<{ column: string; transform: PartitionTransform }> = {
  kind: 'scalar',
  expected: 'a column, or year, month, day or hour of one, as in day(sold_at)',
  jsonSchema: { type: ['string', 'number'], minLength: 1 },
  read(written) {
    const [, name, column] = transformCall.exec(written) ?? []
    if (name === undefined || column === undefined) return written === '' ? undefined : { column: written, transform: 'identity' }
    const transform = PARTITION_TRANSFORMS.find(known => known === name)
    return transform && { column, transform }
  },
}

/** What looks like a transform of a column in short form; a column whose own name looks so needs the long form. */
export const transformCall = /^(\w+)\((.+)\)$/s

function within(value: number | undefined, least: number, most: number): number | undefined {
  return value !== undefined && value >= least && value <= most ? value : undefined
}
