// The pieces of the `fauxqs` package (S3 and SQS over HTTP, in memory or in one SQLite file) that the embedded server is put
// together from. Its own `startFauxqs` listens on every network interface and cannot notify, so `buildApp` is given stores made here;
// the package exports their types but not their classes, which are therefore loaded from beside its entry. package.json pins the
// version: when it moves, look at this file and at fauxqs-repairs.ts again.

import { findPackageJSON } from 'node:module'
import type { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import type { BuildAppOptions, buildApp } from 'fauxqs'

type Stores = NonNullable<BuildAppOptions['stores']>
export type S3Store = Stores['s3Store']
export type SqsStore = Stores['sqsStore']
export type SqsQueue = NonNullable<ReturnType<SqsStore['getQueueByName']>>
export type S3Object = ReturnType<S3Store['headObject']>
export type App = ReturnType<typeof buildApp>

/** The SQLite file; what the package declares of it, and the two members that it keeps to itself. */
export type Persistence = NonNullable<SqsStore['persistence']>
export interface PersistenceInternals {
  db: DatabaseSync
  transaction(work: () => void): void
}

export interface FauxqsParts {
  buildApp: typeof buildApp
  createStores(): Stores
  createMessage(body: string): Parameters<SqsQueue['enqueue']>[0]
  openPersistence(folder: string): Persistence
}

export async function fauxqsParts(): Promise<FauxqsParts> {
  const app: { buildApp: typeof buildApp } = await import('fauxqs')
  const s3: { S3Store: new () => S3Store } = await besideEntry('s3/s3Store.js')
  const sqs: { SqsStore: { new (): SqsStore; createMessage: FauxqsParts['createMessage'] } } = await besideEntry('sqs/sqsStore.js')
  const sns: { SnsStore: new () => Stores['snsStore'] } = await besideEntry('sns/snsStore.js')
  const disk: { PersistenceManager: new (folder: string) => Persistence } = await besideEntry('persistence.js')
  return {
    buildApp: app.buildApp,
    createStores: () => ({ s3Store: new s3.S3Store(), sqsStore: new sqs.SqsStore(), snsStore: new sns.SnsStore() }),
    createMessage: body => sqs.SqsStore.createMessage(body),
    openPersistence: folder => new disk.PersistenceManager(folder),
  }
}

function besideEntry(path: string) {
  const manifest = findPackageJSON('fauxqs', import.meta.url)
  return import(new URL(`dist/${path}`, pathToFileURL(manifest ?? 'fauxqs')).href)
}
