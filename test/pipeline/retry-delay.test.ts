import { defaultRetryDelays, retryDelaySeconds } from '../../src/pipeline/retry-delay.ts'

describe('the time until a message comes back', () => {
  it('grows with every delivery up to a bound', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 100].map(count => retryDelaySeconds('transient', count, 'm', { ...defaultRetryDelays, jitter: 0 }))
    expect(delays).toEqual([30, 60, 120, 240, 480, 900, 900, 900])
  })

  it('is the same for the same delivery, and spread over different messages', () => {
    expect(retryDelaySeconds('transient', 3, 'm')).toBe(retryDelaySeconds('transient', 3, 'm'))
    const delays = Array.from({ length: 200 }, (_, index) => retryDelaySeconds('transient', 3, `m${index}`))
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(90)
    expect(Math.max(...delays)).toBeLessThanOrEqual(120)
    expect(new Set(delays).size).toBeGreaterThan(20)
  })

  it('is long where a person has to act, from the first delivery on', () => {
    expect(retryDelaySeconds('operator', 1, 'm')).toBeGreaterThanOrEqual(2700)
    expect(retryDelaySeconds('operator', 9, 'm')).toBeLessThanOrEqual(3600)
  })
})
