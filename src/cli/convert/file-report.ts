// What `convert` tells about each input: a line of JSON for machines, a row of the summary for people.

import type { Failure } from '../../failure/failure.ts'
import { formatType } from '../../schema/column-type.ts'
import type { Column } from '../../schema/dataset.ts'
import { oneShot } from '../describe-error.ts'
import { formatBytes, formatRate } from '../format-bytes.ts'
import { formatCount, formatCounted } from '../format-count.ts'
import { formatDuration } from '../format-duration.ts'
import { jsonLine, printable } from '../printable.ts'
import { type Style, style } from '../style.ts'
import { type TableColumn, table } from '../table.ts'
import type { JobReport } from './convert-job.ts'

export type FileReport =
  | { outcome: 'converted'; source: string; seconds: number; job: JobReport }
  | { outcome: 'failed'; source: string; seconds: number; failure: Failure }

/** One object, one line; its fields are documented in docs/cli.md. */
export function reportLine(file: FileReport): string {
  const { source, outcome } = file
  const seconds = Number(file.seconds.toFixed(3))
  return jsonLine({ source, outcome, seconds, ...(file.outcome === 'failed' ? failedFields(file.failure) : convertedFields(file.job)) })
}

function failedFields(failure: Failure): object {
  const { data, class: failureClass, message } = oneShot(failure)
  return { error: { ...data, class: failureClass, message } }
}

function convertedFields({ report, outputs, rejectFiles }: JobReport): object {
  const { rowsParsed, rowsWritten, rowsRejected, bytesRead, bytesParsed, inferred, dialect, columns, rejects, warnings } = report
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
    dialect,
    columns: columns.map(describedColumn),
    ...(rejectFiles ? { rejectFiles, rejects } : {}),
    warnings,
  }
}

function describedColumn({ name, type, format, nullable }: Column): object {
  return { name, type: formatType(type), ...(format !== undefined && { format }), nullable }
}

/** The table of all inputs, with what was rejected, what was warned of, and a closing sentence. */
export function summary(files: readonly FileReport[], seconds: number, options: { width: number | undefined; color: boolean }): string {
  const styles = style(options)
  const notes = files.flatMap(file => (file.outcome === 'converted' ? notesOf(file.source, file.job) : []))
  const failed = files.filter(file => file.outcome === 'failed').length
  const converted = files.length - failed
  const closing = [`${formatCounted(converted, 'file')} converted`, ...(failed ? [styles.red(`${failed} failed`)] : [])].join(', ')
  return [
    converted > 0 ? table(summaryColumns(styles), files.map(summaryRow), options) : '',
    notes.map(note => `${styles.yellow('note:')} ${note}\n`).join(''),
    `${closing} in ${formatDuration(seconds)}\n`,
  ].join('')
}

function summaryColumns({ red, yellow }: Style): TableColumn[] {
  const figure = { align: 'right', fixed: true } as const
  return [
    { title: 'file', keepsEnd: true },
    { title: 'rows', ...figure, paint: (padded, cell) => (cell === failedCell ? red(padded) : padded) },
    { title: 'rejected', ...figure, paint: (padded, cell) => (cell === '0' ? padded : yellow(padded)) },
    { title: 'in', ...figure },
    { title: 'out', ...figure },
    { title: 'rate', ...figure },
  ]
}

const failedCell = 'failed'

function summaryRow(file: FileReport): string[] {
  const source = printable(file.source)
  if (file.outcome === 'failed') return [source, failedCell, '', '', '', '']
  const { report, outputs } = file.job
  const written = outputs.reduce((sum, { output }) => sum + output.bytes, 0)
  const { rowsWritten, rowsRejected, bytesRead, bytesParsed } = report
  const rate = formatRate(bytesParsed, file.seconds)
  return [source, formatCount(rowsWritten), formatCount(rowsRejected), formatBytes(bytesRead), formatBytes(written), rate]
}

function notesOf(source: string, { report, rejectFiles }: JobReport): string[] {
  const warnings = report.warnings.map(warning => printable(`${source}: ${warning}`))
  if (!rejectFiles) return warnings
  const rejected = `${source}: ${formatCounted(report.rowsRejected, 'record')} rejected; they are in ${rejectFiles.rows}, the reasons in ${rejectFiles.reasons}`
  return [printable(rejected), ...warnings]
}
