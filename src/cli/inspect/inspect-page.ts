// What `inspect` prints for people: one page with the file, its columns, its row groups, where it comes from.

import type { FileMetaData } from '../../parquet/format/file-metadata.ts'
import type { BoundDescription, FileDescription, RowGroupDescription } from '../../parquet/read/describe-file.ts'
import { schemaLeaves } from '../../parquet/read/schema-leaves.ts'
import { plainText } from '../cat/value-text.ts'
import { cutToWidth } from '../display-width.ts'
import { formatBytes } from '../format-bytes.ts'
import { formatCount, formatCounted } from '../format-count.ts'
import { printable } from '../printable.ts'
import { type Style, style } from '../style.ts'
import { table } from '../table.ts'
import { summarizeColumn } from './column-summary.ts'

export interface PageOptions {
  name: string
  fileBytes: number
  width: number | undefined
  color: boolean
}

export function inspectPage(metadata: FileMetaData, file: FileDescription, options: PageOptions): string {
  const styles = style(options)
  const sections = [
    fileSection(file, options, styles),
    section('Columns', columnTable(metadata, file, options), styles),
    ...(file.rowGroups.length > 0 ? [section('Row groups', rowGroupTable(file, options), styles)] : []),
    ...(file.keyValueMetadata.length > 0 ? [section('Provenance', provenance(file, options, styles), styles)] : []),
  ]
  return sections.join('\n')
}

function section(title: string, body: string, { cyan }: Style): string {
  return `${cyan(title)}\n${body}`
}

function fileSection(file: FileDescription, { name, fileBytes, width }: PageOptions, { bold, dim }: Style): string {
  const uncompressed = file.rowGroups.reduce((sum, group) => sum + group.uncompressedBytes, 0)
  const used = [...new Set(file.rowGroups.flatMap(group => group.chunks.map(chunk => chunk.codec)))]
  const level = file.keyValueMetadata.find(({ key }) => key === 'parquetry.codec')?.value?.split('-')[1]
  const codecs = level === undefined ? used : used.map(codec => `${codec} level ${printable(level)}`)
  const facts: [string, string][] = [
    ['rows', `${formatCount(file.rows)} in ${formatCounted(file.rowGroups.length, 'row group')}`],
    ['columns', formatCount(file.columns.length)],
    ['size', `${formatBytes(fileBytes)}; ${formatBytes(uncompressed)} before compression (${codecs.join(', ') || 'no data'})`],
    ['written by', printable(file.createdBy ?? 'unknown')],
  ]
  return `${bold(printable(name))}\n${factLines(facts, width, dim)}`
}

function factLines(facts: readonly (readonly [string, string])[], width: number | undefined, paint: (text: string) => string): string {
  const indent = Math.max(...facts.map(([key]) => key.length)) + 2
  return facts
    .map(([key, value]) => `${paint(key.padEnd(indent))}${width === undefined ? value : cutToWidth(value, width - indent)}\n`)
    .join('')
}

const boundWidth = 24 // cells of a smallest or largest value

function columnTable(metadata: FileMetaData, file: FileDescription, options: PageOptions): string {
  const rows = schemaLeaves(metadata.schema).map(({ element }, at) => {
    const { name = '', type = '', nullable = true } = file.columns[at] ?? {}
    const chunks = file.rowGroups.flatMap(group => group.chunks[at] ?? [])
    const { nulls, compressedBytes, pages, min, max } = summarizeColumn(element, chunks)
    const bound = (found: BoundDescription | undefined) => boundText(found, plainText(element))
    const nullCount = nullable ? (nulls === undefined ? '?' : formatCount(nulls)) : '–'
    return [printable(name), printable(type), nullCount, formatBytes(compressedBytes), pages, bound(min), bound(max)]
  })
  return table(
    [
      { title: 'name' },
      { title: 'type', fixed: true },
      { title: 'nulls', align: 'right', fixed: true },
      { title: 'size', align: 'right', fixed: true },
      { title: 'data pages' },
      { title: 'min' },
      { title: 'max' },
    ],
    rows,
    options,
  )
}

/** A bound cut by the writer is marked, as is one cut here. */
function boundText(bound: BoundDescription | undefined, text: ReturnType<typeof plainText>): string {
  if (bound === undefined || bound.value === null) return ''
  const shown = printable(text(bound.value))
  return cutToWidth(bound.isExact === false ? `${shown}…` : shown, boundWidth)
}

const shownRowGroups = 30

function rowGroupTable(file: FileDescription, options: PageOptions): string {
  const rows = file.rowGroups
    .slice(0, shownRowGroups)
    .map((group, at) => [
      formatCount(at),
      formatCount(group.rows),
      formatBytes(group.compressedBytes),
      formatBytes(group.uncompressedBytes),
      group.chunks.every(chunk => chunk.hasPageIndex) ? 'yes' : 'no',
      sortedBy(group),
    ])
  const more = file.rowGroups.length - rows.length
  const groups = table(
    [
      ...['#', 'rows', 'size', 'uncompressed', 'page index'].map(title => ({ title, align: 'right' as const, fixed: true })),
      { title: 'sorted by' },
    ],
    rows,
    options,
  )
  return more > 0 ? `${groups}… ${formatCounted(more, 'more row group')}; --json shows all\n` : groups
}

/** `id, at ↓`: by which columns the rows of a group are sorted. */
function sortedBy({ sortedBy }: RowGroupDescription): string {
  return printable(sortedBy.map(({ column, descending }) => (descending ? `${column} ↓` : column)).join(', '))
}

function provenance(file: FileDescription, { width }: PageOptions, { dim }: Style): string {
  return factLines(
    file.keyValueMetadata.map(({ key, value }) => [printable(key), printable(value ?? '')]),
    width,
    dim,
  )
}
