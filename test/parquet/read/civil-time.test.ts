import { dateText, timestampText, timeText } from '../../../src/parquet/read/civil-time.ts'

describe('civil time', () => {
  it('agrees with Date on every day of 1000 years, and on the turn of every year', () => {
    const days = Array.from({ length: 365_000 }, (_, index) => index - 200_000)
    const turns = Array.from({ length: 9998 }, (_, index) => Date.parse(`${String(index + 2).padStart(4, '0')}-01-01`) / millisPerDay)
    const wrong = [...days, ...turns, ...turns.map(day => day - 1)].filter(day => dateText(day) !== isoDate(day))
    expect(wrong).toEqual([])
  })

  it('goes as far as 64 bits do', () => {
    expect(timestampText((2n ** 63n - 1n) * 1000n)).toBe('+294247-01-10T04:00:54.775807')
    expect(timestampText(-(2n ** 63n) * 1000n)).toBe('-290308-12-21T19:59:05.224192')
  })

  it.each([
    [0n, '00:00:00'],
    [1_000_000n, '00:00:00.001'],
    [1_000n, '00:00:00.000001'],
    [1n, '00:00:00.000000001'],
    [86_399_999_999_999n, '23:59:59.999999999'],
  ])('writes as many digits of a fraction as are needed: %s ns', (nanos, text) => {
    expect(timeText(nanos)).toBe(text)
  })

  it('counts back before 1970', () => {
    expect(timestampText(-1_000n)).toBe('1969-12-31T23:59:59.999999')
  })
})

const millisPerDay = 86_400_000

const isoDate = (day: number): string => new Date(day * millisPerDay).toISOString().slice(0, 10)
