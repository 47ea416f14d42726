// The checksum that S3 keeps of a whole object, compared with our own over what was read: whatever number of requests it took.
// Composite checksums (of the parts' checksums) say nothing about the bytes in one piece and are left out.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html

import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc'
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { checksumText } from './s3-write.ts'

export interface ObjectChecksum {
  /** As S3 names it. */
  name: ChecksumName
  add(bytes: Uint8Array): void
  /** Whether what was added is what the object holds. */
  matches(): Promise<boolean>
}

type ChecksumName = (typeof CHECKSUMS)[number]

/** The quickest first: an object has one, or several. */
const CHECKSUMS = ['ChecksumCRC32', 'ChecksumSHA1', 'ChecksumSHA256', 'ChecksumCRC64NVME', 'ChecksumCRC32C'] as const

/** @param answer to a GET of the whole object; undefined when it has no checksum of all its bytes */
export function objectChecksum(answer: GetObjectCommandOutput): ObjectChecksum | undefined {
  if (answer.ChecksumType === 'COMPOSITE') return undefined
  const name = CHECKSUMS.find(name => answer[name] !== undefined && !answer[name].includes('-'))
  if (name === undefined) return undefined
  const digest = digests[name]()
  return { name, add: bytes => digest.add(bytes), matches: async () => (await digest.text()) === answer[name] }
}

interface Digest {
  add(bytes: Uint8Array): void
  /** Base64, big-endian. */
  text(): Promise<string>
}

const digests: Readonly<Record<ChecksumName, () => Digest>> = {
  ChecksumCRC32: crc32Digest,
  ChecksumSHA1: () => hashDigest('sha1'),
  ChecksumSHA256: () => hashDigest('sha256'),
  ChecksumCRC64NVME: () => sdkDigest(new Crc64Nvme()),
  ChecksumCRC32C: () => sdkDigest(new Crc32c()),
}

function crc32Digest(): Digest {
  let crc = 0
  return {
    add(bytes) {
      crc = crc32(bytes, crc)
    },
    text: async () => checksumText(crc),
  }
}

function hashDigest(algorithm: string): Digest {
  const hash = createHash(algorithm)
  return { add: bytes => void hash.update(bytes), text: async () => hash.digest('base64') }
}

function sdkDigest(checksum: { update(bytes: Uint8Array): void; digest(): Promise<Uint8Array> }): Digest {
  return { add: bytes => checksum.update(bytes), text: async () => Buffer.from(await checksum.digest()).toString('base64') }
}
