// One run's book-keeping: what it has counted, how far it has come, the index it writes. Of a scheduled run it is kept in the bucket, so
// that the next one goes on where this one stops, or died.

import type { Pipeline } from '../pipeline.ts'
import { DigestIndex, dropOtherSegments, writeSegment } from './digest-index.ts'
import type { EntryDigest } from './entry-digest.ts'
import type { Finding } from './finding.ts'
import {
  newProgress,
  type Phase,
  type Progress,
  type ReconcileState,
  readState,
  type StatePosition,
  writeState,
} from './reconcile-state.ts'
import type { SurveyedPage } from './survey.ts'
import { countFinding, countOldest, type Totals } from './totals.ts'

export interface RecordOptions {
  /** Whether the run goes on from the last one, and is kept for the next. */
  isKept: boolean
  /** Keys after which it is saved: what is held in memory, and done once more after a crash. */
  keysBetweenSaves: number
}

export class RunRecord {
  readonly #pipeline: Pipeline
  readonly #options: RecordOptions
  readonly #progress: Progress
  #position: StatePosition
  /** Of the segment that is being collected. */
  #digests: EntryDigest[] = []
  #unsaved = 0 // keys

  constructor(pipeline: Pipeline, options: RecordOptions, position: StatePosition, progress: Progress) {
    this.#pipeline = pipeline
    this.#options = options
    this.#position = position
    this.#progress = progress
  }

  static async open(pipeline: Pipeline, options: RecordOptions): Promise<RunRecord> {
    const position = await readState(pipeline)
    const kept = options.isKept ? position.state.progress : undefined
    return new RunRecord(pipeline, options, position, structuredClone(kept) ?? newProgress(pipeline.clock()))
  }

  get totals(): Totals {
    return this.#progress.totals
  }

  get startedAt(): string {
    return this.#progress.startedAt
  }

  /** Nothing has been surveyed yet. */
  get isNew(): boolean {
    return this.#progress.phase === 'sources' && this.#progress.after === undefined
  }

  get phase(): Phase {
    return this.#progress.phase
  }

  /** The last key that is dealt with in this phase. */
  get after(): string | undefined {
    return this.#progress.after
  }

  /** Of the last run that came to its end. */
  index(): DigestIndex {
    return new DigestIndex(this.#pipeline.store, this.#position.state.index, this.#progress.after)
  }

  countFinding(finding: Finding): void {
    countFinding(this.totals, finding)
  }

  /** Adds a page that is dealt with. */
  addPage(page: SurveyedPage): void {
    this.totals[this.phase === 'ledger' ? 'entries' : 'sources'] += page.looked
    countOldest(this.totals, page)
    this.#progress.after = page.last
    this.#unsaved += page.looked
    if (this.#options.isKept) this.#digests.push(...page.digests)
  }

  /** @returns false when another run has gone on from the same point: then this one must end */
  async saveIfDue(isUrgent: boolean): Promise<boolean> {
    if (!this.#options.isKept || (!isUrgent && this.#unsaved < this.#options.keysBetweenSaves)) return true
    await this.#closeSegment()
    return await this.#write({ ...this.#position.state, progress: this.#progress })
  }

  beginPhase(phase: Phase): void {
    this.#progress.phase = phase
    delete this.#progress.after
  }

  /** Whether people have not been told this already. */
  get isNews(): boolean {
    const { count, fingerprint } = this.totals.attention
    return count > 0 && fingerprint !== this.#position.state.told
  }

  /** Ends the run; its index replaces the one before. @returns false as `saveIfDue` does */
  async finish(): Promise<boolean> {
    if (!this.#options.isKept) return true
    await this.#closeSegment()
    const { segments, totals } = this.#progress
    if (!(await this.#write({ format: 1, index: segments, told: totals.attention.fingerprint }))) return false
    await dropOtherSegments(this.#pipeline, segments)
    return true
  }

  async #closeSegment(): Promise<void> {
    if (this.#digests.length === 0) return
    const { startedAt, segments } = this.#progress
    segments.push(await writeSegment(this.#pipeline, startedAt.replaceAll(':', '-'), segments.length, this.#digests))
    this.#digests = []
  }

  async #write(state: ReconcileState): Promise<boolean> {
    const written = await writeState(this.#pipeline, this.#position, state)
    if (written === undefined) return false
    this.#position = written
    this.#unsaved = 0
    return true
  }
}
