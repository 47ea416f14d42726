// A ledger: money and rates, all decimals, several precisions, positive and negative, few of them repeated.

import { dates } from '../generate/calendar.ts'
import type { Random } from '../generate/random.ts'
import { textPool } from '../generate/text-pool.ts'
import type { RowMaker, Shape } from './shape.ts'

export const decimals: Shape = {
  name: 'decimals',
  about: 'a ledger: 12 columns, nine of them decimals with 2 to 6 places',
  boundBy: 'parsing',
  size: 500e6,
  columns: [
    { name: 'entry', type: 'long' },
    { name: 'booked_on', type: 'date' },
    { name: 'currency', type: 'string' },
    { name: 'amount', type: 'decimal(18,4)' },
    { name: 'balance', type: 'decimal(18,4)' },
    { name: 'fee', type: 'decimal(9,2)' },
    { name: 'net', type: 'decimal(18,4)' },
    { name: 'tax', type: 'decimal(18,4)' },
    { name: 'rate', type: 'decimal(12,6)' },
    { name: 'quantity', type: 'decimal(12,3)' },
    { name: 'price', type: 'decimal(9,2)' },
    { name: 'total', type: 'decimal(18,2)' },
  ],
  rows,
}

const comma = 0x2c
const lineFeed = 0x0a

const firstDay = '2020-01-01'
const days = 2000
const entriesPerDay = 5000

function rows(random: Random): RowMaker {
  const date = dates(firstDay, days)
  const currency = textPool(['EUR', 'USD', 'GBP', 'CHF', 'JPY', 'PLN', 'SEK'])
  let entry = 0
  let balance = 1_000_000_0000 // of scale 4

  return row => {
    const sign = random.onceIn(3) ? -1 : 1
    const amount = sign * Math.floor(10 ** (4 + 6 * random.fraction())) // from 1 to a million
    const fee = random.onceIn(4) ? 0 : random.below(5000)
    const tax = Math.floor((Math.abs(amount) * 19) / 119)
    const quantity = 1 + random.below(2_000_000)
    const price = 1 + random.below(1_000_000)
    balance += amount - fee * 100

    row.integer(++entry)
    row.byte(comma)
    row.pooled(date, Math.floor(entry / entriesPerDay) % days)
    row.byte(comma)
    row.pooled(currency, random.below(currency.count))
    row.byte(comma)
    row.decimal(amount, 4)
    row.byte(comma)
    row.decimal(balance, 4)
    row.byte(comma)
    row.decimal(fee, 2)
    row.byte(comma)
    row.decimal(amount - sign * tax, 4)
    row.byte(comma)
    row.decimal(tax, 4)
    row.byte(comma)
    row.decimal(500_000 + random.below(1_500_000), 6)
    row.byte(comma)
    row.decimal(quantity, 3)
    row.byte(comma)
    row.decimal(price, 2)
    row.byte(comma)
    row.decimal(Math.round((quantity * price) / 1000), 2)
    row.byte(lineFeed)
  }
}
