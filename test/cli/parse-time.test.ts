import { pointInTime, spanInMs } from '../../src/cli/parse-time.ts'

const now = new Date('2026-01-31T12:00:00Z')

it.each([
  ['0', 0],
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['2h', 7_200_000],
  ['7d', 604_800_000],
])('a span: %s', (text, ms) => expect(spanInMs('--grace', text)).toBe(ms))

it.each(['', '5', 'm', '1.5h', '-1h', '1 h', '1w', '99999999999s'])('no span: %j', text => {
  expect(() => spanInMs('--grace', text)).toThrow(`--grace takes a span of time such as 90s, 30m, 2h or 7d, not ${JSON.stringify(text)}`)
})

it.each([
  ['24h', '2026-01-30T12:00:00.000Z'],
  ['2026-01-30', '2026-01-30T00:00:00.000Z'],
  ['2026-01-30T08:30', '2026-01-30T08:30:00.000Z'],
  ['2026-01-30 08:30:15Z', '2026-01-30T08:30:15.000Z'],
  ['2026-01-30T08:30+02:00', '2026-01-30T06:30:00.000Z'],
])('a point in time: %s', (text, time) => expect(pointInTime('--since', text, now).toISOString()).toBe(time))

it.each(['yesterday', '2026-13-01', '2026-01-30T25:00', '30.01.2026'])('no point in time: %j', text => {
  expect(() => pointInTime('--since', text, now)).toThrow(/^--since takes a span such as 24h or 7d, or a time such as 2026-01-31/)
})
