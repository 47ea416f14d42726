// I5: a message is deleted only when nothing is lost with it. Of an object that lay there unchanged since before the message was received,
// by then either the outputs are published, or the failure is on record in the dead-letter queue.

import { parseEvents } from '../../src/pipeline/parse-events.ts'
import { ledgerEntry } from './check-end.ts'
import { inputPrefix } from './datasets.ts'
import type { Scene } from './stage.ts'
import type { World } from './world.ts'

/** Watches every deletion of a message. @returns the violations, which grow */
export function watchDeletions(world: World): string[] {
  const violations: string[] = []
  world.queue.onDelete = ({ body, receivedAt }) => void violations.push(...unsettled(world, keysOf(body), receivedAt))
  return violations
}

/** @returns violations, if the message of these keys is deleted now */
export function unsettled(scene: Scene, keys: readonly string[], receivedAt: number): string[] {
  const early = keys.filter(key => {
    const source = scene.s3.objects.get(key)
    const isStable = source !== undefined && source.lastModified.getTime() < receivedAt
    return isStable && !isSettled(scene, key, source.etag)
  })
  return early.map(key => `I5: the message of ${key} is deleted before its outputs are there`)
}

function isSettled(scene: Scene, key: string, etag: string): boolean {
  const entry = ledgerEntry(scene, key)
  const isPublished = entry?.state === 'done' && entry.source.etag === etag && entry.outputs.every(output => isThere(scene, output))
  return isPublished || [...scene.deadLetters.messages.values()].some(({ body }) => body.includes(key))
}

function isThere({ s3 }: Scene, { key, etag }: { key: string; etag?: string }): boolean {
  return s3.objects.get(key)?.etag === etag
}

export function keysOf(body: string): string[] {
  try {
    return parseEvents(body)
      .map(({ key }) => key)
      .filter(key => key.startsWith(inputPrefix))
  } catch {
    return []
  }
}
