// S3 and SQS in this process, over HTTP on loopback: in memory, or kept in a folder (one SQLite file, see `--data`).
//
// It is fauxqs with what a pipeline needs and fauxqs has not: notifications that are stored in the same transaction as the object
// (no SIGKILL can come between them), conditional writes, requests as large as S3 takes them, loopback only.

import type { AddressInfo } from 'node:net'
import { Failure } from '../failure/failure.ts'
import { enforceConditions } from './conditional-requests.ts'
import { type App, type FauxqsParts, fauxqsParts, type Persistence, type SqsStore } from './fauxqs-parts.ts'
import { claim, keepReceiveCounts, listInKeyOrder, makeTransactional, moveQueue, moveToDeadLettersAtomically } from './fauxqs-repairs.ts'
import type { ObjectChange } from './object-event-message.ts'
import { watchWrites } from './object-writes.ts'

export const localRegion = 'us-east-1'
export const localAccount = '000000000000'

export interface EmbeddedAws {
  /** `http://127.0.0.1:PORT`, for S3 and SQS alike. */
  endpoint: string
  createBucket(name: string): void
  /** Makes the queue, or gives an existing one these attributes. Returns its address. */
  createQueue(name: string, attributes: Record<string, string>): string
  queueArn(name: string): string
  sendMessage(queueName: string, body: string): void
  /** Of all messages in the queue, received or not. */
  messageBodies(queueName: string): string[]
  /** Messages that a consumer of an earlier run had received when it died are delivered again, that receive not counted. */
  releaseInFlight(queueName: string): number
  /** Calls `listener` within the transaction that stores or deletes an object: what it sends to a queue is stored with that, or neither is. */
  onObjectChange(listener: (change: ObjectChange) => void): void
  close(): Promise<void>
}

export interface EmbeddedAwsOptions {
  /** 0 takes a free one. */
  port: number
  /** Where everything is kept; undefined: in memory. */
  dataFolder?: string | undefined
}

export async function startEmbeddedAws({ port, dataFolder }: EmbeddedAwsOptions): Promise<EmbeddedAws> {
  const parts = await fauxqsParts()
  const stores = parts.createStores()
  const persistence = dataFolder === undefined ? undefined : open(parts, dataFolder)
  const atomically = persistence ? restore(persistence, stores) : <T>(work: () => T) => work()
  const app = parts.buildApp({ logger: false, stores })
  stores.sqsStore.host = '' // queue addresses take the host of the request
  listInKeyOrder(stores.s3Store)
  acceptLargeBodies(app)
  enforceConditions(app, stores.s3Store)
  const onObjectChange = watchWrites(app, stores.s3Store, atomically)
  const endpoint = await listen(app, port)
  let closing: Promise<void> | undefined
  return {
    endpoint,
    onObjectChange,
    createBucket: name => void (stores.s3Store.hasBucket(name) || stores.s3Store.createBucket(name)),
    createQueue: (name, attributes) => createQueue(stores.sqsStore, name, attributes, endpoint, atomically),
    queueArn,
    sendMessage: (queueName, body) => stores.sqsStore.getQueueByName(queueName)?.enqueue(parts.createMessage(body)),
    messageBodies: queueName => messageBodies(stores.sqsStore, queueName),
    releaseInFlight: queueName => releaseInFlight(stores.sqsStore, queueName),
    close: () => {
      closing ??= app.close().then(() => persistence?.close())
      return closing
    },
  }
}

function open(parts: FauxqsParts, folder: string): Persistence {
  try {
    const persistence = parts.openPersistence(folder)
    claim(persistence)
    return persistence
  } catch (error) {
    throw unusable(folder, error)
  }
}

function restore(persistence: Persistence, stores: ReturnType<FauxqsParts['createStores']>): <T>(work: () => T) => T {
  const atomically = makeTransactional(persistence)
  keepReceiveCounts(persistence)
  persistence.load(stores.sqsStore, stores.snsStore, stores.s3Store)
  for (const store of Object.values(stores)) store.persistence = persistence
  for (const queue of stores.sqsStore.allQueues()) queue.persistence = persistence
  return atomically
}

function unusable(folder: string, error: unknown): Failure {
  const isLocked = String(error).includes('database is locked')
  const detail = isLocked ? `another parquetry up uses ${folder}` : `${folder}: ${error}`
  const fix = isLocked
    ? 'stop it, or give this one a folder of its own with --data'
    : 'check the folder, its permissions and the free space'
  return new Failure({ code: 'CONFIG_INVALID', detail, fix }, { cause: error })
}

/** S3 takes 5 GiB in one request; a Buffer no more than this. */
const maxBodyBytes = 2 ** 32 - 1

function acceptLargeBodies(app: App): void {
  app.removeContentTypeParser('*')
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, body, done) => done(null, body))
}

async function listen(app: App, port: number): Promise<string> {
  try {
    await app.listen({ port, host: '127.0.0.1' })
  } catch (error) {
    await app.close()
    if (!String(error).includes('EADDRINUSE')) throw error
    throw new Failure(
      { code: 'CONFIG_INVALID', detail: `port ${port} is taken`, fix: 'choose another with --port, or none' },
      { cause: error },
    )
  }
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

function createQueue(
  store: SqsStore,
  name: string,
  attributes: Record<string, string>,
  endpoint: string,
  atomically: <T>(work: () => T) => T,
): string {
  const url = `${endpoint}/${localAccount}/${name}`
  const existing = store.getQueueByName(name)
  const queue = existing ?? store.createQueue(name, url, queueArn(name), attributes)
  if (existing) {
    moveQueue(existing, url)
    existing.setAttributes(attributes)
  }
  moveToDeadLettersAtomically(queue, atomically)
  return url
}

function queueArn(name: string): string {
  return `arn:aws:sqs:${localRegion}:${localAccount}:${name}`
}

function messageBodies(store: SqsStore, queueName: string): string[] {
  const { ready = [], delayed = [], inflight = [] } = store.inspectQueue(queueName)?.messages ?? {}
  return [...ready, ...delayed, ...inflight.map(({ message }) => message)].map(({ body }) => body)
}

function releaseInFlight(store: SqsStore, queueName: string): number {
  const queue = store.getQueueByName(queueName)
  const entries = [...(queue?.inflightMessages.values() ?? [])]
  for (const { receiptHandle, message } of entries) {
    queue?.inflightMessages.delete(receiptHandle)
    message.approximateReceiveCount = Math.max(0, message.approximateReceiveCount - 1)
    queue?.enqueue(message)
  }
  return entries.length
}
