// Order lines as in TPC-H's `lineitem` (https://www.tpc.org/tpch/, clause 4.2.3): integers, decimals, dates, short codes and a comment.

import { dates } from '../generate/calendar.ts'
import type { Random } from '../generate/random.ts'
import { RowBuffer } from '../generate/row-buffer.ts'
import { textPool } from '../generate/text-pool.ts'
import type { RowMaker, Shape } from './shape.ts'
import { commentWords } from './words.ts'

export const lineitem: Shape = {
  name: 'lineitem',
  about: 'TPC-H order lines: 16 columns, integers, decimals, dates, codes and a comment',
  boundBy: 'parsing',
  size: 500e6,
  columns: [
    { name: 'l_orderkey', type: 'long' },
    { name: 'l_partkey', type: 'long' },
    { name: 'l_suppkey', type: 'long' },
    { name: 'l_linenumber', type: 'int' },
    { name: 'l_quantity', type: 'decimal(15,2)' },
    { name: 'l_extendedprice', type: 'decimal(15,2)' },
    { name: 'l_discount', type: 'decimal(15,2)' },
    { name: 'l_tax', type: 'decimal(15,2)' },
    { name: 'l_returnflag', type: 'string' },
    { name: 'l_linestatus', type: 'string' },
    { name: 'l_shipdate', type: 'date' },
    { name: 'l_commitdate', type: 'date' },
    { name: 'l_receiptdate', type: 'date' },
    { name: 'l_shipinstruct', type: 'string' },
    { name: 'l_shipmode', type: 'string' },
    { name: 'l_comment', type: 'string' },
  ],
  rows,
}

const comma = 0x2c
const quote = 0x22
const lineFeed = 0x0a

const scaleFactor = 10 // of the keys' ranges, whatever the size of the file
const firstDay = '1992-01-01'
const orderDays = 2406 // the last order is from 1998-08-02
const deliveryDays = 151 // an order's last receipt
const today = 1263 // 1995-06-17, the benchmark's CURRENTDATE, in days after firstDay

function rows(random: Random): RowMaker {
  const date = dates(firstDay, orderDays + deliveryDays)
  const instruction = textPool(['DELIVER IN PERSON', 'COLLECT COD', 'NONE', 'TAKE BACK RETURN'])
  const mode = textPool(['REG AIR', 'AIR', 'RAIL', 'SHIP', 'TRUCK', 'MAIL', 'FOB'])
  const status = textPool(['N', 'O', 'R', 'A', 'F'])
  const [notReturned, open, returned, accepted, filled] = [0, 1, 2, 3, 4]
  const comment = commentMaker(random)
  let orderKey = 0
  let orderDay = 0
  let line = 0
  let lines = 0

  return row => {
    if (line === lines) {
      orderKey += orderKey % 8 === 7 ? 25 : 1 // eight keys of every 32 are used
      orderDay = random.below(orderDays)
      lines = 1 + random.below(7)
      line = 0
    }
    const part = 1 + random.below(200_000 * scaleFactor)
    const quantity = 1 + random.below(50)
    const price = 90_000 + (Math.floor(part / 10) % 20_001) + 100 * (part % 1000) // cents
    const shipped = orderDay + 1 + random.below(121)
    const received = shipped + 1 + random.below(30)

    row.integer(orderKey)
    row.byte(comma)
    row.integer(part)
    row.byte(comma)
    row.integer(1 + random.below(10_000 * scaleFactor))
    row.byte(comma)
    row.integer(++line)
    row.byte(comma)
    row.integer(quantity)
    row.byte(comma)
    row.decimal(quantity * price)
    row.byte(comma)
    row.decimal(random.below(11))
    row.byte(comma)
    row.decimal(random.below(9))
    row.byte(comma)
    row.pooled(status, received > today ? notReturned : random.onceIn(2) ? returned : accepted)
    row.byte(comma)
    row.pooled(status, shipped > today ? open : filled)
    row.byte(comma)
    row.pooled(date, shipped)
    row.byte(comma)
    row.pooled(date, orderDay + 30 + random.below(61))
    row.byte(comma)
    row.pooled(date, received)
    row.byte(comma)
    row.pooled(instruction, random.below(instruction.count))
    row.byte(comma)
    row.pooled(mode, random.below(mode.count))
    row.byte(comma)
    comment(row)
    row.byte(lineFeed)
  }
}

/** 10 to 43 bytes of text, cut anywhere; quoted when a comma is in it. */
function commentMaker(random: Random): RowMaker {
  const words = textPool(commentWords)
  const scratch = new RowBuffer(256)

  return row => {
    const length = 10 + random.below(34)
    scratch.length = 0
    while (scratch.length < length) scratch.pooled(words, random.below(words.count))
    const quoted = scratch.bytes.subarray(0, length).includes(comma)
    if (quoted) row.byte(quote)
    for (let at = 0; at < length; at++) row.byte(scratch.bytes[at]!)
    if (quoted) row.byte(quote)
  }
}
