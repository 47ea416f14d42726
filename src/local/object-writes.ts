// Every way in which an object comes into being in the embedded S3, or goes, told within the transaction that stores that.
//
// The store knows what is written, the HTTP request how. Both are brought together by order: the handler of a request runs, and writes,
// in the same turn of the event loop as the hook before it, so no other request can come between.

import type { App, S3Object, S3Store } from './fauxqs-parts.ts'
import type { ObjectChange, ObjectCreated } from './object-event-message.ts'

/** @returns how to listen */
export function watchWrites(
  app: App,
  store: S3Store,
  atomically: <T>(work: () => T) => T,
): (listener: (change: ObjectChange) => void) => void {
  const listeners: ((change: ObjectChange) => void)[] = []
  const tell = (change: ObjectChange) => {
    for (const listener of listeners) listener(change)
  }
  let request: WriteRequest = { bucket: '', eventName: 'ObjectCreated:Put' }
  app.addHook('preHandler', (incoming, _reply, done) => {
    request = writeRequest(incoming)
    done()
  })
  const telling =
    <Arguments extends unknown[]>(write: (...args: Arguments) => S3Object) =>
    (...args: Arguments) =>
      atomically(() => {
        const object = write(...args)
        tell({ ...request, key: object.key, size: object.contentLength, etag: object.etag })
        return object
      })
  store.putObject = telling(store.putObject.bind(store)) // PutObject, CopyObject, PostObject
  store.completeMultipartUpload = telling(store.completeMultipartUpload.bind(store))
  const remove = store.deleteObject.bind(store) // DeleteObject and, one by one, DeleteObjects
  store.deleteObject = (bucket, key) =>
    atomically(() => {
      const isThere = has(store, bucket, key)
      remove(bucket, key)
      if (isThere) tell({ eventName: 'ObjectRemoved:Delete', bucket, key })
    })
  return listener => void listeners.push(listener)
}

function has(store: S3Store, bucket: string, key: string): boolean {
  try {
    return store.headObject(bucket, key) !== undefined
  } catch {
    return false // no such bucket or key
  }
}

type WriteRequest = Pick<ObjectCreated, 'bucket' | 'eventName'>

interface IncomingRequest {
  method: string
  params: unknown
  query: unknown
  headers: Readonly<Record<string, string | string[] | undefined>>
}

function writeRequest({ method, params, query, headers }: IncomingRequest): WriteRequest {
  const { bucket = '' } = params as { bucket?: string }
  if (method !== 'POST')
    return { bucket, eventName: headers['x-amz-copy-source'] === undefined ? 'ObjectCreated:Put' : 'ObjectCreated:Copy' }
  const isMultipart = Object.hasOwn(query as object, 'uploadId')
  return { bucket, eventName: isMultipart ? 'ObjectCreated:CompleteMultipartUpload' : 'ObjectCreated:Post' }
}
