// Marks of attempts that were begun (attempt-mark.ts) and whose message nobody will receive again: no queue keeps one for so long. Whoever put
// them there died over the last delivery, or the message was deleted by hand.

import { marksPrefix } from '../attempt-mark.ts'
import type { Pipeline } from '../pipeline.ts'
import type { Finding } from './finding.ts'
import { pages } from './pages.ts'

/** The longest that SQS keeps a message, which is longer than any visibility timeout. */
export const longestRetentionMs = 14 * 24 * 60 * 60 * 1000

export async function* surveyMarks(pipeline: Pipeline, pageKeys: number): AsyncIterable<Finding[]> {
  const { store, config, clock } = pipeline
  const oldest = new Date(clock().getTime() - longestRetentionMs)
  for await (const page of pages(store.list(marksPrefix(config)), pageKeys)) {
    const old = page.filter(({ lastModified }) => lastModified < oldest)
    yield old.map(({ key, etag, lastModified }) => ({ reason: 'old-mark', key, etag, since: lastModified.toISOString() }))
  }
}
