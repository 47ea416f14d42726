// `parquetry infer --explain`: a table of the columns, and below it what ruled out another type.

import type { ExplainedColumn, RuledOut, TypeExplainer } from '../../csv/explain-types.ts'
import type { TypedAs } from '../../csv/time-outline.ts'
import { shown } from '../../failure/sentence.ts'
import type { Column } from '../../schema/dataset.ts'
import { describeColumn } from '../../schema/describe-column.ts'
import { formatCount } from '../format-count.ts'
import { printable } from '../printable.ts'
import { type TableColumn, table } from '../table.ts'
import { typeHint } from './type-hint.ts'

const tableColumns: TableColumn[] = [
  { title: 'column' },
  { title: 'type', fixed: true },
  { title: 'values', align: 'right', fixed: true },
  { title: 'nulls', align: 'right', fixed: true },
  { title: 'examples' },
]

export function explanation(
  columns: readonly Column[],
  explainer: TypeExplainer,
  options: { width: number | undefined; color: boolean },
): string {
  const explained = columns.map((column, i) => ({ column, why: explainer.columns[i] ?? nothing }))
  const rows = explained.map(({ column, why }) => [
    printable(column.name),
    describeColumn(column),
    formatCount(why.values),
    formatCount(why.nulls),
    why.examples.map(printable).join('  '),
  ])
  const reasons = explained.map(({ column, why }) => `${printable(column.name)}: ${reasonOf(column, why)}\n`)
  return `${table(tableColumns, rows, options)}\n${reasons.join('')}`
}

const nothing: ExplainedColumn = { values: 0, nulls: 0, examples: [], ruledOut: [], patterns: [] }

/** What the evidence calls a type, in the order in which inference tries them. */
const order = ['boolean', 'integer', 'decimal', 'double', 'date', 'timestamp', 'timestamptz', 'time', 'uuid', 'pattern']

export function reasonOf(typed: TypedAs, { values, ruledOut, patterns }: ExplainedColumn): string {
  const text = describeColumn(typed)
  if (values === 0) return `${text}, since it holds no value`
  const rank = order.indexOf(evidenceName(typed))
  if (rank === -1 && patterns.length > 1) return `${text}, not ${twoReadings(values, patterns)}`
  const before = rank === -1 ? order : order.slice(0, rank)
  const alive = order.filter(name => !ruledOut.some(({ types }) => types.includes(name)))
  if (rank === -1 && alive.length > 0) return `${text}, not ${alive.join(' or ')}: the values are written in ways that do not go together`
  const last = ruledOut.findLast(({ types, survivors }) => survivors > 0 && types.some(name => before.includes(name)))
  if (last !== undefined)
    return `${text}, not ${namesIn(last, before)}: line ${last.line} holds ${shown(last.value)}, behind ${countOf(last)}${rank === -1 ? typeHint(last.value) : ''}`
  if (rank !== -1) return `${text}: all values are written like one`
  const { value = '', line } = ruledOut[0] ?? {}
  return `${text}: no other type begins like ${shown(value)} in line ${line}${typeHint(value)}`
}

function evidenceName({ type, format }: TypedAs): string {
  if (format !== undefined) return 'pattern'
  return type.name === 'int' || type.name === 'long' ? 'integer' : type.name
}

/** Nothing tells the day from the month. */
function twoReadings(values: number, patterns: readonly string[]): string {
  const all = values === 1 ? 'its value reads' : `all of ${formatCount(values)} values read`
  const [pattern = ''] = patterns
  const type = pattern.includes('%z') ? 'timestamptz' : pattern.includes('%M') ? 'timestamp' : 'date'
  return `${type}: ${all} as day/month and as month/day; declare which: format: ${patterns.map(shown).join(' or ')}`
}

function namesIn({ types }: RuledOut, among: readonly string[]): string {
  return types
    .filter(name => among.includes(name))
    .map(name => (name === 'pattern' ? 'date by a pattern' : name))
    .join(' or ')
}

function countOf({ survivors }: RuledOut): string {
  return survivors === 1 ? '1 value that would be one' : `${formatCount(survivors)} values that would be`
}
