// Stored values → JavaScript values that lose nothing:
//
//   boolean → boolean   int → number   long, unsigned INT64 → bigint   float, double → number   string → string   binary → Uint8Array
//   decimal → text, all digits of the scale ("12.50")   uuid → text, lower case
//   date, time, timestamp → ISO 8601 text; timestamptz → the same with Z (src/parquet/read/civil-time.ts)
//   anything unknown of fixed length → Uint8Array

import type { SchemaElement } from '../format/schema-element.ts'
import { annotation } from './annotation.ts'
import { dateText, timestampText, timeText } from './civil-time.ts'

export type Value = null | boolean | number | bigint | string | Uint8Array

/** As pages hold them: BOOLEAN, INT32 and INT64, FLOAT and DOUBLE, INT96 in nanoseconds, byte arrays. */
export type StoredValue = boolean | number | bigint | Uint8Array

/** How the values of a column are read. */
export function valueReader(element: SchemaElement): (stored: StoredValue) => Value {
  const meaning = annotation(element)
  switch (meaning.kind) {
    case 'decimal':
      return stored => decimalText(unscaled(stored), meaning.scale)
    case 'date':
      return stored => dateText(Number(stored))
    case 'time':
      return stored => timeText(integer(stored) * meaning.nanosPerTick)
    case 'timestamp':
      return stored => timestampText(integer(stored) * meaning.nanosPerTick) + (meaning.utc ? 'Z' : '')
    case 'unsigned':
      return stored => (typeof stored === 'bigint' ? BigInt.asUintN(64, stored) : Number(stored) >>> 0)
    case 'text':
      return stored => (stored instanceof Uint8Array ? decoder.decode(stored) : stored)
    case 'uuid':
      return stored => (stored instanceof Uint8Array ? uuidText(stored) : stored)
    case 'none':
      return stored => stored
  }
}

/** The stored value behind a bound of the statistics (PLAIN, without length); undefined when its bytes do not fit the type. */
export function storedBound(element: SchemaElement, bytes: Uint8Array): StoredValue | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  switch (element.type) {
    case 'BOOLEAN':
      return bytes[0] === 1
    case 'INT32':
      return bytes.length === 4 ? view.getInt32(0, true) : undefined
    case 'INT64':
      return bytes.length === 8 ? view.getBigInt64(0, true) : undefined
    case 'FLOAT':
      return bytes.length === 4 ? view.getFloat32(0, true) : undefined
    case 'DOUBLE':
      return bytes.length === 8 ? view.getFloat64(0, true) : undefined
    case 'INT96': // its order is not defined, so neither are its bounds
      return undefined
    default:
      return bytes
  }
}

const decoder = new TextDecoder()

const integer = (stored: StoredValue): bigint => (typeof stored === 'bigint' ? stored : BigInt(Number(stored)))

function unscaled(stored: StoredValue): bigint {
  if (!(stored instanceof Uint8Array)) return integer(stored)
  return stored.length === 0 ? 0n : BigInt.asIntN(8 * stored.length, BigInt(`0x${hex(stored)}`))
}

function decimalText(value: bigint, scale: number): string {
  if (scale <= 0) return value.toString()
  const sign = value < 0n ? '-' : ''
  const text = value
    .toString()
    .replace('-', '')
    .padStart(scale + 1, '0')
  return `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`
}

function uuidText(bytes: Uint8Array): string {
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}
