// `parquetry infer --explain`: a table of the columns, and below it what ruled out another type.

import type { ExplainedColumn, RuledOut, TypeExplainer } from '../../csv/explain-types.ts'
import { shown } from '../../failure/sentence.ts'
import { type ColumnType, formatType } from '../../schema/column-type.ts'
import type { Column } from '../../schema/dataset.ts'
import { formatCount } from '../format-count.ts'
import { printable } from '../printable.ts'
import { type TableColumn, table } from '../table.ts'

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
  const rows = explained.map(({ column: { name, type }, why }) => [
    printable(name),
    formatType(type),
    formatCount(why.values),
    formatCount(why.nulls),
    why.examples.map(printable).join('  '),
  ])
  const reasons = explained.map(({ column: { name, type }, why }) => `${printable(name)}: ${reasonOf(type, why)}\n`)
  return `${table(tableColumns, rows, options)}\n${reasons.join('')}`
}

const nothing: ExplainedColumn = { values: 0, nulls: 0, examples: [], ruledOut: [] }

/** What the evidence calls a type, in the order in which inference tries them. */
const order = ['boolean', 'integer', 'decimal', 'double', 'date', 'timestamp', 'timestamptz', 'time', 'uuid']

export function reasonOf(type: ColumnType, { values, ruledOut }: ExplainedColumn): string {
  if (values === 0) return `${formatType(type)}, since it holds no value`
  const rank = order.indexOf(type.name === 'int' || type.name === 'long' ? 'integer' : type.name)
  const before = rank === -1 ? order : order.slice(0, rank)
  const alive = order.filter(name => !ruledOut.some(({ types }) => types.includes(name)))
  if (rank === -1 && alive.length > 0)
    return `${formatType(type)}, not ${alive.join(' or ')}: the values are written in ways that do not go together`
  const last = ruledOut.findLast(({ types, survivors }) => survivors > 0 && types.some(name => before.includes(name)))
  const text = formatType(type)
  if (last !== undefined)
    return `${text}, not ${namesIn(last, before)}: line ${last.line} holds ${shown(last.value)}, behind ${countOf(last)}`
  if (rank !== -1) return `${text}: all values are written like one`
  return `${text}: no other type begins like ${shown(ruledOut[0]?.value ?? '')} in line ${ruledOut[0]?.line}`
}

function namesIn({ types }: RuledOut, among: readonly string[]): string {
  return types.filter(name => among.includes(name)).join(' or ')
}

function countOf({ survivors }: RuledOut): string {
  return survivors === 1 ? '1 value that would be one' : `${formatCount(survivors)} values that would be`
}
