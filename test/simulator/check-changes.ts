// What must hold at every moment, told from the list of everything that was stored and deleted: an output is complete and of one version
// only, whatever lay there before is not overwritten by something older, and a source is only taken away when it lies somewhere else.

import { FixWatch } from './check-fixes.ts'
import { WaitingWatch } from './check-waiting.ts'
import { fixPrefix, inputPrefix, isFix, isMarker } from './datasets.ts'
import { archiveKey, expectedOutputs, expectedRejects, rejectKey, retryKey } from './expected.ts'
import { parquetRows } from './parquet-rows.ts'
import { csvText, type SourceVersion } from './source-text.ts'
import type { World } from './world.ts'

/** @returns violations, each beginning with its invariant (facts: reliability, I1–I10) */
export async function checkChanges(world: World): Promise<string[]> {
  const violations: string[] = []
  const versions = [...world.userActions.values()].flat().filter(source => source !== undefined)
  const known = new Map(versions.map(source => [csvText(source), source]))
  const lying = new Map<string, Buffer>()
  const dropped = new Map<string, number>() // text → when it last came to lie under its key
  const published = new Map<string, Published>() // by output key
  const fixes = new FixWatch()
  const waiting = new WaitingWatch()
  for (const change of world.changes) {
    const { key, object, at, isByUser } = change
    const before = lying.get(key)
    fixes.see(change)
    waiting.see(change)
    if (object === undefined) {
      if (key.startsWith('parquet/')) published.delete(key)
      if (isSourceKey(key) && !isByUser) violations.push(...checkTaken(key, before, lying))
      lying.delete(key)
      continue
    }
    lying.set(key, object.body)
    const text = object.body.toString()
    if (isSourceKey(key)) dropped.set(text, at)
    if (isMarker(key) && isByUser) continue
    if (/^(incoming|fix|retry|archive)\//.test(key) && !key.endsWith('.error.json') && !known.has(text))
      violations.push(`I8: ${key} holds what nobody dropped`)
    if (key.startsWith('rejects/') && key.endsWith('.rows.csv') && !versions.some(source => isRejectsOf(source, key, text)))
      violations.push(`I1: ${key} holds what is no version's rejected rows: ${JSON.stringify(text)}`)
    if (!key.startsWith('parquet/')) continue
    const source = await versionOf(versions, key, object.body)
    if (typeof source === 'string') {
      violations.push(source)
      continue
    }
    violations.push(...checkNewer(key, source, published.get(key), dropped.get(csvText(source)) ?? 0))
    violations.push(...fixes.checkPublished(source), ...waiting.checkPublished(source))
    published.set(key, { source, at })
  }
  const staying = [...published.values()].filter(({ source }) => isFix(source.key))
  return [...violations, ...staying.flatMap(({ source }) => fixes.checkStaying(source))]
}

interface Published {
  source: SourceVersion
  at: number // ms
}

function isSourceKey(key: string): boolean {
  return key.startsWith(inputPrefix) || key.startsWith(fixPrefix)
}

/** Where a source was taken away, the same bytes must lie in the archive or the retry prefix. */
function checkTaken(key: string, body: Buffer | undefined, lying: ReadonlyMap<string, Buffer>): string[] {
  const isElsewhere = [archiveKey(key), retryKey(key)].some(place => body !== undefined && lying.get(place)?.equals(body))
  return isElsewhere ? [] : [`I8: ${key} was deleted and lies nowhere else`]
}

function isRejectsOf(source: SourceVersion, key: string, text: string): boolean {
  return rejectKey(source.key) === key && expectedRejects(source) === text
}

/** Which version an output holds, if it holds exactly what that version has there. */
async function versionOf(versions: readonly SourceVersion[], key: string, body: Buffer): Promise<SourceVersion | string> {
  try {
    const rows = await parquetRows(body)
    const source = versions.find(source => String(expectedOutputs(source)[key]) === String(rows))
    return source ?? `I1: ${key} holds what is no version's rows: ${rows.join(' ')}`
  } catch (error) {
    return `I2: ${key} is no complete Parquet file: ${error}`
  }
}

function checkNewer(key: string, { version }: SourceVersion, before: Published | undefined, lastDroppedAt: number): string[] {
  const isOlder = before !== undefined && version < before.source.version && lastDroppedAt < before.at
  return isOlder ? [`I4: ${key} went back from version ${before.source.version} to ${version}`] : []
}
