// What must hold of corrected rows once everything has come to rest: where they lie, what the ledger says, and to which version they belong.

import { secondOf } from './check-fixes.ts'
import { archiveKey, isArchived, parentOf, rejectKey } from './expected.ts'
import { isDeadLetter, ledgerEntry } from './look-at-scene.ts'
import { csvText, type SourceVersion } from './source-text.ts'
import type { Scene } from './stage.ts'

/** Whether what lies there corrects the rows that are rejected now, whatever S3 makes of times within a second. */
export function isCorrection(scene: Scene, fix: string): boolean {
  const { objects } = scene.s3
  const parent = parentOf(fix)
  const rejected = objects.get(rejectKey(parent))?.lastModified.getTime() ?? Number.POSITIVE_INFINITY
  const corrected = objects.get(fix)?.lastModified.getTime() ?? Number.NEGATIVE_INFINITY
  return ledgerEntry(scene, parent)?.state === 'done' && secondOf(rejected) < secondOf(corrected)
}

/** Corrected rows lie where they were dropped, or in the archive; those that are not published are told of; the others know their parent. */
export function checkFix(scene: Scene, key: string, last: SourceVersion | undefined, published: SourceVersion | undefined): string[] {
  const violations = published === undefined ? [] : checkLink(scene, key)
  if (last === undefined) return violations
  const places = [key, ...(isArchived(key) ? [archiveKey(key)] : [])]
  if (!places.some(place => scene.s3.objects.get(place)?.body.toString() === csvText(last)))
    violations.push(`I8: ${places} do not hold what was dropped last`)
  const state = ledgerEntry(scene, key)?.state
  const isToldOf = state === 'removed' || (state === 'failed' && isDeadLetter(scene, key))
  const isPublished = published !== undefined && csvText(published) === csvText(last)
  if (!isPublished && scene.s3.objects.has(key) && !isToldOf) violations.push(`I9: the ledger says ${state} of ${key}, which failed`)
  return violations
}

/** The entries of corrected rows and of the source that they belong to name each other. */
function checkLink(scene: Scene, key: string): string[] {
  const { parent } = ledgerEntry(scene, key) ?? {}
  const of = ledgerEntry(scene, parentOf(key))
  const violations: string[] = []
  if (parent?.key !== parentOf(key)) violations.push(`the ledger says that ${key} corrects ${parent?.key}`)
  if (!of?.fixes?.includes(key)) violations.push(`the ledger of ${parentOf(key)} does not know of ${key}`)
  if (of?.state === 'done' && parent?.etag !== (of.convertedFrom ?? of.source).etag)
    violations.push(`I1: ${key} corrects another version of ${parentOf(key)} than the one that is published`)
  return violations
}
