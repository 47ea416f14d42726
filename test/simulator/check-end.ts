// What must hold once everything has come to rest: the dataset is a function of the objects that are there.

import type { LedgerEntry } from '../../src/pipeline/ledger-entry.ts'
import {
  archiveKey,
  expectedOutputs,
  expectedRejects,
  isArchived,
  isMirrored,
  ledgerKey,
  type Outputs,
  rejectKey,
  retryKey,
} from './expected.ts'
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
    violations.push(...checkSource(scene, key, actions.at(-1)))
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
 * the rows to go with the source), and which of the earlier versions that was is a matter of timing.
 */
function allowedOutputs({ s3 }: Scene, key: string, actions: readonly (SourceVersion | undefined)[]): Allowed[] {
  const versions = actions.filter(source => source !== undefined)
  const text = s3.objects.get(key)?.body.toString()
  const present = text === undefined ? actions.at(-1) : versions.find(source => csvText(source) === text)
  if (present !== undefined && present.flaw === undefined) return [{ source: present, outputs: expectedOutputs(present) }]
  const nothing = { source: undefined, outputs: {} }
  if (present === undefined && isMirrored(key) && !s3.objects.has(retryKey(key))) return [nothing]
  return [nothing, ...versions.filter(({ flaw }) => flaw === undefined).map(source => ({ source, outputs: expectedOutputs(source) }))]
}

function checkRejects(scene: Scene, key: string, source: SourceVersion | undefined): string[] {
  const found = scene.s3.objects.get(rejectKey(key))?.body.toString()
  const expected = source && expectedRejects(source)
  return found === expected ? [] : [`I1: rejects of ${key} are ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`]
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
  const place = last.flaw !== undefined ? retryKey(key) : isArchived(key) ? archiveKey(key) : key
  const violations: string[] = []
  for (const other of [key, retryKey(key)]) {
    if (other !== place && scene.s3.objects.has(other)) violations.push(`${other} is still there; its last version belongs to ${place}`)
  }
  if (scene.s3.objects.get(place)?.body.toString() !== csvText(last)) violations.push(`I8: ${place} does not hold what was dropped last`)
  if (last.flaw === undefined) return violations
  const state = ledgerEntry(scene, key)?.state
  if (state !== 'failed') violations.push(`I9: the ledger says ${state} of ${key}, which failed`)
  if (!scene.s3.objects.has(`${place}.error.json`)) violations.push(`I9: ${key} failed without a report`)
  const isKept = [...scene.deadLetters.messages.values()].some(({ body }) => body.includes(key))
  if (!isKept) violations.push(`I5: no dead letter is left of ${key}`)
  return violations
}

export function ledgerEntry({ s3 }: Scene, key: string): LedgerEntry | undefined {
  const found = s3.objects.get(ledgerKey(key))
  return found && JSON.parse(found.body.toString())
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
