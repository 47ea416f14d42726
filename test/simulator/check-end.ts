// What must hold once everything has come to rest: the dataset is a function of the objects that are there.

import { checkFix, isCorrection } from './check-corrected.ts'
import { isWaiting } from './check-waiting.ts'
import { isFix } from './datasets.ts'
import {
  archiveKey,
  expectedOutputs,
  expectedRejects,
  isArchived,
  isMirrored,
  type Outputs,
  parentOf,
  rejectKey,
  retryKey,
} from './expected.ts'
import { isDeadLetter, ledgerEntry } from './look-at-scene.ts'
import { parquetRows } from './parquet-rows.ts'
import { csvText, type SourceVersion } from './source-text.ts'
import type { Scene } from './stage.ts'

/** @returns violations, each beginning with its invariant */
export async function checkEnd(scene: Scene): Promise<string[]> {
  const outputs = await outputsByKey(scene)
  const violations = [...scene.lambda.troubles.map(trouble => `T14: the handler failed as a whole: ${trouble}`)]
  const claimed = new Set<string>()
  for (const [key, actions] of scene.userActions) {
    const allowed = allowedOutputs(scene, key, actions)
    const all = new Set(actions.flatMap(source => (source === undefined ? [] : Object.keys(expectedOutputs(source)))))
    const found = Object.fromEntries([...outputs].filter(([output]) => all.has(output)).sort())
    for (const output of all) claimed.add(output)
    const match = allowed.find(candidate => same(candidate.outputs, found))
    if (match === undefined)
      violations.push(`I1: ${key} has ${JSON.stringify(found)}, not one of ${JSON.stringify(allowed.map(c => c.outputs))}`)
    else violations.push(...checkRejects(scene, key, match.source), ...checkLedger(scene, key, match.source, found))
    if (isFix(key)) violations.push(...checkFix(scene, key, actions.at(-1), match?.source))
    else violations.push(...checkSource(scene, key, actions.at(-1)))
  }
  for (const output of outputs.keys()) if (!claimed.has(output)) violations.push(`I1: ${output} belongs to no source`)
  if (scene.s3.uploads.size > 0) violations.push(`I7: ${scene.s3.uploads.size} unfinished uploads`)
  if (scene.queue.messages.size > 0) violations.push(`${scene.queue.messages.size} messages are never handled`)
  return violations
}

interface Allowed {
  /** undefined: nothing was ever published. */
  source: SourceVersion | undefined
  outputs: Outputs
}

/**
 * Those of the version that lies there, or was archived. What failed or is gone leaves what was published before (unless its dataset wants
 * the rows to go with the source), and which of the earlier versions that was is a matter of timing. So does what waits for its marker.
 * Of corrected rows only those must be there that were certainly dropped after the rejected rows that they correct, and none where
 * nothing is rejected; which of the others may be, check-fixes.ts knows.
 */
function allowedOutputs(scene: Scene, key: string, actions: readonly (SourceVersion | undefined)[]): Allowed[] {
  const { s3 } = scene
  const versions = actions.filter(source => source !== undefined)
  const text = s3.objects.get(key)?.body.toString()
  const present = text === undefined ? actions.at(-1) : versions.find(source => csvText(source) === text)
  const isDue = isFix(key) ? isCorrection(scene, key) : !isWaiting(scene, key)
  if (present !== undefined && present.flaw === undefined && isDue) return [{ source: present, outputs: expectedOutputs(present) }]
  const nothing = { source: undefined, outputs: {} }
  if (isFix(key) && !scene.s3.objects.has(rejectKey(parentOf(key)))) return [nothing]
  if (present === undefined && isMirrored(key) && !s3.objects.has(retryKey(key))) return [nothing]
  return [nothing, ...versions.filter(({ flaw }) => flaw === undefined).map(source => ({ source, outputs: expectedOutputs(source) }))]
}

function checkRejects(scene: Scene, key: string, source: SourceVersion | undefined): string[] {
  const found = scene.s3.objects.get(rejectKey(key))?.body.toString()
  const expected = source && expectedRejects(source)
  if (found !== expected) return [`I1: rejects of ${key} are ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`]
  const hasReasons = scene.s3.objects.has(rejectKey(key).replace(/rows\.csv$/, 'reasons.ndjson'))
  return hasReasons === (expected !== undefined) ? [] : [`I1: ${key} has ${hasReasons ? '' : 'no '}reasons of rejection`]
}

function checkLedger(scene: Scene, key: string, source: SourceVersion | undefined, found: Outputs): string[] {
  const entry = ledgerEntry(scene, key)
  if (source === undefined) return entry?.state === 'done' ? [`the ledger says that ${key} is done`] : []
  if (entry === undefined || entry.state === 'publishing') return [`the ledger entry of ${key} is ${entry?.state}`]
  const violations: string[] = []
  if (String(entry.outputs.map(output => output.key).sort()) !== String(Object.keys(found).sort()))
    violations.push(`the ledger of ${key} lists ${entry.outputs.map(output => output.key)}, not ${Object.keys(found)}`)
  for (const { key: output, etag, rows } of entry.outputs) {
    if (etag !== scene.s3.objects.get(output)?.etag) violations.push(`the ledger of ${key} has another etag for ${output}`)
    if (rows !== found[output]?.length) violations.push(`I1: the ledger of ${key} counts ${rows} rows in ${output}`)
  }
  if (entry.state !== 'done') return violations
  const { parsed, written, rejected } = entry.rows ?? {}
  if (written !== source.rows.length || rejected !== source.badRows || parsed !== source.rows.length + source.badRows)
    violations.push(`I1: the ledger of ${key} counts ${parsed} parsed, ${written} written, ${rejected} rejected`)
  return violations
}

/** What was dropped last lies where it belongs, and what failed can be brought back. */
function checkSource(scene: Scene, key: string, last: SourceVersion | undefined): string[] {
  if (last === undefined) return []
  const hasFailed = last.flaw !== undefined && !(isWaiting(scene, key) && scene.s3.objects.has(key)) // what waits has not failed yet
  const place = hasFailed ? retryKey(key) : isArchived(key) ? archiveKey(key) : key
  const violations: string[] = []
  const mayStay = isWaiting(scene, key) ? [retryKey(key)] : [] // until what waits is published
  for (const other of [key, retryKey(key)]) {
    if (other !== place && !mayStay.includes(other) && scene.s3.objects.has(other))
      violations.push(`${other} is still there; its last version belongs to ${place}`)
  }
  if (scene.s3.objects.get(place)?.body.toString() !== csvText(last)) violations.push(`I8: ${place} does not hold what was dropped last`)
  if (!hasFailed) return violations
  const state = ledgerEntry(scene, key)?.state
  if (state !== 'failed') violations.push(`I9: the ledger says ${state} of ${key}, which failed`)
  if (!scene.s3.objects.has(`${place}.error.json`)) violations.push(`I9: ${key} failed without a report`)
  if (!isDeadLetter(scene, key)) violations.push(`I5: no dead letter is left of ${key}`)
  return violations
}

async function outputsByKey({ s3 }: Scene): Promise<Map<string, readonly string[]>> {
  const data = [...s3.objects].filter(([key]) => key.startsWith('parquet/'))
  return new Map(
    await Promise.all(data.map(async ([key, { body }]) => [key, await parquetRows(body).catch(() => ['unreadable'])] as const)),
  )
}

function same(a: Outputs, b: Outputs): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort())
}
