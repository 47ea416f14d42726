// Text that needs its quotes: delimiters, doubled quotes, line breaks and multi-byte characters in most rows, beside an id and a timestamp.

import { clockTimes, dates, secondsPerDay } from '../generate/calendar.ts'
import type { Random } from '../generate/random.ts'
import type { RowBuffer } from '../generate/row-buffer.ts'
import { type TextPool, textPool } from '../generate/text-pool.ts'
import type { RowMaker, Shape } from './shape.ts'
import { proseWords } from './words.ts'

export const quoted: Shape = {
  name: 'quoted',
  about: 'reviews: 6 columns, four of them quoted text with delimiters, doubled quotes, line breaks and several scripts',
  boundBy: 'codec',
  size: 500e6,
  columns: [
    { name: 'id', type: 'long' },
    { name: 'created_at', type: 'timestamp' },
    { name: 'author', type: 'string' },
    { name: 'title', type: 'string' },
    { name: 'body', type: 'string' },
    { name: 'tags', type: 'string' },
  ],
  rows,
}

const comma = 0x2c
const quote = 0x22
const lineFeed = 0x0a
const letterT = 0x54
const point = 0x2e

const firstDay = '2023-01-01'
const days = 1000

function rows(random: Random): RowMaker {
  const date = dates(firstDay, days)
  const clock = clockTimes()
  const words = textPool(proseWords)
  const author = textPool(authors())
  const tags = textPool(['a', 'urgent', 'red,green', 'x,y,z', 'returns', 'größe,farbe', 'no ""tag""', '東京'])
  let id = 1_000_000
  let second = 0

  return row => {
    id += 1 + random.below(3)
    second += random.below(20)
    row.integer(id)
    row.byte(comma)
    row.pooled(date, Math.floor(second / secondsPerDay) % days)
    row.byte(letterT)
    row.pooled(clock, second % secondsPerDay)
    row.byte(point)
    row.padded(random.below(1000), 3)
    row.byte(comma)
    quotedText(row, author, random, 1)
    row.byte(comma)
    quotedText(row, words, random, 2 + random.below(6))
    row.byte(comma)
    if (!random.onceIn(40)) quotedText(row, words, random, 8 + random.below(50)) // otherwise null
    row.byte(comma)
    quotedText(row, tags, random, 1)
    row.byte(lineFeed)
  }
}

function quotedText(row: RowBuffer, pool: TextPool, random: Random, pieces: number): void {
  row.byte(quote)
  for (let piece = 0; piece < pieces; piece++) row.pooled(pool, random.below(pool.count))
  row.byte(quote)
}

function authors(): string[] {
  const first = ['Ada', 'Björn', 'Chloé', 'Dmitri', 'Elif', 'Fatima', 'Grace', 'Hiroshi', 'Ines', 'José', 'Kim', 'Łukasz']
  const last = ['Lovelace', 'Ångström', 'Curie', 'Иванов', 'Yılmaz', 'Haddad', 'O""Neill', '山田', 'Costa, Jr.', 'Park', 'Nowak', 'Smith']
  return last.flatMap(name => first.map(given => `${name}, ${given}`))
}
