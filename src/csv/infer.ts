// Types for columns that nobody declared, from every value of the source: docs/values.md, "Inference".

import { isUtf8 } from 'node:buffer'
import { ALIVE, type Evidence, evidenceBytes, evidenceOf, WROTE } from '../kernel/evidence.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { ColumnType } from '../schema/column-type.ts'
import type { Column } from '../schema/dataset.ts'
import type { TypeExplainer } from './explain-types.ts'
import { checkNames, type SourceField } from './header.ts'
import type { OpenRecords } from './open-records.ts'
import { readingsOf, type TypedAs } from './time-outline.ts'

/** What is known of the columns after some records or all of them. */
export interface Inference {
  columns: Column[]
  /** Of each column, as the kernel keeps it (src/kernel/evidence.ts). */
  evidence: Uint8Array[]
  /** Every record has been looked at: nothing can change any more. */
  isWhole: boolean
  /** All bytes looked at are UTF-8. No type asks for it, but text that is not cannot be converted. */
  isUtf8: boolean
}

/**
 * Types each column by the records of about the first `bytes` bytes. Bad records are left out: the conversion that follows names them.
 * @param onBlock called after each block with the rows seen so far
 * @param explainer is told what decides
 */
export async function inferColumns(
  kernel: Kernel,
  { header, blocks, dialect }: OpenRecords,
  bytes: number,
  { onBlock, explainer }: { onBlock?: (rows: number) => void; explainer?: TypeExplainer | undefined } = {},
): Promise<Inference> {
  checkNames(header.fields)
  const { exports } = kernel
  const addresses = header.fields.map((_, field) => exports.createEvidence(field))
  let rows = 0
  let allUtf8 = true
  let block = await blocks.next()
  for (; block !== undefined && blocks.bytesParsed - (block.end - block.start) < bytes; block = await blocks.next()) {
    const count = exports.indexRows(block.start, header.fields.length)
    rows += count
    allUtf8 &&= isUtf8(kernel.input.view(block.start, block.end))
    if (explainer) explainer.observe(kernel, addresses, dialect, block, count)
    else for (const address of addresses) exports.observe(address)
    onBlock?.(rows)
  }
  const evidence = addresses.map(address => kernel.bytes(address, evidenceBytes).slice())
  const columns = header.fields.map((field, i) => inferredColumn(field, evidence[i]!))
  return { columns, evidence, isWhole: block === undefined, isUtf8: allUtf8 }
}

function inferredColumn({ name, source }: SourceField, evidence: Uint8Array): Column {
  return { name, source, ...concludeType(evidenceOf(evidence)), nullable: true }
}

/** The first type in the order of docs/values.md that every value survived. */
export function concludeType(evidence: Evidence): TypedAs {
  const { alive, hasValues } = evidence
  if (!hasValues) return { type: { name: 'string' } }
  if (alive & ALIVE.boolean) return { type: { name: 'boolean' } }
  if (alive & ALIVE.integer) return { type: { name: isInt32(evidence) ? 'int' : 'long' } }
  if (alive & ALIVE.decimal) return { type: decimalType(evidence) }
  if (alive & ALIVE.double && writtenAlike(evidence.doubleForms)) return { type: { name: 'double' } }
  if (alive & ALIVE.date) return { type: { name: 'date' } }
  if (alive & ALIVE.timestamp) return { type: { name: 'timestamp' } }
  if (alive & ALIVE.timestamptz) return { type: { name: 'timestamptz' } }
  if (alive & ALIVE.time) return { type: { name: 'time' } }
  if (alive & ALIVE.uuid) return { type: { name: 'uuid' } }
  const [reading, other] = alive & ALIVE.pattern ? readingsOf(evidence) : []
  return reading !== undefined && other === undefined ? reading : { type: { name: 'string' } }
}

function isInt32({ smallest, largest }: Evidence): boolean {
  return smallest >= -(2n ** 31n) && largest < 2n ** 31n
}

function decimalType({ decimalWhole, decimalScale }: Evidence): ColumnType {
  return { name: 'decimal', precision: decimalWhole + decimalScale, scale: decimalScale }
}

/**
 * Not both `2` and `2.0`, nor `1e-07` and `1e-7`: a double could not tell which it was. Exponents only beside a point: `1e-05` alone may be no
 * number.
 */
function writtenAlike(forms: number): boolean {
  const has = (...all: number[]) => all.every(form => (forms & form) !== 0)
  const isMixed = has(WROTE.integer, WROTE.pointZero) || has(WROTE.paddedExponent, WROTE.shortExponent)
  return !isMixed && !(has(WROTE.exponent) && !has(WROTE.point))
}
