// A file that kills its function (out of memory, out of time) takes the other messages of its batch down with it, and nobody is left to say
// which one it was. So a small object in the bucket marks a conversion from its beginning to its end: who receives a message whose mark
// is still there knows that the last attempt died over it, and handles it after the others (handle-batch.ts). It is no part of the ledger,
// since it must not move an entry on that a slow worker publishes from.
//
// What nobody takes away (the worker died over the last delivery), a reconcile does (reconcile/survey-marks.ts).
//
// Where a mark would protect nobody there is none: on the first delivery of a message that came alone.

import { Failure } from '../failure/failure.ts'
import type { QueueMessage } from '../store/message-queue.ts'
import type { Pipeline } from './pipeline.ts'
import { readText } from './read-text.ts'

/** What is marked: the n-th begun attempt at one version of one source. */
interface Mark {
  key: string
  etag: string
  /** Attempts that were begun, this one included, and did not end. */
  begun: number
  startedAt: string
}

/** Attempts in which the function died, after which no further one is made. */
const mostDeaths = 3

/** Whether an earlier attempt at the message was begun and never ended. */
export async function hasDied({ store, config }: Pipeline, { id, receiveCount }: QueueMessage): Promise<boolean> {
  return receiveCount > 1 && (await store.head(markKey(config, id))) !== undefined
}

/**
 * Marks that a conversion begins.
 *
 * @throws Failure WORKER_DIED when enough attempts at this very content have died, or the last delivery of its message has come
 */
export async function beginAttempt(pipeline: Pipeline, message: QueueMessage, key: string, etag: string): Promise<void> {
  const { store, config, clock } = pipeline
  const died = message.receiveCount > 1 ? await deaths(pipeline, message, key, etag) : 0
  const isLast = message.receiveCount >= config.maxReceives
  if (died >= mostDeaths || (died > 0 && isLast))
    throw new Failure({ code: 'WORKER_DIED', detail: `${died} ${died === 1 ? 'time' : 'times'}` })
  const mark: Mark = { key, etag, begun: died + 1, startedAt: clock().toISOString() }
  const bytes = new TextEncoder().encode(`${JSON.stringify(mark)}\n`)
  await store.put(markKey(config, message.id), bytes, { contentType: 'application/json' })
}

/** Takes the mark away. If that fails, the worst is that the next delivery waits for its batch mates. */
export async function endAttempt({ store, config }: Pipeline, { id }: QueueMessage): Promise<void> {
  await store.delete(markKey(config, id)).catch(() => undefined)
}

async function deaths({ store, config }: Pipeline, { id }: QueueMessage, key: string, etag: string): Promise<number> {
  const place = markKey(config, id)
  if ((await store.head(place)) === undefined) return 0
  const mark: Mark = JSON.parse(await readText(store, place))
  return mark.key === key && mark.etag === etag ? mark.begun : 0 // a corrected file is as innocent as any
}

function markKey(config: Pipeline['config'], messageId: string): string {
  return `${marksPrefix(config)}${encodeURIComponent(messageId)}.json`
}

export function marksPrefix({ statePrefix }: Pipeline['config']): string {
  return `${statePrefix}attempts/`
}
