// If-Match and If-None-Match on writes, as S3 has them and fauxqs has not. The check and the write happen in one turn of the event
// loop, so nothing comes between them; several conversions may thus run at once here as on a real account.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html

import type { App, S3Store } from './fauxqs-parts.ts'

export function enforceConditions(app: App, store: S3Store): void {
  app.addHook('preHandler', (request, reply, done) => {
    const { bucket, '*': key } = request.params as { bucket?: string; '*'?: string }
    if (!bucket || !key || !writesObject(request.method, new Set(Object.keys(request.query ?? {})))) return done()
    const etag = etagOf(store, bucket, key)
    if (request.method === 'DELETE' && etag === undefined) return done() // deleting what is not there succeeds
    const refusal = refusedBy(request.headers, etag, source => etagOf(store, ...source))
    if (!refusal) return done()
    reply.header('content-type', 'application/xml').status(refusal.status).send(errorXml(refusal.code))
  })
}

interface Refusal {
  status: number
  code: string
}

type Headers = Readonly<Record<string, string | string[] | undefined>>

function refusedBy(headers: Headers, etag: string | undefined, sourceEtag: (source: [string, string]) => string | undefined) {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch, 'x-amz-copy-source-if-match': sourceIfMatch } = headers
  if (ifNoneMatch !== undefined && etag !== undefined) return preconditionFailed
  if (ifMatch !== undefined && etag === undefined) return noSuchKey
  if (ifMatch !== undefined && ifMatch !== '*' && unquoted(ifMatch) !== etag) return preconditionFailed
  if (sourceIfMatch !== undefined && unquoted(sourceIfMatch) !== sourceEtag(copySource(headers))) return preconditionFailed
  return undefined
}

const preconditionFailed: Refusal = { status: 412, code: 'PreconditionFailed' }
const noSuchKey: Refusal = { status: 404, code: 'NoSuchKey' }

/** PutObject, CopyObject, CompleteMultipartUpload, DeleteObject: not the parts of a multipart upload, nor its start and end otherwise. */
function writesObject(method: string, query: ReadonlySet<string>): boolean {
  if (method === 'PUT') return !query.has('partNumber')
  if (method === 'POST') return query.has('uploadId')
  return method === 'DELETE' && !query.has('uploadId')
}

function etagOf(store: S3Store, bucket: string, key: string): string | undefined {
  try {
    return unquoted(store.headObject(bucket, key).etag)
  } catch {
    return undefined // no such bucket or key
  }
}

function copySource(headers: Headers): [string, string] {
  const path = decodeURIComponent(String(headers['x-amz-copy-source'])).replace(/^\//, '')
  const slash = path.indexOf('/')
  return [path.slice(0, slash), path.slice(slash + 1)]
}

function unquoted(etag: string | string[]): string {
  return String(etag).replaceAll('"', '')
}

function errorXml(code: string): string {
  const message = 'At least one of the pre-conditions you specified did not hold'
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`
}
