// Keys and little else: UUIDs, some unique and some repeated, and integers that only grow, as link tables and event indexes hold them.

import type { Random } from '../generate/random.ts'
import { RowBuffer } from '../generate/row-buffer.ts'
import { type TextPool, textPool } from '../generate/text-pool.ts'
import type { RowMaker, Shape } from './shape.ts'

export const ids: Shape = {
  name: 'ids',
  about: 'keys: 7 columns, three of them UUIDs (one unique, two repeated), four integers (three of them sorted)',
  boundBy: 'parsing',
  size: 500e6,
  columns: [
    { name: 'id', type: 'long' },
    { name: 'event_id', type: 'uuid' },
    { name: 'account_id', type: 'uuid' },
    { name: 'parent_id', type: 'uuid' },
    { name: 'order_no', type: 'long' },
    { name: 'created_ms', type: 'long' },
    { name: 'revision', type: 'int' },
  ],
  rows,
}

const comma = 0x2c
const lineFeed = 0x0a
const minus = 0x2d

const firstId = 7_000_000_001
const firstOrder = 400_000_000
const firstMillisecond = Date.parse('2025-06-01')
const accounts = 50_000
const parents = 2000

function rows(random: Random): RowMaker {
  const account = uuidPool(random, accounts)
  const parent = uuidPool(random, parents)
  let id = firstId
  let order = firstOrder
  let millisecond = firstMillisecond

  return row => {
    order += random.below(3) === 0 ? 1 + random.below(5) : 0
    millisecond += random.below(40)
    row.integer(id++)
    row.byte(comma)
    uuid(row, random)
    row.byte(comma)
    row.pooled(account, random.below(account.count))
    row.byte(comma)
    if (!random.onceIn(3)) row.pooled(parent, random.below(parent.count)) // otherwise null
    row.byte(comma)
    row.integer(order)
    row.byte(comma)
    row.integer(millisecond)
    row.byte(comma)
    row.integer(1 + random.below(12))
    row.byte(lineFeed)
  }
}

function uuidPool(random: Random, count: number): TextPool {
  const text = new RowBuffer(36)
  return textPool(
    Array.from({ length: count }, () => {
      text.length = 0
      uuid(text, random)
      return Buffer.from(text.bytes).toString('latin1')
    }),
  )
}

/** Version 4, variant 1: RFC 9562, section 5.4. */
function uuid(row: RowBuffer, random: Random): void {
  const middle = random.next()
  const end = random.next()
  row.hexadecimal(random.next(), 8)
  row.byte(minus)
  row.hexadecimal(middle >>> 16, 4)
  row.byte(minus)
  row.hexadecimal(0x4000 | (middle & 0x0fff), 4)
  row.byte(minus)
  row.hexadecimal(0x8000 | (end & 0x3fff), 4)
  row.byte(minus)
  row.hexadecimal(end >>> 16, 4)
  row.hexadecimal(random.next(), 8)
}
