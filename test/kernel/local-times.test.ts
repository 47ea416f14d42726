// What local time is in UTC, where the clocks are set.

import { type FoldRule, LocalTimes } from '../../src/kernel/local-times.ts'
import { isZone, zoneFingerprint, zoneOffset } from '../../src/kernel/zone-offset.ts'
import { Random, testSeed } from '../oracle/random.ts'

const seconds = (text: string) => Date.parse(`${text}Z`) / 1000
const offsetAt = (zone: string, text: string, folds: FoldRule = 'fail') => new LocalTimes(zone, folds).stretchAt(seconds(text)).offset

it.each<[string, string, number | undefined]>([
  ['Europe/Berlin', '2026-01-15T12:00:00', 3600],
  ['Europe/Berlin', '2026-07-15T12:00:00', 7200],
  ['Europe/Berlin', '2026-03-29T01:59:59', 3600],
  ['Europe/Berlin', '2026-03-29T02:00:00', undefined],
  ['Europe/Berlin', '2026-03-29T03:00:00', 7200],
  ['Europe/Berlin', '2026-10-25T01:59:59', 7200],
  ['Europe/Berlin', '2026-10-25T02:00:00', undefined],
  ['Europe/Berlin', '2026-10-25T03:00:00', 3600],
  ['Asia/Kolkata', '2026-01-01T00:00:00', 19800],
  ['America/New_York', '1800-01-01T00:00:00', -17762],
  ['Pacific/Apia', '2011-12-30T12:00:00', undefined], // a day that was left out
  ['Pacific/Kiritimati', '2026-01-01T00:30:00', 50400],
  ['Etc/GMT+12', '2025-12-31T23:59:59', -43200],
  ['UTC', '9999-12-31T23:59:59', 0],
  ['+05:30', '2026-06-01T00:00:00', 19800],
])('in %s the clocks at %s are %s seconds ahead', (zone, text, offset) => {
  expect(offsetAt(zone, text)).toBe(offset)
})

it('reads a time that was twice as the earlier or the later one', () => {
  expect(offsetAt('Europe/Berlin', '2026-10-25T02:30:00', 'earlier')).toBe(7200)
  expect(offsetAt('Europe/Berlin', '2026-10-25T02:30:00', 'later')).toBe(3600)
  expect(offsetAt('Europe/Berlin', '2026-03-29T02:30:00', 'later')).toBeUndefined()
})

const seed = testSeed()

it(`gives back the local time of any instant (SEED=${seed})`, () => {
  const random = new Random(seed)
  const zones = Intl.supportedValuesOf('timeZone')
  for (let i = 0; i < 60; i++) {
    const zone = random.pick(zones)
    const times = new LocalTimes(zone, random.pick(['earlier', 'later']))
    const year = 1900 + random.below(150)
    for (let j = 0; j < 20; j++) {
      const instant = Date.UTC(year) / 1000 + random.below(365 * 86_400)
      const local = instant + zoneOffset(zone)(instant)
      const { from, until, offset } = times.stretchAt(local)
      expect(from <= local && local < until).toBe(true)
      const found = local - offset!
      expect([zone, found + zoneOffset(zone)(found)]).toEqual([zone, local])
    }
  }
})

it('knows names of zones and offsets', () => {
  expect(['Europe/Berlin', 'UTC', '+01:00', '-03:30'].map(isZone)).toEqual([true, true, true, true])
  expect(['Europe/Berln', 'CEST', '', '+1'].map(isZone)).toEqual([false, false, false, false])
})

it('tells zones apart by what their clocks show', () => {
  expect(zoneFingerprint('Europe/Berlin')).toBe(zoneFingerprint('Arctic/Longyearbyen'))
  expect(zoneFingerprint('Europe/Berlin')).not.toBe(zoneFingerprint('Europe/London'))
})
