// Local time → UTC, in zones whose clocks are set forward and back. What the clocks of a zone show the host knows
// (src/kernel/local-times.ts); it is asked for a stretch of local time with one offset, and the stretches are kept.

import { isInYears } from './parse-temporal'
import { ok, valueInvalid, valueOutOfRange } from './status'

/** Writes the stretch that holds `localSeconds` to `stretch`: i64 from, i64 until (exclusive), i64 offset in seconds, `refused` for none. */
@external("env", "localStretch")
declare function localStretch(zone: u32, localSeconds: i64, stretch: usize): void

const refused: i64 = i64.MIN_VALUE
const microsPerSecond: i64 = 1000000

// A stretch: i64 from, until, offset, zone. The last ones used by any column; the newest takes the place of the oldest.
const stretchBytes: usize = 32
const stretchCount: usize = 64
const stretches = memory.data(<i32>(stretchBytes * stretchCount))
let newest: usize = 0 // offset
let last: usize = 0 // offset of the one used last

/** Turns the local microseconds in the slot into UTC; `valueInvalid` if the zone's clocks never showed them, or twice. */
export function localToUtc(zone: u32, slot: usize): u32 {
  const local = load<i64>(slot)
  const seconds = floorDivide(local, microsPerSecond)
  const stretch = findStretch(zone, seconds)
  const offset = load<i64>(stretch, 16)
  if (offset == refused) return valueInvalid
  const instant = local - offset * microsPerSecond
  store<i64>(slot, instant)
  return isInYears(instant) ? ok : valueOutOfRange
}

function findStretch(zone: u32, seconds: i64): usize {
  if (holds(stretches + last, zone, seconds)) return stretches + last
  for (let at: usize = 0; at < stretchBytes * stretchCount; at += stretchBytes) {
    if (!holds(stretches + at, zone, seconds)) continue
    last = at
    return stretches + at
  }
  newest = (newest + stretchBytes) % (stretchBytes * stretchCount)
  last = newest
  store<i64>(stretches + newest, <i64>zone, 24)
  localStretch(zone, seconds, stretches + newest)
  return stretches + newest
}

/** Zones count from 1, so places never used hold nothing. */
@inline
function holds(stretch: usize, zone: u32, seconds: i64): bool {
  return load<i64>(stretch) <= seconds && seconds < load<i64>(stretch, 8) && load<i64>(stretch, 24) == <i64>zone
}

@inline
function floorDivide(value: i64, divisor: i64): i64 {
  const quotient = value / divisor
  return quotient - i64(value % divisor < 0)
}
