// CSV of any size that costs next to nothing to make: a header, and one stretch of whole records again and again.

import { closeSync, openSync, writeSync } from 'node:fs'
import { Random } from '../oracle/random.ts'

export interface BigCsv {
  name: string
  /** `name: type`, a column each; the header has the names. */
  columns: readonly string[]
  /** Without the line break. */
  record(random: Random): string
}

const stretchBytes = 16 * 1024 * 1024

export const taxi: BigCsv = {
  name: 'taxi',
  columns: [
    'vendor: int',
    'pickup: timestamp',
    'dropoff: timestamp',
    'passengers: int',
    'distance: double',
    'longitude: double',
    'latitude: double',
  ].concat(['payment: int', 'fare: double', 'tip: double', 'total: double', 'flag: string']),
  record: random => {
    const seconds = random.below(86_400 * 31)
    const fare = random.below(8000) / 100
    const tip = random.below(2000) / 100
    const place = [-73.7 - random.below(1_000_000_000) / 1e9, 40.6 + random.below(1_000_000_000) / 1e9]
    const trip = [time(seconds), time(seconds + random.below(3600)), random.below(7), random.below(3000) / 100]
    return [1 + random.below(2), ...trip, ...place, 1 + random.below(4), fare, tip, fare + tip, random.pick(['Y', 'N'])].join(',')
  },
}

export const quoted: BigCsv = {
  name: 'quoted',
  columns: ['id: long', 'author: string', 'body: string'],
  record: random => `${random.below(2 ** 31)},"O""Neill, ${random.pick(words)}","${text(random, 60)},\n${text(random, 20)}"`,
}

export const wide: BigCsv = {
  name: 'wide',
  columns: Array.from({ length: 500 }, (_, i) => `reading_${i}: ${['double', 'int', 'string', 'decimal(12,2)', 'date'][i % 5]}`),
  record: random => Array.from({ length: 500 }, (_, i) => (random.below(20) === 0 ? reading(random, i % 5) : '')).join(','),
}

function reading(random: Random, kind: number): string {
  if (kind === 4) return time(random.below(86_400 * 365)).slice(0, 10)
  if (kind === 2) return random.pick(words)
  return kind === 1 ? String(random.below(100_000)) : (random.below(1_000_000) / 100).toFixed(2)
}

const words = ['order', 'delivery', 'naïve', 'façade', 'データ', 'warehouse', 'refund', 'quick', 'however', '🚀']

const text = (random: Random, count: number): string => Array.from({ length: count }, () => random.pick(words)).join(' ')

const time = (seconds: number): string => new Date(Date.UTC(2024, 0, 1) + seconds * 1000).toISOString().slice(0, 19)

/** Its columns, as a dataset file says them. */
export function datasetFile({ name, columns }: BigCsv): string {
  const lines = columns.map(column => `  - { name: ${column.replace(/: (.*)$/, ', type: "$1"')} }`)
  return `dataset: ${name}\nmatch: "*.csv"\ncolumns:\n${lines.join('\n')}\n`
}

/** The bytes of a file of about so many, any range of it. */
export class BigBytes {
  readonly size: number
  readonly #header: Buffer
  readonly #stretch: Buffer

  constructor(csv: BigCsv, bytes: number) {
    const random = new Random(1)
    const records: string[] = []
    for (let made = 0; made < stretchBytes; made += records.at(-1)!.length) records.push(`${csv.record(random)}\n`)
    this.#header = Buffer.from(`${csv.columns.map(column => column.split(':')[0]).join(',')}\n`)
    this.#stretch = Buffer.from(records.join(''))
    this.size = this.#header.length + this.#stretch.length * Math.max(1, Math.round(bytes / this.#stretch.length))
  }

  /** [start, end), in pieces. */
  *range(start: number, end: number): Generator<Buffer> {
    for (let at = start; at < end; ) {
      const isHeader = at < this.#header.length
      const from = isHeader ? at : (at - this.#header.length) % this.#stretch.length
      const piece = (isHeader ? this.#header : this.#stretch).subarray(from, from + Math.min(end - at, 1024 * 1024))
      at += piece.length
      yield piece
    }
  }

  writeTo(path: string): void {
    const file = openSync(path, 'w')
    for (const piece of this.range(0, this.size)) writeSync(file, piece)
    closeSync(file)
  }
}
