import { retryCalls } from '../../src/store/retry-calls.ts'

const limits = { attempts: 4, throttledAttempts: 8 }
const slowDown = { errorType: 'THROTTLING' }
const broken = { errorType: 'TRANSIENT' }

/** The waits before each further attempt, until there is none. */
async function waits(info: Parameters<ReturnType<typeof retryCalls>['refreshRetryTokenForRetry']>[1], strategy = retryCalls(limits)) {
  const found: number[] = []
  let token = await strategy.acquireInitialRetryToken()
  for (;;) {
    const next = await strategy.refreshRetryTokenForRetry(token, info).catch(() => undefined)
    if (next === undefined) return found
    expect(next.getRetryCount()).toBe(token.getRetryCount() + 1)
    found.push(next.getRetryDelay())
    token = next
  }
}

it('a call is repeated as often as its trouble allows', async () => {
  expect(await waits(broken)).toHaveLength(3)
  expect(await waits(slowDown)).toHaveLength(7)
  expect(await waits({ ...broken, error: { $metadata: { httpStatusCode: 503 } } })).toHaveLength(7)
  expect(await waits({ errorType: 'CLIENT_ERROR' })).toEqual([])
  expect(await waits({ errorType: 'SERVER_ERROR' })).toEqual([])
})

it('the waits may double each time, up to a limit, and differ from call to call', async () => {
  for (let times = 0; times < 100; times++) {
    for (const [index, wait] of (await waits(slowDown)).entries()) expect(wait).toBeLessThanOrEqual(Math.min(20_000, 1000 * 2 ** index))
    for (const [index, wait] of (await waits(broken)).entries()) expect(wait).toBeLessThanOrEqual(200 * 2 ** index)
  }
  expect(await waits(slowDown)).not.toEqual(await waits(slowDown))
})

it('what a server asks for is granted, within reason', async () => {
  const asked = (ms: number) => waits({ ...slowDown, retryAfterHint: new Date(Date.now() + ms) })
  expect(Math.min(...(await asked(10_000)))).toBeGreaterThan(9000)
  expect(Math.max(...(await asked(3_600_000)))).toBe(20_000)
})

it('T56: no call’s retries are used up by others', async () => {
  const strategy = retryCalls(limits)
  for (let calls = 0; calls < 1000; calls++) expect(await waits(broken, strategy)).toHaveLength(3)
})
