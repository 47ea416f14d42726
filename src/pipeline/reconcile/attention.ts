// What a person has to see to: a few examples, and a fingerprint of all, so that people are told when it changes and not once an hour.

import { createHash } from 'node:crypto'
import type { Finding } from './finding.ts'

export interface Attention {
  count: number
  /** Sum of a hash of each finding, 16 hexadecimal digits: the same whatever their order. */
  fingerprint: string
  /** The first ones. */
  examples: Finding[]
}

const mostExamples = 20

export function emptyAttention(): Attention {
  return { count: 0, fingerprint: '0'.repeat(16), examples: [] }
}

/** Adds a finding. */
export function attentionTo(attention: Attention, finding: Finding): void {
  const { reason, key, etag = '', failure } = finding
  const hash = createHash('sha256')
    .update(JSON.stringify([reason, key, etag, failure?.code]))
    .digest()
    .readBigUInt64BE()
  attention.count++
  attention.fingerprint = BigInt.asUintN(64, BigInt(`0x${attention.fingerprint}`) + hash)
    .toString(16)
    .padStart(16, '0')
  if (attention.examples.length < mostExamples) attention.examples.push(finding)
}
