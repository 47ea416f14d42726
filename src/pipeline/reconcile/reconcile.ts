// Brings the pipeline back into line with the bucket: what events were lost, workers died over, or somebody deleted.
//
//   1. dead letters: objects that kill their workers are set aside, so that they are not sent out again (lost-workers.ts); and marks of
//      attempts that nobody will make again (survey-marks.ts)
//   2. sources and corrected rows, against the ledger: those that nobody has ever finished with are re-queued (survey-sources.ts)
//   3. the ledger, against sources, outputs and the retry prefix: what is stale, interrupted, gone or left behind (survey-ledger.ts)
//
// The surveys find, as data, and remedies.ts carries out what is found; a dry run only finds. A message asks for no more than a look at an
// object, so one too many does no harm, and a run may die anywhere. Memory is bounded by a page of keys and a segment of the index, however
// many keys there are; a scheduled run that is out of time is gone on with by the next (run-record.ts).

import type { Failure } from '../../failure/failure.ts'
import { asFailure } from '../as-failure.ts'
import type { Pipeline } from '../pipeline.ts'
import type { Attention } from './attention.ts'
import type { Finding } from './finding.ts'
import { findLostWorkers, mostDeadLetters, setAside } from './lost-workers.ts'
import { PHASES, type Phase } from './reconcile-state.ts'
import { applyRemedies, type RemedyFailure } from './remedies.ts'
import { RunRecord } from './run-record.ts'
import { defaultPageKeys, type SurveyedPage, type SurveyScope } from './survey.ts'
import { surveyLedger } from './survey-ledger.ts'
import { surveyMarks } from './survey-marks.ts'
import { surveySources } from './survey-sources.ts'
import type { Totals } from './totals.ts'

export interface ReconcileOptions {
  /** Change nothing: findings are all there is. */
  dryRun?: boolean
  /** Only sources (or corrected rows, with the fix prefix in front) whose key, or its part below the input prefix, begins so. */
  prefix?: string
  /** Younger objects and entries may be at work, or their messages in flight: nothing is said of them. Longer than a worker lives. */
  graceMs?: number
  /** Sources that have waited for their ready marker for longer are told of. */
  mostWaitMs?: number
  /** More waiting messages than this, and nothing is re-queued: the events of what is found may well be among them. */
  mostWaiting?: number
  /** Go on where the last run stopped, and leave index and progress to the next. Not for runs with `prefix` or `dryRun`. */
  isScheduled?: boolean
  /** Milliseconds left. A scheduled run that has less than a minute stops, to be gone on with. */
  remainingMs?: () => number
  onFinding?: (finding: Finding) => void | Promise<void>
  /** A remedy that did not work out; the next run finds the same again. */
  onFailure?: (failure: Failure) => void
  /** At the end of a scheduled run: what a person has to see to, unless the run before said the same. */
  onAttention?: (attention: Attention) => Promise<void>
  /** Keys that are looked at together. */
  pageKeys?: number
  /** Keys after which a scheduled run is saved. */
  keysBetweenSaves?: number
}

export interface ReconcileResult extends Totals {
  /** `unfinished`: the next run goes on. `overtaken`: another run has gone on from the same point. */
  state: RunState
  /** ISO 8601, UTC. */
  startedAt: string
}

export type RunState = 'complete' | 'unfinished' | 'overtaken'

export const defaultGraceMs = 30 * 60 * 1000
export const defaultMostWaitMs = 24 * 60 * 60 * 1000
export const defaultMostWaiting = 1000
export const defaultKeysBetweenSaves = 10_000

/** Enough for a page of remedies and the state. */
const reserveMs = 60_000

/** @throws Failure when the store or a queue does not answer; the next run goes on from what was saved */
export async function reconcile(pipeline: Pipeline, options: ReconcileOptions = {}): Promise<ReconcileResult> {
  const { isScheduled = false, dryRun = false, prefix = '', keysBetweenSaves = defaultKeysBetweenSaves } = options
  const isKept = isScheduled && !dryRun && prefix === ''
  const record = await RunRecord.open(pipeline, { isKept, keysBetweenSaves })
  const run: Run = { pipeline, options, record, scope: scopeOf(pipeline, options), canRequeue: await hasRoom(pipeline, options) }
  const state = await runPhases(run, isKept)
  return { state, startedAt: record.startedAt, ...record.totals }
}

interface Run {
  pipeline: Pipeline
  options: ReconcileOptions
  record: RunRecord
  scope: Omit<SurveyScope, 'after'>
  canRequeue: boolean
}

function scopeOf({ config, clock }: Pipeline, options: ReconcileOptions): Run['scope'] {
  const { prefix = '', graceMs = defaultGraceMs, mostWaitMs = defaultMostWaitMs, pageKeys = defaultPageKeys } = options
  const ago = (ms: number) => new Date(clock().getTime() - ms)
  return { prefixes: prefixesOf(config, prefix), settledBefore: ago(graceMs), waitingBefore: ago(mostWaitMs), pageKeys }
}

function prefixesOf({ inputPrefix, fixPrefix }: Pipeline['config'], prefix: string): SurveyScope['prefixes'] {
  if (prefix === '') return { sources: inputPrefix, fixes: fixPrefix }
  if (prefix.startsWith(fixPrefix)) return { sources: undefined, fixes: prefix }
  return { sources: prefix.startsWith(inputPrefix) ? prefix : inputPrefix + prefix, fixes: undefined }
}

/** Whether what is found cannot be waiting in a full queue, nor be among dead letters that are too many, or hidden by somebody else. */
async function hasRoom({ queue, deadLetters }: Pipeline, { mostWaiting = defaultMostWaiting }: ReconcileOptions): Promise<boolean> {
  const [{ waiting, delayed }, dead] = await Promise.all([queue.depth(), deadLetters.depth()])
  return waiting + delayed <= mostWaiting && dead.waiting <= mostDeadLetters && dead.inFlight === 0
}

async function runPhases(run: Run, isKept: boolean): Promise<RunState> {
  const { record, options } = run
  if (record.isNew) await lookAtDeadLetters(run)
  if (record.isNew && (options.prefix ?? '') === '') await lookAtMarks(run)
  for (const phase of PHASES.slice(PHASES.indexOf(record.phase))) {
    if (record.phase !== phase) record.beginPhase(phase)
    const survey = surveyOf(run, phase)
    const ended = survey && (await carryOut(run, survey, isKept))
    if (ended !== undefined) return ended
  }
  if (isKept && record.isNews) await options.onAttention?.(record.totals.attention)
  return (await record.finish()) ? 'complete' : 'overtaken'
}

async function lookAtDeadLetters(run: Run): Promise<void> {
  const { pipeline, scope, options } = run
  for (const lost of await findLostWorkers(pipeline, scope.settledBefore)) {
    if (scope.prefixes.sources === undefined || !lost.finding.key.startsWith(scope.prefixes.sources)) continue
    await tell(run, [lost.finding])
    if (options.dryRun) continue
    await setAside(pipeline, lost).then(
      () => run.record.totals.setAside++,
      error => countFailure(run, { key: lost.finding.key, error }),
    )
  }
}

async function lookAtMarks(run: Run): Promise<void> {
  for await (const findings of surveyMarks(run.pipeline, run.scope.pageKeys)) {
    await tell(run, findings)
    if (!run.options.dryRun) await remedy(run, findings)
  }
}

function surveyOf({ pipeline, scope, record }: Run, phase: Phase): AsyncIterable<SurveyedPage> | undefined {
  const from = { ...scope, after: record.after }
  if (phase === 'ledger') return surveyLedger(pipeline, from, record.index())
  const prefix = scope.prefixes[phase]
  return prefix === undefined ? undefined : surveySources(pipeline, prefix, from)
}

/** @returns how the run ended, if it did before the end of the survey */
async function carryOut(run: Run, survey: AsyncIterable<SurveyedPage>, isKept: boolean): Promise<RunState | undefined> {
  const { record, options } = run
  for await (const page of survey) {
    await tell(run, page.findings)
    if (!options.dryRun) await remedy(run, page.findings)
    record.addPage(page)
    const isLate = isKept && (options.remainingMs?.() ?? Number.POSITIVE_INFINITY) < reserveMs
    if (!(await record.saveIfDue(isLate))) return 'overtaken'
    if (isLate) return 'unfinished'
  }
  return undefined
}

async function tell({ record, options }: Run, findings: readonly Finding[]): Promise<void> {
  for (const finding of findings) {
    record.countFinding(finding)
    await options.onFinding?.(finding)
  }
}

async function remedy(run: Run, findings: readonly Finding[]): Promise<void> {
  const { totals } = run.record
  const done = await applyRemedies(run.pipeline, findings, run.canRequeue)
  totals.requeued += done.requeued
  totals.deferred += done.deferred
  totals.setAside += done.setAside
  totals.swept += done.swept
  for (const failure of done.failures) countFailure(run, failure)
}

function countFailure({ record, options, pipeline }: Run, { key, error }: RemedyFailure): void {
  record.totals.failed++
  options.onFailure?.(asFailure(error, `s3://${pipeline.config.bucket}/${key}`))
}
