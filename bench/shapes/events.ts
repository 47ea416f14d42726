// A tracking log: timestamps with zones, and JSON of 0.2 to 1.6 kB in which CSV doubles every quote.

import { clockTimes, dates, secondsPerDay } from '../generate/calendar.ts'
import type { Random } from '../generate/random.ts'
import type { RowBuffer } from '../generate/row-buffer.ts'
import { type TextPool, textPool } from '../generate/text-pool.ts'
import type { RowMaker, Shape } from './shape.ts'

export const events: Shape = {
  name: 'events',
  about: 'a tracking log: 6 columns, two timestamps with zones, a JSON document of about 0.9 kB',
  boundBy: 'codec',
  size: 500e6,
  columns: [
    { name: 'event_time', type: 'timestamptz' },
    { name: 'received_at', type: 'timestamptz' },
    { name: 'kind', type: 'string' },
    { name: 'user_id', type: 'long' },
    { name: 'path', type: 'string' },
    { name: 'payload', type: 'string' },
  ],
  rows,
}

const comma = 0x2c
const quote = 0x22
const lineFeed = 0x0a
const letterT = 0x54
const point = 0x2e
const slash = 0x2f

const firstDay = '2026-01-01'
const days = 365
const users = 4_000_000

const keys =
  'session page referrer duration scroll_depth viewport campaign variant cart_total items currency locale query position price sku retries latency_ms status build device os battery network'

const words =
  'home search checkout product category account settings help pricing blog summer winter sale red blue large small mobile desktop tablet chrome firefox safari android ios wifi lte newsletter organic direct partner'

function rows(random: Random): RowMaker {
  const date = dates(firstDay, days)
  const clock = clockTimes()
  const zone = textPool(['Z', '+01:00', '+02:00', '-05:00', '-08:00', '+05:30'])
  const kind = textPool(['page_view', 'click', 'search', 'purchase', 'error', 'heartbeat'])
  const word = textPool(words.split(' '))
  const document = documentMaker(random)
  let millisecond = 0

  return row => {
    millisecond += random.below(2000)
    timestamp(row, date, clock, millisecond)
    row.pooled(zone, random.below(zone.count))
    row.byte(comma)
    timestamp(row, date, clock, millisecond + random.below(60_000))
    row.pooled(zone, 0)
    row.byte(comma)
    row.pooled(kind, random.below(kind.count))
    row.byte(comma)
    row.integer(1 + random.below(users))
    row.byte(comma)
    for (let depth = 1 + random.below(4); depth > 0; depth--) {
      row.byte(slash)
      row.pooled(word, random.below(word.count))
    }
    row.byte(comma)
    row.byte(quote)
    document(row)
    row.byte(quote)
    row.byte(lineFeed)
  }
}

function timestamp(row: RowBuffer, date: TextPool, clock: TextPool, millisecond: number): void {
  const second = Math.floor(millisecond / 1000)
  row.pooled(date, Math.floor(second / secondsPerDay) % days)
  row.byte(letterT)
  row.pooled(clock, second % secondsPerDay)
  row.byte(point)
  row.padded(millisecond % 1000, 3)
}

/** An object of 5 to 50 members: numbers, texts, identifiers, flags, small nested objects. */
function documentMaker(random: Random): RowMaker {
  const start = textPool(['{""v"":3', '{""v"":4,""consent"":true'])
  const key = textPool(keys.split(' ').map(name => `,""${name}"":`))
  const flag = textPool(['true', 'false', 'null'])
  const text = textPool(words.split(' ').map(name => `""${name}""`))
  const opening = textPool(['{""id"":""', '{""ref"":""'])
  const middle = textPool(['"",""n"":'])
  const end = textPool(['}'])

  const values: RowMaker[] = [
    row => row.integer(random.below(100_000)),
    row => row.shortest(random.below(10_000_000)),
    row => row.pooled(flag, random.below(flag.count)),
    row => row.pooled(text, random.below(text.count)),
    row => {
      row.pooled(opening, random.below(opening.count))
      row.hexadecimal(random.next(), 8)
      row.hexadecimal(random.next(), 8)
      row.pooled(middle, 0)
      row.integer(random.below(1000))
      row.pooled(end, 0)
    },
  ]

  return row => {
    row.pooled(start, random.below(start.count))
    for (let members = 5 + random.below(46); members > 0; members--) {
      row.pooled(key, random.below(key.count))
      values[random.below(values.length)]!(row)
    }
    row.pooled(end, 0)
  }
}
