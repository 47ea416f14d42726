// The fields of a source, as its first record names them or as they are counted where there is no header.
//
// A field has two names. `source` is what a dataset file finds it by. `name` is what its column is called when nothing is declared. Both
// are the header's text as it stands, spaces and case included; a field without a name (pandas writes its index so) is `column 1` and
// `column_1` by its place. Names are never keys of an object, so `__proto__` or `7` are names like any other.

import { Failure } from '../failure/failure.ts'
import { shown } from '../failure/sentence.ts'
import type { Limits } from '../schema/dataset.ts'
import { ordinalSource } from '../schema/field-ordinal.ts'

export interface SourceField {
  source: string
  name: string
}

/**
 * The fields that a header names.
 *
 * @param texts the header's fields, unquoted, as bytes
 * @throws Failure TOO_MANY_COLUMNS; SOURCE_ENCODING for a name that is not UTF-8
 */
export function headerFields(texts: readonly Uint8Array[], limits: Pick<Limits, 'columns'>): SourceField[] {
  checkCount(texts.length, limits)
  return texts.map((text, i) => {
    const name = decode(text, i + 1)
    return name.trim() === '' ? numberedField(i + 1) : { source: name, name }
  })
}

/**
 * The fields of a source without a header.
 *
 * @throws Failure TOO_MANY_COLUMNS
 */
export function numberedFields(count: number, limits: Pick<Limits, 'columns'>): SourceField[] {
  checkCount(count, limits)
  return Array.from({ length: count }, (_, i) => numberedField(i + 1))
}

/**
 * Checks that the fields can become columns where nothing is declared: no two names alike. Names that differ only in case count as
 * alike, since Athena, Glue, Hive and DuckDB do not tell them apart and could not read one of the columns.
 *
 * @throws Failure HEADER_DUPLICATE; HEADER_EMPTY_NAME if the name given to a field without one is taken
 */
export function checkNames(fields: readonly SourceField[]): void {
  const seen = new Map<string, number>() // folded name → field
  fields.forEach((field, i) => {
    const folded = field.name.toLowerCase()
    const earlier = seen.get(folded)
    if (earlier !== undefined) throw sameName(fields, earlier, i)
    seen.set(folded, i)
  })
}

/** @throws Failure TOO_MANY_COLUMNS */
export function checkCount(count: number, limits: Pick<Limits, 'columns'>): void {
  if (count <= limits.columns) return
  throw new Failure({ code: 'TOO_MANY_COLUMNS', expected: `at most ${limits.columns}`, detail: `it has ${count}` })
}

function decode(text: Uint8Array, column: number): string {
  try {
    return utf8.decode(text)
  } catch (cause) {
    throw new Failure({ code: 'SOURCE_ENCODING', column, detail: 'the column’s name is not valid UTF-8' }, { cause })
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function numberedField(ordinal: number): SourceField {
  return { source: ordinalSource(ordinal), name: `column_${ordinal}` }
}

function sameName(fields: readonly SourceField[], earlier: number, later: number): Failure {
  const place = { column: later + 1, columnName: fields[later]!.name }
  const unnamed = [earlier, later].find(i => fields[i]!.source !== fields[i]!.name)
  if (unnamed !== undefined) {
    const detail = `column ${unnamed + 1} is called ${shown(fields[unnamed]!.name)} for want of one, and another column has that name`
    return new Failure({ code: 'HEADER_EMPTY_NAME', column: unnamed + 1, detail })
  }
  if (fields[earlier]!.name === fields[later]!.name) {
    return new Failure({ code: 'HEADER_DUPLICATE', ...place, detail: `column ${earlier + 1} is called the same` })
  }
  return new Failure({
    code: 'HEADER_DUPLICATE',
    ...place,
    detail: `column ${earlier + 1} is ${shown(fields[earlier]!.name)}, and Athena, Glue, Hive and DuckDB do not tell upper from lower case`,
    fix: 'rename one of them in the header, or declare the columns under different names in a dataset file',
  })
}
