// How far the clocks of a zone are ahead of UTC, by the time zone database that Node brings (ICU's copy of IANA's). It differs a little
// between versions of Node: zoneFingerprint() tells.

const cache = new Map<string, (utcSeconds: number) => number>()

/** Whether it is a zone: an IANA name such as `Europe/Berlin`, or an offset such as `+01:00`. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** The function from seconds since 1970 UTC to seconds ahead of UTC. The name must be a zone's. */
export function zoneOffset(name: string): (utcSeconds: number) => number {
  const known = cache.get(name)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset', year: 'numeric' })
  const offset = (utcSeconds: number) => readOffset(format.format(utcSeconds * 1000))
  cache.set(name, offset)
  return offset
}

/** `2026 GMT+05:30` → 19800. Old local mean times have seconds. */
function readOffset(text: string): number {
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = /([+−-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text) ?? []
  const ahead = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return sign === undefined || sign === '+' ? ahead : -ahead
}

/** A moment at which the clocks are set. */
export interface Transition {
  at: number // seconds since 1970, UTC
  before: number // seconds ahead of UTC
  after: number
}

/** The transitions in [from, until) that looking every `step` seconds finds: all but a pair within one step. */
export function transitionsBetween(name: string, from: number, until: number, step: number): Transition[] {
  const offset = zoneOffset(name)
  const found: Transition[] = []
  let before = offset(from - 1)
  for (let at = from - 1; at < until - 1; at += step) {
    const next = Math.min(at + step, until - 1)
    const after = offset(next)
    if (after !== before) found.push({ at: firstAfter(offset, before, at, next), before, after })
    before = after
  }
  return found
}

/** The first second in (low, high] whose offset is not `before`. */
function firstAfter(offset: (utcSeconds: number) => number, before: number, low: number, high: number): number {
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offset(middle) === before) low = middle
    else high = middle
  }
  return high
}

const week = 7 * 86_400
const from1970 = 0
const until2040 = Date.UTC(2040, 0, 1) / 1000
const fingerprints = new Map<string, string>()

/** A text that changes when another version of the time zone database moves the clocks of this zone, between 1970 and 2040. */
export function zoneFingerprint(name: string): string {
  const known = fingerprints.get(name)
  if (known !== undefined) return known
  let hash = 0xcbf29ce484222325n // FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv
  const start = { at: from1970, before: 0, after: zoneOffset(name)(from1970) }
  for (const { at, after } of [start, ...transitionsBetween(name, from1970, until2040, week)]) {
    for (const character of `${at}:${after};`) hash = ((hash ^ BigInt(character.charCodeAt(0))) * 0x100000001b3n) & 0xffffffffffffffffn
  }
  const fingerprint = hash.toString(16).padStart(16, '0')
  fingerprints.set(name, fingerprint)
  return fingerprint
}
