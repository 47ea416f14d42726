// What each operation of S3 does to a bucket, once its conditions hold (strict-s3.ts).

import { createHash } from 'node:crypto'
import { compareKeys } from '../../src/store/store.ts'
import { type Answer, crcText, empty, errorAnswer, escapeXml, type S3Request, xml } from './s3-answer.ts'
import type { S3Object, S3Objects } from './s3-objects.ts'

type Operation = (s3: S3Objects, request: S3Request) => Answer

export const operations: Readonly<Record<string, Operation>> = {
  PutObject(s3, { key, headers, body }) {
    if (!isIntact(headers, body)) return errorAnswer(400, 'BadDigest')
    return empty(200, identity(s3.store(key, body, kept(headers))))
  },
  GetObject(s3, { key, query, headers }) {
    const found = find(s3, key, query.get('versionId'))
    if (found === undefined) return errorAnswer(404, 'NoSuchKey')
    const range = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '')
    const body = range ? found.body.subarray(Number(range[1]), range[2] ? Number(range[2]) + 1 : undefined) : found.body
    const wantsChecksum = headers['x-amz-checksum-mode'] !== undefined && !range && found.crc32 !== undefined
    const checksum: Record<string, string> = wantsChecksum ? { 'x-amz-checksum-crc32': found.crc32! } : {}
    const place = range ? { 'content-range': `bytes ${range[1]}-${Number(range[1]) + body.length - 1}/${found.body.length}` } : {}
    return { status: range ? 206 : 200, headers: { ...found.headers, ...checksum, ...place, ...objectHeaders(found) }, body }
  },
  HeadObject(s3, { key, query }) {
    const found = find(s3, key, query.get('versionId'))
    if (found === undefined) return empty(404, { 'content-type': 'application/xml' })
    return empty(200, { ...found.headers, ...objectHeaders(found), 'content-length': String(found.body.byteLength) })
  },
  DeleteObject(s3, { key }) {
    s3.remove(key)
    return empty(204)
  },
  CopyObject(s3, { key, headers }) {
    const source = copySource(s3, headers)
    if ('status' in source) return source
    const object = s3.store(key, source.body, source.headers, { operation: 'CopyObject' })
    return { ...xml(`<CopyObjectResult><ETag>${object.etag}</ETag></CopyObjectResult>`), headers: identity(object) }
  },
  CreateMultipartUpload(s3, { key, headers }) {
    const id = `upload-${s3.nextNumber()}`
    const isFullObjectChecksum = headers['x-amz-checksum-type'] === 'FULL_OBJECT'
    s3.uploads.set(id, { key, headers: kept(headers), parts: new Map(), isFullObjectChecksum })
    return xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`)
  },
  UploadPart(s3, { query, headers, body }) {
    const upload = s3.uploads.get(query.get('uploadId')!)
    if (upload === undefined) return errorAnswer(404, 'NoSuchUpload')
    if (!isIntact(headers, body)) return errorAnswer(400, 'BadDigest')
    upload.parts.set(Number(query.get('partNumber')), body)
    return empty(200, { etag: partEtag(body) })
  },
  UploadPartCopy(s3, { query, headers }) {
    const upload = s3.uploads.get(query.get('uploadId')!)
    if (upload === undefined) return errorAnswer(404, 'NoSuchUpload')
    const source = copySource(s3, headers)
    if ('status' in source) return source
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(String(headers['x-amz-copy-source-range']))!
    const part = source.body.subarray(Number(start), Number(end) + 1)
    upload.parts.set(Number(query.get('partNumber')), part)
    return xml(`<CopyPartResult><ETag>${escapeXml(partEtag(part))}</ETag></CopyPartResult>`)
  },
  CompleteMultipartUpload(s3, { key, query, headers, body }) {
    const upload = s3.uploads.get(query.get('uploadId')!)
    if (upload === undefined || upload.key !== key) return errorAnswer(404, 'NoSuchUpload')
    const parts = namedParts(s3, upload.parts, body.toString())
    if ('status' in parts) return parts
    const whole = Buffer.concat(parts.bodies)
    if (headers['x-amz-checksum-crc32'] !== undefined && !isIntact(headers, whole)) return errorAnswer(400, 'BadDigest')
    const declaredSize = headers['x-amz-mp-object-size']
    if (declaredSize !== undefined && Number(declaredSize) !== whole.byteLength) return errorAnswer(400, 'InvalidRequest')
    s3.uploads.delete(query.get('uploadId')!)
    const object = s3.store(key, whole, upload.headers, { operation: 'CompleteMultipartUpload', etag: multipartEtag(s3, parts.bodies) })
    if (upload.isFullObjectChecksum) object.crc32 = crcText(whole)
    const result = `<ETag>${escapeXml(object.etag)}</ETag>`
    return { ...xml(`<CompleteMultipartUploadResult>${result}</CompleteMultipartUploadResult>`), headers: version(object) }
  },
  AbortMultipartUpload(s3, { query }) {
    return s3.uploads.delete(query.get('uploadId')!) ? empty(204) : errorAnswer(404, 'NoSuchUpload')
  },
  ListObjectsV2(s3, { query }) {
    const after = query.get('continuation-token') ?? query.get('start-after') ?? ''
    const matching = [...s3.objects]
      .filter(([key]) => key.startsWith(query.get('prefix') ?? '') && compareKeys(key, after) > 0)
      .sort(([a], [b]) => compareKeys(a, b))
    const page = matching.slice(0, s3.options.pageSize)
    const isCut = matching.length > page.length
    const contents = page.map(([key, object]) => listed(key, object))
    const token = isCut ? `<NextContinuationToken>${escapeXml(page.at(-1)![0])}</NextContinuationToken>` : ''
    return xml(
      `<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>${isCut}</IsTruncated>${token}${contents.join('')}</ListBucketResult>`,
    )
  },
}

function find(s3: S3Objects, key: string, versionId: string | null): S3Object | undefined {
  return versionId === null ? s3.objects.get(key) : s3.versions.get(versionId)
}

function copySource(s3: S3Objects, headers: S3Request['headers']): S3Object | Answer {
  const [, ...names] = String(headers['x-amz-copy-source']).replace(/^\//, '').split('/')
  const found = s3.objects.get(names.map(decodeURIComponent).join('/'))
  if (found === undefined) return errorAnswer(404, 'NoSuchKey')
  const ifMatch = headers['x-amz-copy-source-if-match']
  return ifMatch === undefined || ifMatch === found.etag ? found : errorAnswer(412, 'PreconditionFailed')
}

/** The parts that a CompleteMultipartUpload names: in order, each there with the etag that was answered, none but the last too small. */
function namedParts(s3: S3Objects, parts: ReadonlyMap<number, Buffer>, text: string): { bodies: Buffer[] } | Answer {
  const named = [...text.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
    number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
    etag: /<ETag>(.*?)</.exec(part)?.[1]?.replace(/&quot;|&#34;/g, '"'),
  }))
  if (named.length === 0) return errorAnswer(400, 'MalformedXML')
  if (named.some(({ number }, index) => number !== index + 1)) return errorAnswer(400, 'InvalidPartOrder')
  const bodies = named.map(({ number }) => parts.get(number))
  if (!bodies.every(body => body !== undefined)) return errorAnswer(400, 'InvalidPart')
  if (named.some(({ etag }, index) => etag !== partEtag(bodies[index]!))) return errorAnswer(400, 'InvalidPart')
  if (bodies.slice(0, -1).some(body => body.byteLength < s3.options.minPartBytes)) return errorAnswer(400, 'EntityTooSmall')
  return { bodies }
}

function partEtag(body: Buffer): string {
  return `"${md5(body).toString('hex')}"`
}

/** The MD5 of the parts' MD5s, and their number. */
function multipartEtag(s3: S3Objects, bodies: readonly Buffer[]): string {
  if (s3.options.etags === 'opaque') return s3.etagOf(Buffer.alloc(0)).replace(/"$/, `-${bodies.length}"`)
  return `"${md5(Buffer.concat(bodies.map(md5))).toString('hex')}-${bodies.length}"`
}

function md5(bytes: Uint8Array): Buffer {
  return createHash('md5').update(bytes).digest()
}

/** Every body of the product comes with its CRC-32. */
function isIntact(headers: S3Request['headers'], body: Buffer): boolean {
  return headers['x-amz-checksum-crc32'] === crcText(body)
}

function kept(headers: S3Request['headers']): Record<string, string> {
  const names = Object.keys(headers).filter(name => name.startsWith('x-amz-meta-') || name === 'content-type')
  return Object.fromEntries(names.map(name => [name, String(headers[name])]))
}

function version({ versionId }: S3Object): Record<string, string> {
  return versionId === undefined ? {} : { 'x-amz-version-id': versionId }
}

function identity(object: S3Object): Record<string, string> {
  return { etag: object.etag, ...version(object) }
}

function objectHeaders(object: S3Object): Record<string, string> {
  return { ...identity(object), 'last-modified': object.lastModified.toUTCString() }
}

function listed(key: string, { body, etag, lastModified }: S3Object): string {
  const encoded = encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/')
  const facts = `<Size>${body.byteLength}</Size><ETag>${escapeXml(etag)}</ETag><LastModified>${lastModified.toISOString()}</LastModified>`
  return `<Contents><Key>${encoded}</Key>${facts}</Contents>`
}
