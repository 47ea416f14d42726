// How often a call is repeated, and after which waits: each call for itself. The SDK's own strategy shares a purse of retries among all
// calls of a client, which a storm empties: from then on every first refusal is final, and where S3 slows down every second request nothing
// of ten requests gets through any more. What keeps retries in bounds here is their number a call, waits that double, and that few calls
// are under way at a time.

export interface RetryLimits {
  /** Requests in all for a call, the first one included, when connections break or servers fail. */
  attempts: number
  /** And when the server says that it is too much: asking later is all that helps then. */
  throttledAttempts: number
}

const firstWaitMs = { throttled: 500, broken: 100 }
const longestWaitMs = 20_000

interface Token {
  getRetryCount(): number
  /** ms */
  getRetryDelay(): number
}

interface ErrorInfo {
  errorType: string
  error?: { $metadata?: { httpStatusCode?: number } }
  retryAfterHint?: Date
}

/** A retry strategy of the SDK, to be shared by the calls of any number of clients. */
export function retryCalls(limits: RetryLimits) {
  return {
    mode: 'standard',
    acquireInitialRetryToken: async (): Promise<Token> => token(0, 0),
    /** @throws when there is no further attempt; the SDK then throws the error itself */
    async refreshRetryTokenForRetry(last: Token, info: ErrorInfo): Promise<Token> {
      const count = last.getRetryCount() + 1
      const isThrottled = tellsToSlowDown(info)
      const most = isThrottled ? limits.throttledAttempts : info.errorType === 'TRANSIENT' ? limits.attempts : 1
      if (count >= most) throw new Error(`no attempt after ${count}`)
      return token(count, Math.max(waitMs(isThrottled, count), askedMs(info)))
    },
    recordSuccess: () => undefined,
  }
}

function token(count: number, delayMs: number): Token {
  return { getRetryCount: () => count, getRetryDelay: () => delayMs }
}

/** By the status too: the answer to a HEAD has no body that could say so. */
function tellsToSlowDown({ errorType, error }: ErrorInfo): boolean {
  return errorType === 'THROTTLING' || error?.$metadata?.httpStatusCode === 503
}

/** Anything up to twice as long as the last one, so that what was refused together does not come back together. */
function waitMs(isThrottled: boolean, count: number): number {
  const first = isThrottled ? firstWaitMs.throttled : firstWaitMs.broken
  return Math.random() * Math.min(longestWaitMs, first * 2 ** count)
}

/** What the server asked for with Retry-After, within reason. */
function askedMs({ retryAfterHint }: ErrorInfo): number {
  return retryAfterHint === undefined ? 0 : Math.min(longestWaitMs, retryAfterHint.getTime() - Date.now())
}
