// What fauxqs 2.4.1 gets wrong and a pipeline would trip over, mended on its own objects, one function a fault. Each names the fault,
// so that it can be taken out when a later version no longer has it; the tests of test/local fail without them.

import type { Persistence, PersistenceInternals, S3Store, SqsQueue } from './fauxqs-parts.ts'

/**
 * Fault: nothing keeps a second process from the same file.
 *
 * @throws when another process has it
 */
export function claim(persistence: Persistence): void {
  const { db } = persistence as unknown as PersistenceInternals
  db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT')
}

/** One transaction for all that is done in the returned function. Fault: transactions do not nest. */
export function makeTransactional(persistence: Persistence): <T>(work: () => T) => T {
  const internals = persistence as unknown as PersistenceInternals
  const begin = internals.transaction.bind(persistence)
  let isOpen = false
  const atomically = <T>(work: () => T): T => {
    if (isOpen) return work()
    const results: T[] = []
    isOpen = true
    try {
      begin(() => results.push(work()))
    } finally {
      isOpen = false
    }
    return results[0] as T
  }
  internals.transaction = atomically
  return atomically
}

/** Fault: a message that becomes visible again is written with a receive count of NULL, which the table refuses: it vanishes. */
export function keepReceiveCounts(persistence: Persistence): void {
  const { db } = persistence as unknown as PersistenceInternals
  const setVisible = db.prepare('UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?')
  persistence.updateMessageReady = messageId => void setVisible.run(messageId)
}

/** Fault: a message on its way to the dead-letter queue is first deleted, then inserted: killed in between, it is gone. */
export function moveToDeadLettersAtomically(queue: SqsQueue, atomically: <T>(work: () => T) => T): void {
  const dequeue = queue.dequeue.bind(queue)
  queue.dequeue = (...args) => atomically(() => dequeue(...args))
}

/** Fault: the address of a queue holds the port of the run that made it. */
export function moveQueue(queue: SqsQueue, url: string): void {
  Object.assign(queue, { url })
}

/** Fault: keys are listed in the order of a language, but pages are cut by code units, so that pages after the first lack keys. */
export function listInKeyOrder(store: S3Store): void {
  const listAll = store.listObjects.bind(store)
  store.listObjects = (bucket, { startAfter, marker, maxKeys = 1000, ...filter } = {}) => {
    const all = listAll(bucket, { ...filter, maxKeys: Number.POSITIVE_INFINITY })
    const after = startAfter || marker || ''
    const entries = [
      ...all.objects.map(object => ({ name: object.key, object })),
      ...all.commonPrefixes.map(name => ({ name, object: undefined })),
    ]
    const rest = entries.filter(entry => byUtf8(entry.name, after) > 0).sort((a, b) => byUtf8(a.name, b.name))
    const page = rest.slice(0, maxKeys)
    return {
      objects: page.flatMap(entry => entry.object ?? []),
      commonPrefixes: page.filter(entry => !entry.object).map(entry => entry.name),
      isTruncated: rest.length > page.length,
    }
  }
}

function byUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
