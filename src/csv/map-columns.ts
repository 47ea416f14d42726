// Declared columns → the fields of a source that they are read from: by name, in any order, never by position.

import { Failure } from '../failure/failure.ts'
import { listed, shown } from '../failure/sentence.ts'
import { closestName } from '../schema/closest-name.ts'
import type { Column, ConversionOptions } from '../schema/dataset.ts'
import type { SourceField } from './header.ts'

export interface ColumnMapping {
  fieldCount: number
  /** In declared order; `field` counts from 0, undefined where the source lacks the column and every row is null. */
  columns: { column: Column; field: number | undefined }[]
  /** Sources of the fields that no column is read from, in file order. */
  ignored: string[]
}

const comparedNames = 500 // when the closest is looked for; each costs the square of its compared characters
const comparedCharacters = 64

/**
 * Finds the field of every declared column.
 *
 * @throws Failure HEADER_DUPLICATE if a declared column is in the source twice; HEADER_MISSING_COLUMN, HEADER_EXTRA_COLUMN as
 * `options` demand. A missing column that is not nullable is missing whatever they say.
 */
export function mapColumns(
  fields: readonly SourceField[],
  columns: readonly Column[],
  options: Pick<ConversionOptions, 'missingColumns' | 'extraColumns'>,
): ColumnMapping {
  const places = placesBySource(fields)
  const declared = new Set(columns.map(column => column.source))
  const mapped = columns.map(column => ({ column, field: fieldOf(column, places) }))
  const ignored = fields.filter(field => !declared.has(field.source)).map(field => field.source)

  const missing = mapped.find(({ column, field }) => field === undefined && (options.missingColumns === 'fail' || !column.nullable))
  if (missing !== undefined) throw missingColumn(missing.column, fields, ignored)
  if (ignored.length > 0 && options.extraColumns === 'fail') throw extraColumn(fields, declared, places)
  return { fieldCount: fields.length, columns: mapped, ignored }
}

function placesBySource(fields: readonly SourceField[]): Map<string, number[]> {
  const places = new Map<string, number[]>()
  fields.forEach(({ source }, i) => {
    const found = places.get(source)
    if (found === undefined) places.set(source, [i])
    else found.push(i)
  })
  return places
}

function fieldOf(column: Column, places: ReadonlyMap<string, readonly number[]>): number | undefined {
  const [first, second] = places.get(column.source) ?? []
  if (first === undefined || second === undefined) return first
  throw new Failure({
    code: 'HEADER_DUPLICATE',
    column: second + 1,
    columnName: column.source,
    detail: `column ${first + 1} is called the same`,
  })
}

function missingColumn(column: Column, fields: readonly SourceField[], unused: readonly string[]): Failure {
  const meant = closest(column.source, unused)
  const guess = meant === undefined ? '' : `; did you mean ${shown(meant)}?`
  const hint = fields.length === 1 && fields[0]!.source !== column.source ? '; is csv.delimiter right?' : ''
  const barred = column.nullable ? '' : '; it is not nullable'
  return new Failure({
    code: 'HEADER_MISSING_COLUMN',
    columnName: column.source,
    detail: `the file has ${listed(fields.map(field => field.source))}${barred}${guess}${hint}`,
  })
}

function extraColumn(fields: readonly SourceField[], declared: ReadonlySet<string>, places: ReadonlyMap<string, unknown>): Failure {
  const extra = fields.findIndex(field => !declared.has(field.source))
  const { source } = fields[extra]!
  const absent = [...declared].filter(name => !places.has(name))
  const meant = closest(source, absent)
  const guess = meant === undefined ? '' : `did you mean ${shown(meant)}? `
  return new Failure({
    code: 'HEADER_EXTRA_COLUMN',
    column: extra + 1,
    columnName: source,
    detail: `${guess}declared: ${listed([...declared])}`,
  })
}

function closest(name: string, candidates: readonly string[]): string | undefined {
  const cut = new Map(candidates.slice(0, comparedNames).map(candidate => [comparable(candidate), candidate]))
  const found = closestName(comparable(name), cut.keys())
  return found === undefined ? undefined : cut.get(found)
}

function comparable(name: string): string {
  return name.trim().slice(0, comparedCharacters)
}
