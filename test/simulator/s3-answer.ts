// Requests and answers of S3 as plain data, whatever carries them: HTTP over a socket (test/store/conditional-s3.ts) or the simulator's
// network in this process.

import { crc32 } from 'node:zlib'

export interface S3Request {
  method: string
  /** Decoded; empty for requests about the bucket. */
  key: string
  query: URLSearchParams
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>
  body: Buffer
}

export interface Answer {
  status: number
  headers: Record<string, string>
  body: Buffer
}

export function operationOf({ method, key, query, headers }: S3Request): string {
  if (key === '') return 'ListObjectsV2'
  if (method === 'POST') return query.has('uploads') ? 'CreateMultipartUpload' : 'CompleteMultipartUpload'
  if (method === 'DELETE') return query.has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject'
  if (method === 'GET') return 'GetObject'
  if (method === 'HEAD') return 'HeadObject'
  const isCopy = headers['x-amz-copy-source'] !== undefined
  if (query.has('partNumber')) return isCopy ? 'UploadPartCopy' : 'UploadPart'
  return isCopy ? 'CopyObject' : 'PutObject'
}

export function empty(status: number, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: Buffer.alloc(0) }
}

export function xml(content: string): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${content}`),
  }
}

export function errorAnswer(status: number, code: string): Answer {
  return { ...xml(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`), status }
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
}

export function withFlippedBit(body: Buffer): Buffer {
  const flipped = Buffer.from(body)
  if (flipped.byteLength > 0) flipped[flipped.byteLength >> 1]! ^= 1
  return flipped
}

/** A CRC-32 as S3 writes it: big-endian, base64. */
export function crcText(body: Uint8Array): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(body))
  return bytes.toString('base64')
}
