// I5: a message is deleted only when nothing is lost with it. Of an object that lay there unchanged since before the message was received,
// by then either the outputs are published, or the failure is on record in the dead-letter queue; or it waits for a marker, or corrects rows
// that are not rejected any more. A marker's message has by then brought up every source that waited for it.

import { parseEvents } from '../../src/pipeline/parse-events.ts'
import { secondOf } from './check-fixes.ts'
import { fixPrefix, inputPrefix, isFix, isMarker } from './datasets.ts'
import { markersOf, parentOf, rejectKey } from './expected.ts'
import { isAbout, isDeadLetter, ledgerEntry } from './look-at-scene.ts'
import type { KeptMessage } from './simulated-sqs.ts'
import type { Scene, SceneObject } from './stage.ts'
import type { World } from './world.ts'

/** Watches every deletion of a message. @returns the violations, which grow */
export function watchDeletions(world: World): string[] {
  const violations: string[] = []
  world.queue.onDelete = message => {
    const { body, receivedAt } = message
    const keys = keysOf(body).filter(key => !isSentAgain(world, key, message))
    violations.push(...unsettled(world, keys, receivedAt), ...markersIn(body).flatMap(key => unannounced(world, key, message)))
  }
  return violations
}

/** @returns violations, if the message of these keys is deleted now */
export function unsettled(scene: Scene, keys: readonly string[], receivedAt: number): string[] {
  const early = keys.filter(key => {
    const source = scene.s3.objects.get(key)
    const isStable = source !== undefined && source.lastModified.getTime() < receivedAt
    return isStable && !isSettled(scene, key, source.etag) && !mayWait(scene, key, receivedAt) && !isRetired(scene, key, source)
  })
  return early.map(key => `I5: the message of ${key} is deleted before its outputs are there`)
}

function isSettled(scene: Scene, key: string, etag: string): boolean {
  const entry = ledgerEntry(scene, key)
  const isPublished = entry?.state === 'done' && entry.source.etag === etag && entry.outputs.every(output => isThere(scene, output))
  return isPublished || isDeadLetter(scene, key)
}

/** No marker has been there all the time. */
function mayWait({ s3 }: Scene, key: string, receivedAt: number): boolean {
  const isOld = (marker: string) => (s3.objects.get(marker)?.lastModified.getTime() ?? receivedAt) < receivedAt
  return markersOf(key).length > 0 && !markersOf(key).some(isOld)
}

/** Corrected rows that were published and went with their version. */
function isRetired(scene: Scene, key: string, { etag, lastModified }: SceneObject): boolean {
  if (!isFix(key)) return false
  const entry = ledgerEntry(scene, key)
  const rejects = scene.s3.objects.get(rejectKey(parentOf(key)))
  const isOutdated = rejects === undefined || secondOf(rejects.lastModified.getTime()) >= secondOf(lastModified.getTime())
  return entry?.state === 'removed' && entry.source.etag === etag && isOutdated
}

/** Whether somebody has redriven its dead letter already. */
function isSentAgain({ queue }: World, key: string, { id, receivedAt }: KeptMessage): boolean {
  return [...queue.messages.values()].some(other => other.id !== id && other.sentAt >= receivedAt && isAbout(other.body, key))
}

/** Sources that wait for this marker, lay there before its message was received, and of which no message speaks. */
function unannounced(world: World, marker: string, { id, receivedAt }: KeptMessage): string[] {
  const { objects } = world.s3
  if ((objects.get(marker)?.lastModified.getTime() ?? receivedAt) >= receivedAt || isDeadLetter(world, marker)) return []
  const waiting = [...objects].filter(([key, { lastModified }]) => markersOf(key).includes(marker) && lastModified.getTime() < receivedAt)
  const messages = [...world.queue.messages.values()].filter(message => message.id !== id)
  const forgotten = waiting.filter(([key, { etag }]) => !isSettled(world, key, etag) && !messages.some(({ body }) => isAbout(body, key)))
  return forgotten.map(([key]) => `I5: the message of ${marker} is deleted, and nobody hears of ${key}`)
}

function isThere({ s3 }: Scene, { key, etag }: { key: string; etag?: string }): boolean {
  return s3.objects.get(key)?.etag === etag
}

/** Of sources and corrected rows. */
export function keysOf(body: string): string[] {
  return eventKeys(body).filter(key => !isMarker(key) && (key.startsWith(inputPrefix) || key.startsWith(fixPrefix)))
}

function markersIn(body: string): string[] {
  return eventKeys(body).filter(isMarker)
}

function eventKeys(body: string): string[] {
  try {
    return parseEvents(body).map(({ key }) => key)
  } catch {
    return []
  }
}
