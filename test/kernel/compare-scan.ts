// A source through the kernel's scanner and through its slow twin, in the same words: rows of the right shape with their fields, bad
// records with their reasons, an open quote at the end.

import type { Dialect } from '../../src/schema/dialect.ts'
import type { Random } from '../oracle/random.ts'
import { type ScannedField, type ScannedRecord, scanRecords } from '../oracle/scan-records.ts'
import type { Value } from '../oracle/value.ts'
import { type HostResult, KernelHost } from './host/kernel-host.ts'

/** Places are byte offsets. A field is its text in latin1, or null where it is empty and not quoted. */
export interface Outline {
  rows: { start: number; line: number; fields: (string | null)[] }[]
  badRecords: { start: number; code: number }[]
  openQuote: number | null
}

/** kernel/rows.ts */
const tooShort = 1
const tooLong = 2
const textAfterClosingQuote = 3

export class ScannerPair {
  readonly #dialect: Dialect
  readonly #fieldCount: number
  readonly #host: KernelHost

  constructor(dialect: Dialect, fieldCount: number) {
    this.#dialect = { ...dialect, header: false }
    this.#fieldCount = fieldCount
    const columns = Array.from({ length: fieldCount }, () => ({ type: { name: 'binary' as const } }))
    this.#host = new KernelHost({ dialect, columns })
  }

  kernel(source: Uint8Array, blockEnds: readonly number[] = [], start = 0): Outline {
    return kernelOutline(this.#host.run(source, blockEnds, start))
  }

  twin(source: Uint8Array): Outline {
    const { records, unterminated } = scanRecords(source, this.#dialect, this.#fieldCount)
    const isRow = (record: ScannedRecord) => record.badQuote === undefined && record.fields.length === this.#fieldCount
    return {
      rows: records.filter(isRow).map(({ byteOffset, line, fields }) => ({ start: byteOffset, line, fields: fields.map(fieldText) })),
      badRecords: records.filter(record => !isRow(record)).map(record => ({ start: record.byteOffset, code: this.#badCode(record) })),
      openQuote: unterminated?.byteOffset ?? null,
    }
  }

  #badCode({ badQuote, fields }: ScannedRecord): number {
    if (badQuote) return textAfterClosingQuote
    return fields.length < this.#fieldCount ? tooShort : tooLong
  }
}

function kernelOutline({ rows, badRecords, columns, openQuote }: HostResult): Outline {
  return {
    rows: rows.map(({ start, line }, row) => ({ start, line, fields: columns.map(values => valueText(values[row]!)) })),
    badRecords: badRecords.map(({ start, code }) => ({ start, code })),
    openQuote,
  }
}

function fieldText({ text, quoted }: ScannedField): string | null {
  return text.length === 0 && !quoted ? null : latin1(text)
}

function valueText(value: Value | null): string | null {
  return value instanceof Uint8Array ? latin1(value) : null
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}

export interface BlockPlan {
  blockEnds: readonly number[]
  start: number
}

export interface ScanDisagreement extends BlockPlan {
  source: string
  kernel: Outline
  twin: Outline
}

/** Scans the source in each of the ways of cutting it into blocks. */
export function scanDisagreements(pair: ScannerPair, source: Uint8Array, runs: readonly BlockPlan[]): ScanDisagreement[] {
  const twin = pair.twin(source)
  const expected = JSON.stringify(twin)
  return runs.flatMap(({ blockEnds, start }) => {
    const kernel = pair.kernel(source, blockEnds, start)
    return JSON.stringify(kernel) === expected
      ? []
      : [{ source: JSON.stringify(Buffer.from(source).toString('latin1')), blockEnds, start, kernel, twin }]
  })
}

/** Up to five blocks that end anywhere, at one place twice at times, and begin anywhere in the kernel's input. */
export function randomBlocks(random: Random, length: number): BlockPlan {
  const blockEnds = Array.from({ length: random.below(6) }, () => random.below(length + 1)).sort((a, b) => a - b)
  return { blockEnds, start: random.below(130) }
}

/** Pieces of an alphabet, one behind the other. */
export function randomSource(random: Random, alphabet: readonly string[]): Buffer {
  const pieces = random.pick([10, 60, 70, 200])
  return Buffer.from(Array.from({ length: pieces }, () => random.pick(alphabet)).join(''))
}
