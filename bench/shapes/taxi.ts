// Trips as in New York's yellow taxi records of 2015: 18 columns, nearly all of them numbers. Coordinates are 32-bit floats printed
// with 17 significant digits, amounts are doubles printed as short as they go, as in the published files.

import { clockTimes, dates, secondsPerDay } from '../generate/calendar.ts'
import type { Random } from '../generate/random.ts'
import type { RowBuffer } from '../generate/row-buffer.ts'
import { type TextPool, textPool, weightedPool } from '../generate/text-pool.ts'
import type { RowMaker, Shape } from './shape.ts'

export const taxi: Shape = {
  name: 'taxi',
  about: 'trips: 18 columns, numbers and timestamps; coordinates with 17 significant digits',
  boundBy: 'parsing',
  size: 500e6,
  columns: [
    { name: 'VendorID', type: 'int' },
    { name: 'tpep_pickup_datetime', type: 'timestamp' },
    { name: 'tpep_dropoff_datetime', type: 'timestamp' },
    { name: 'passenger_count', type: 'int' },
    { name: 'trip_distance', type: 'double' },
    { name: 'pickup_longitude', type: 'double' },
    { name: 'pickup_latitude', type: 'double' },
    { name: 'RatecodeID', type: 'int' },
    { name: 'store_and_fwd_flag', type: 'string' },
    { name: 'dropoff_longitude', type: 'double' },
    { name: 'dropoff_latitude', type: 'double' },
    { name: 'payment_type', type: 'int' },
    { name: 'fare_amount', type: 'double' },
    { name: 'extra', type: 'double' },
    { name: 'mta_tax', type: 'double' },
    { name: 'tip_amount', type: 'double' },
    { name: 'tolls_amount', type: 'double' },
    { name: 'total_amount', type: 'double' },
  ],
  rows,
}

const comma = 0x2c
const space = 0x20
const lineFeed = 0x0a

const tripsPerDay = 400_000
const firstDay = '2015-01-01'
const days = 366 // one more than the year has, for trips that end after midnight

const cardPayment = '1'
const airportRate = '2'
const airportFare = 5200 // cents
const improvementSurcharge = 30 // cents, part of the total

function rows(random: Random): RowMaker {
  const date = dates(firstDay, days)
  const clock = clockTimes()
  const vendor = weightedPool({ '1': 47, '2': 53 })
  const passengers = weightedPool({ '0': 1, '1': 708, '2': 142, '3': 41, '4': 20, '5': 54, '6': 34 })
  const flag = weightedPool({ N: 99, Y: 1 })
  const rates = [...Array<string>(97).fill('1'), airportRate, airportRate, '5']
  const payments = [...Array<string>(620).fill(cardPayment), ...Array<string>(373).fill('2'), '3', '3', '3', '3', '4', '4', '4']
  const rate = textPool(rates)
  const payment = textPool(payments)
  const longitude = float32Pool(-74.05, -73.75, 17)
  const latitude = float32Pool(40.58, 40.92, 18)
  let trip = 0

  return row => {
    const day = Math.floor(trip++ / tripsPerDay) % (days - 1)
    const pickup = pickupSecond(random)
    const distance = Math.min(6000, Math.floor(30 - 240 * Math.log(random.fraction()))) // hundredths of a mile
    const dropoff = pickup + 60 + Math.floor(distance * (1.2 + 2.4 * random.fraction()))
    const rateIndex = random.below(rate.count)
    const paymentIndex = random.below(payment.count)
    const fare = rates[rateIndex] === airportRate ? airportFare : 250 + 50 * Math.floor((distance * 4 + (dropoff - pickup) / 2) / 100)
    const extra = pickup >= 20 * 3600 || pickup < 6 * 3600 ? 50 : pickup >= 16 * 3600 ? 100 : 0
    const tax = random.onceIn(250) ? 0 : 50
    const tip = payments[paymentIndex] === cardPayment ? tipFor(fare + extra, random) : 0
    const tolls = random.onceIn(20) ? 533 : 0
    const sign = random.onceIn(2500) ? -1 : 1 // refunds

    row.pooled(vendor, random.below(vendor.count))
    row.byte(comma)
    timestamp(row, date, clock, day, pickup)
    row.byte(comma)
    timestamp(row, date, clock, day, dropoff)
    row.byte(comma)
    row.pooled(passengers, random.below(passengers.count))
    row.byte(comma)
    row.shortest(distance)
    row.byte(comma)
    place(row, longitude, latitude, random)
    row.byte(comma)
    row.pooled(rate, rateIndex)
    row.byte(comma)
    row.pooled(flag, random.below(flag.count))
    row.byte(comma)
    place(row, longitude, latitude, random)
    row.byte(comma)
    row.pooled(payment, paymentIndex)
    for (const amount of [fare, extra, tax, tip, tolls, fare + extra + tax + tip + tolls + improvementSurcharge]) {
      row.byte(comma)
      row.shortest(sign * amount)
    }
    row.byte(lineFeed)
  }
}

/** Every 32-bit float from `low` to `high` as it is printed; one unit in the last place is 2^-`fractionBits` there. */
function float32Pool(low: number, high: number, fractionBits: number): TextPool {
  const unit = 2 ** -fractionBits
  const first = Math.round(low / unit)
  const count = Math.round((high - low) / unit)
  return textPool(Array.from({ length: count }, (_, index) => ((first + index) * unit).toFixed(15).replace(/\.?0+$/, '')))
}

/** Fewer trips at night: the later of two draws, turned so that the day starts at five. */
function pickupSecond(random: Random): number {
  return (Math.max(random.below(secondsPerDay), random.below(secondsPerDay)) + 5 * 3600) % secondsPerDay
}

/** A fifth, or any share up to 30 %, or whole dollars, or nothing. */
function tipFor(amount: number, random: Random): number {
  const habit = random.below(10)
  if (habit < 4) return Math.round(amount * 0.2)
  if (habit < 7) return Math.round(amount * 0.3 * random.fraction())
  return habit < 9 ? 100 * (1 + random.below(5)) : 0
}

function timestamp(row: RowBuffer, date: TextPool, clock: TextPool, day: number, second: number): void {
  row.pooled(date, day + Math.floor(second / secondsPerDay))
  row.byte(space)
  row.pooled(clock, second % secondsPerDay)
}

/** Longitude and latitude, near the middle more often than at the edge; once in 60 the device knew none and wrote zeros. */
function place(row: RowBuffer, longitude: TextPool, latitude: TextPool, random: Random): void {
  const unknown = random.onceIn(60)
  coordinate(row, longitude, random, unknown)
  row.byte(comma)
  coordinate(row, latitude, random, unknown)
}

function coordinate(row: RowBuffer, pool: TextPool, random: Random, unknown: boolean): void {
  if (unknown) row.integer(0)
  else row.pooled(pool, Math.floor((random.below(pool.count) + random.below(pool.count) + random.below(pool.count)) / 3))
}
