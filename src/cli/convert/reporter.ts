// Tells how a run of `convert` goes: progress while it runs, errors when they happen, each input's report, the summary at the end.

import type { Progress } from '../../convert/convert.ts'
import type { Failure } from '../../failure/failure.ts'
import type { Terminal } from '../command.ts'
import { now } from '../now.ts'
import { terminalWidth } from '../terminal-width.ts'
import { writeError } from '../write-error.ts'
import { writeText } from '../write-text.ts'
import type { JobReport } from './convert-job.ts'
import { type FileReport, reportLine, summary } from './file-report.ts'
import { ProgressLine } from './progress-line.ts'

export interface ReporterOptions {
  json: boolean
  /** The Parquet file goes to stdout, so the summary goes to stderr. */
  toStdout: boolean
  /** Inputs that will be converted. */
  total: number
}

export class Reporter {
  #io: Terminal
  #options: ReporterOptions
  #files: FileReport[] = []
  #begun = 0
  #line: ProgressLine | undefined

  constructor(io: Terminal, options: ReporterOptions) {
    this.#io = io
    this.#options = options
  }

  get anyFailed(): boolean {
    return this.#files.some(file => file.outcome === 'failed')
  }

  /** Begins an input; what it returns takes the input's progress. */
  progressOf(source: string): (progress: Progress, size: number | undefined) => void {
    const { total } = this.#options
    this.#begun++
    const line = new ProgressLine(this.#io, total > 1 ? `[${this.#begun}/${total}] ${source}` : source, now)
    this.#line = line
    return (progress, size) => line.update(progress, size)
  }

  async converted(source: string, job: JobReport, seconds: number): Promise<void> {
    await this.#add({ outcome: 'converted', source, seconds, job })
  }

  async failed(source: string, failure: Failure, seconds: number): Promise<void> {
    this.#line?.clear()
    await writeError(this.#io, failure)
    await this.#add({ outcome: 'failed', source, seconds, failure })
  }

  /** To be called whatever happens: an interrupted line of progress would stay on the terminal. */
  clear(): void {
    this.#line?.clear()
  }

  async finish(seconds: number): Promise<void> {
    const onlyError = this.#files.length === 1 && this.anyFailed
    if (this.#options.json || this.#files.length === 0 || onlyError) return
    const stream = this.#options.toStdout ? this.#io.stderr : this.#io.stdout
    await writeText(stream, summary(this.#files, seconds, { color: this.#io.color, width: terminalWidth(this.#io, stream) }))
  }

  async #add(file: FileReport): Promise<void> {
    this.#line?.clear()
    this.#files.push(file)
    if (this.#options.json) await writeText(this.#io.stdout, reportLine(file))
  }
}
