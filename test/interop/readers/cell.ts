// Values → cells in normal form (reader.ts). Written apart from src/parquet/read, which is compared with it.

import type { ColumnType } from '../../../src/schema/column-type.ts'
import type { Cell } from './reader.ts'

/**
 * @param value days for a date, microseconds for times and timestamps, the unscaled number for a decimal, bytes for uuid and binary
 */
export function cell(type: ColumnType, value: unknown): Cell {
  if (value === null || value === undefined) return null
  switch (type.name) {
    case 'float':
    case 'double':
      return Object.is(value, -0) ? '-0' : String(value)
    case 'decimal':
      return decimalCell(BigInt(value as bigint), type.scale)
    case 'date':
      return new Date(Number(value) * 86_400_000).toISOString().slice(0, 10)
    case 'time':
      return timeCell(BigInt(value as bigint))
    case 'timestamp':
      return timestampCell(BigInt(value as bigint))
    case 'timestamptz':
      return `${timestampCell(BigInt(value as bigint))}Z`
    case 'uuid':
      return uuidCell(value as Uint8Array)
    case 'binary':
      return Buffer.from(value as Uint8Array).toString('hex')
    default:
      return String(value)
  }
}

function decimalCell(unscaled: bigint, scale: number): string {
  if (scale === 0) return unscaled.toString()
  const unit = 10n ** BigInt(scale)
  const absolute = unscaled < 0n ? -unscaled : unscaled
  return `${unscaled < 0n ? '-' : ''}${absolute / unit}.${(absolute % unit).toString().padStart(scale, '0')}`
}

function timeCell(micros: bigint): string {
  return new Date(Number(micros / 1000n)).toISOString().slice(11, 19) + fraction(micros % 1_000_000n)
}

function timestampCell(micros: bigint): string {
  const fractionMicros = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n
  const seconds = (micros - fractionMicros) / 1_000_000n
  return new Date(Number(seconds) * 1000).toISOString().slice(0, 19) + fraction(fractionMicros)
}

function fraction(micros: bigint): string {
  if (micros === 0n) return ''
  return micros % 1000n === 0n ? `.${String(micros / 1000n).padStart(3, '0')}` : `.${String(micros).padStart(6, '0')}`
}

function uuidCell(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
