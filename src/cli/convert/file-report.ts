// What `convert` tells about each input: a line of JSON for machines, a row of the summary for people.

import type { Failure } from '../../failure/failure.ts'
import { formatType } from '../../schema/column-type.ts'
import type { Column } from '../../schema/dataset.ts'
import { formatBytes, formatRate } from '../format-bytes.ts'
import { formatCount, formatCounted } from '../format-count.ts'
import { formatDuration } from '../format-duration.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'
import { type TableColumn, table } from '../table.ts'
import type { JobReport } from './convert-job.ts'

export type FileReport =
  | { outcome: 'converted'; source: string; seconds: number; job: JobReport }
  | { outcome: 'failed'; source: string; seconds: number; failure: Failure }

/** One object, one line; its fields are documented in docs/cli.md. */
export function jsonLine(file: FileReport): string {
  const { source, outcome } = file
  const seconds = Number(file.seconds.toFixed(3))
  return `${JSON.stringify({ source, outcome, seconds, ...(file.outcome === 'failed' ? failedFields(file.failure) : convertedFields(file.job)) })}\n`
}

function failedFields({ data, class: failureClass, message }: Failure): object {
  return { error: { ...data, class: failureClass, message } }
}

function convertedFields({ report, outputs, rejectFiles }: JobReport): object {
  const { rowsParsed, rowsWritten, rowsRejected, bytesRead, bytesParsed, inferred, columns, rejects, warnings } = report
  return {
    rowsParsed,
    rowsWritten,
    rowsRejected,
    bytesRead,
    bytesParsed,
    outputs: outputs.map(({ name, output: { partition, rows, bytes, contentHash } }) => ({
      path: name,
      partition,
      rows,
      bytes,
      contentHash,
    })),
    inferred,
    columns: columns.map(({ name, type, nullable }: Column) => ({ name, type: formatType(type), nullable })),
    ...(rejectFiles ? { rejectFiles, rejects } : {}),
    warnings,
  }
}

const summaryColumns: readonly TableColumn[] = [
  { title: 'file' },
  { title: 'rows', align: 'right', fixed: true },
  { title: 'rejected', align: 'right', fixed: true },
  { title: 'in', align: 'right', fixed: true },
  { title: 'out', align: 'right', fixed: true },
  { title: 'rate', align: 'right', fixed: true },
]

/** The table of all inputs, with what was rejected, what was warned of, and a closing sentence. */
export function summary(files: readonly FileReport[], seconds: number, options: { width: number | undefined; color: boolean }): string {
  const { red, yellow } = style(options)
  const columns = summaryColumns.map(column => (column.title === 'rejected' ? { ...column, paint: paintRejected(yellow) } : column))
  const notes = files.flatMap(file => (file.outcome === 'converted' ? notesOf(file.source, file.job) : []))
  const failed = files.filter(file => file.outcome === 'failed').length
  const closing = [`${formatCounted(files.length - failed, 'file')} converted`, ...(failed ? [red(`${failed} failed`)] : [])].join(', ')
  return [
    table(columns, files.map(summaryRow), options),
    notes.map(note => `${yellow('note:')} ${note}\n`).join(''),
    `${closing} in ${formatDuration(seconds)}\n`,
  ].join('')
}

function summaryRow(file: FileReport): string[] {
  const source = printable(file.source)
  if (file.outcome === 'failed') return [source, 'failed', '', '', '', '']
  const { report, outputs } = file.job
  const written = outputs.reduce((sum, { output }) => sum + output.bytes, 0)
  const { rowsWritten, rowsRejected, bytesRead, bytesParsed } = report
  const rate = formatRate(bytesParsed, file.seconds)
  return [source, formatCount(rowsWritten), formatCount(rowsRejected), formatBytes(bytesRead), formatBytes(written), rate]
}

function paintRejected(yellow: (text: string) => string): (padded: string, cell: string) => string {
  return (padded, cell) => (cell === '0' || cell === '' ? padded : yellow(padded))
}

function notesOf(source: string, { report, rejectFiles }: JobReport): string[] {
  const warnings = report.warnings.map(warning => printable(`${source}: ${warning}`))
  if (!rejectFiles) return warnings
  const rejected = `${source}: ${formatCounted(report.rowsRejected, 'record')} rejected; they are in ${rejectFiles.rows}, the reasons in ${rejectFiles.reasons}`
  return [printable(rejected), ...warnings]
}
