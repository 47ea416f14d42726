// Why inference gives a column its type: which value ruled out which types, and where it stands. Blocks are observed as ever; one in which a
// type is struck out is gone through again, row by row.

import { ALIVE, aliveOf, evidenceBytes, evidenceOf } from '../kernel/evidence.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Address } from '../kernel/kernel-exports.ts'
import type { Dialect } from '../schema/dialect.ts'
import { fieldText } from './field-text.ts'
import type { Block } from './record-blocks.ts'
import { readingsOf } from './time-outline.ts'

/** A value that does not survive some types which all values before it did. */
export interface RuledOut {
  types: string[]
  /** 1-based; of the record. */
  line: number
  value: string
  /** Values before it, all of which survived the types. */
  survivors: number
}

export interface ExplainedColumn {
  values: number
  nulls: number
  /** The first ones, each once. */
  examples: string[]
  ruledOut: RuledOut[]
  /** The patterns by which all values can be read as dates or times: more than one where nothing tells day from month. */
  patterns: string[]
}

const mostExamples = 3
const longestText = 64

export class TypeExplainer {
  readonly columns: ExplainedColumn[] = []

  /** Observes the rows of the block, in every column. */
  observe(kernel: Kernel, evidence: readonly Address[], dialect: Dialect, block: Block, rows: number): void {
    for (const [field, address] of evidence.entries()) {
      this.columns[field] ??= { values: 0, nulls: 0, examples: [], ruledOut: [], patterns: [] }
      const column = this.columns[field]
      const before = kernel.bytes(address, evidenceBytes).slice()
      kernel.exports.observe(address)
      if (column.examples.length < mostExamples) addExamples(kernel, dialect, column, field, rows)
      if (aliveOf(kernel.bytes(address, evidenceBytes)) !== aliveOf(before))
        this.#replay(kernel, { column, dialect, field, before, block, rows })
      const values = kernel.exports.countValues(field, 0, rows)
      column.values += values
      column.patterns = column.values === 0 ? [] : patternsOf(kernel.bytes(address, evidenceBytes))
      column.nulls += rows - values
    }
  }

  #replay(kernel: Kernel, { column, dialect, field, before, block, rows }: Replay): void {
    const { exports } = kernel
    const address = kernel.place(before)
    let alive = aliveOf(before)
    for (let row = 0; row < rows && alive !== 0; row++) {
      exports.observeRows(address, row, row + 1)
      const left = aliveOf(kernel.bytes(address, evidenceBytes))
      if (left === alive) continue
      const start = exports.rowStart(row)
      column.ruledOut.push({
        types: namesOf(alive & ~left),
        line: block.line + exports.countLines(block.start, start),
        value: textOf(kernel, dialect, row, field),
        survivors: column.values + exports.countValues(field, 0, row),
      })
      alive = left
    }
  }
}

interface Replay {
  column: ExplainedColumn
  dialect: Dialect
  field: number
  before: Uint8Array
  block: Block
  rows: number
}

function patternsOf(evidence: Uint8Array): string[] {
  return aliveOf(evidence) & ALIVE.pattern ? readingsOf(evidenceOf(evidence)).flatMap(({ format }) => format ?? []) : []
}

function namesOf(types: number): string[] {
  return Object.entries(ALIVE).flatMap(([name, bit]) => ((types & bit) === 0 ? [] : [name]))
}

function addExamples(kernel: Kernel, dialect: Dialect, column: ExplainedColumn, field: number, rows: number): void {
  for (let row = 0; row < rows && column.examples.length < mostExamples; row++) {
    const text = textOf(kernel, dialect, row, field)
    if (kernel.exports.countValues(field, row, row + 1) > 0 && !column.examples.includes(text)) column.examples.push(text)
  }
}

function textOf({ exports, input }: Kernel, dialect: Dialect, row: number, field: number): string {
  const bytes = input.view(exports.fieldStartOffset(row, field), exports.fieldEndOffset(row, field))
  return fieldText(bytes, dialect).slice(0, longestText)
}
