// How long a message stays hidden before it is delivered again.

import { createHash } from 'node:crypto'
import type { FailureClass } from '../failure/codes.ts'

export interface RetryDelays {
  /** After the first delivery, seconds; doubled after each further one. */
  firstSeconds: number
  maxSeconds: number
  /** Where a person has to act first: trying often only makes noise. */
  operatorSeconds: number
  /** The largest part by which a delay is shortened, so that what failed together does not come back together. */
  jitter: number
}

export const defaultRetryDelays: RetryDelays = { firstSeconds: 30, maxSeconds: 900, operatorSeconds: 3600, jitter: 0.25 }

/** @param messageId decides the jitter: the same message always has the same */
export function retryDelaySeconds(
  failureClass: FailureClass,
  receiveCount: number,
  messageId: string,
  delays = defaultRetryDelays,
): number {
  const grown = Math.min(delays.firstSeconds * 2 ** (receiveCount - 1), delays.maxSeconds)
  const seconds = failureClass === 'operator' ? delays.operatorSeconds : grown
  return Math.max(1, Math.round(seconds * (1 - delays.jitter * fraction(`${messageId} ${receiveCount}`))))
}

/** An even spread over [0, 1). */
function fraction(seed: string): number {
  return createHash('sha256').update(seed).digest().readUInt32BE() / 2 ** 32
}
