// I5: a message is deleted only when nothing is lost with it. Of an object that lay there unchanged since before the message was received,
// by then either the outputs are published, or the failure is on record in the dead-letter queue.

import { parseEvents } from '../../src/pipeline/parse-events.ts'
import { ledgerEntry } from './check-end.ts'
import { inputPrefix } from './datasets.ts'
import type { World } from './world.ts'

/** Watches every deletion of a message. @returns the violations, which grow */
export function watchDeletions(world: World): string[] {
  const violations: string[] = []
  world.queue.onDelete = ({ body, receivedAt }) => {
    for (const key of keysOf(body)) {
      const source = world.s3.objects.get(key)
      const isStable = source !== undefined && source.lastModified.getTime() < receivedAt
      if (isStable && !isSettled(world, key, source.etag))
        violations.push(`I5: the message of ${key} is deleted before its outputs are there`)
    }
  }
  return violations
}

function isSettled(world: World, key: string, etag: string): boolean {
  const entry = ledgerEntry(world, key)
  const isPublished = entry?.state === 'done' && entry.source.etag === etag && entry.outputs.every(output => isThere(world, output))
  return isPublished || [...world.deadLetters.messages.values()].some(({ body }) => body.includes(key))
}

function isThere({ s3 }: World, { key, etag }: { key: string; etag?: string }): boolean {
  return s3.objects.get(key)?.etag === etag
}

function keysOf(body: string): string[] {
  try {
    return parseEvents(body)
      .map(({ key }) => key)
      .filter(key => key.startsWith(inputPrefix))
  } catch {
    return []
  }
}
