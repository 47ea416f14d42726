// What a leaf's values mean, whichever way the writer said it: logical type, or the older converted type.
// Spec: https://github.com/apache/parquet-format/blob/master/LogicalTypes.md, "Backward compatibility" of each type.

import { type ColumnType, formatType } from '../../schema/column-type.ts'
import type { ConvertedType } from '../format/enums.ts'
import type { LogicalType, SchemaElement, TimeUnit } from '../format/schema-element.ts'

export type Annotation =
  | { kind: 'none' }
  | { kind: 'text' }
  | { kind: 'decimal'; precision: number; scale: number }
  | { kind: 'date' }
  | { kind: 'time'; nanosPerTick: bigint }
  | { kind: 'timestamp'; nanosPerTick: bigint; utc: boolean }
  | { kind: 'unsigned' }
  | { kind: 'uuid' }

const nanosPerMilli = 1_000_000n
const nanosPerMicro = 1_000n

export function annotation(element: SchemaElement): Annotation {
  if (element.type === 'INT96') return { kind: 'timestamp', nanosPerTick: 1n, utc: false } // its only use
  return (
    (element.logicalType && ofLogicalType(element.logicalType)) ??
    (element.converted_type && ofConvertedType(element.converted_type, element)) ?? { kind: 'none' }
  )
}

function ofLogicalType(type: LogicalType): Annotation | undefined {
  if (type.DECIMAL) return { kind: 'decimal', ...type.DECIMAL }
  if (type.TIME) return { kind: 'time', nanosPerTick: nanosPerTick(type.TIME.unit) }
  if (type.TIMESTAMP) return { kind: 'timestamp', nanosPerTick: nanosPerTick(type.TIMESTAMP.unit), utc: type.TIMESTAMP.isAdjustedToUTC }
  if (type.STRING || type.ENUM || type.JSON) return { kind: 'text' }
  if (type.DATE) return { kind: 'date' }
  if (type.UUID) return { kind: 'uuid' }
  if (type.INTEGER && !type.INTEGER.isSigned) return { kind: 'unsigned' }
  return undefined
}

function nanosPerTick(unit: TimeUnit): bigint {
  return unit.MILLIS ? nanosPerMilli : unit.MICROS ? nanosPerMicro : 1n
}

function ofConvertedType(type: ConvertedType, element: SchemaElement): Annotation | undefined {
  if (type === 'DECIMAL') return { kind: 'decimal', precision: element.precision ?? 0, scale: element.scale ?? 0 }
  return convertedTypes[type]
}

const convertedTypes: Partial<Record<ConvertedType, Annotation>> = {
  UTF8: { kind: 'text' },
  ENUM: { kind: 'text' },
  JSON: { kind: 'text' },
  DATE: { kind: 'date' },
  TIME_MILLIS: { kind: 'time', nanosPerTick: nanosPerMilli },
  TIME_MICROS: { kind: 'time', nanosPerTick: nanosPerMicro },
  TIMESTAMP_MILLIS: { kind: 'timestamp', nanosPerTick: nanosPerMilli, utc: true },
  TIMESTAMP_MICROS: { kind: 'timestamp', nanosPerTick: nanosPerMicro, utc: true },
  UINT_8: { kind: 'unsigned' },
  UINT_16: { kind: 'unsigned' },
  UINT_32: { kind: 'unsigned' },
  UINT_64: { kind: 'unsigned' },
}

/** The type's name for people: as in a dataset file where there is one, else the format's. */
export function typeName(element: SchemaElement): string {
  const meaning = annotation(element)
  switch (meaning.kind) {
    case 'decimal':
      return formatType({ name: 'decimal', precision: meaning.precision, scale: meaning.scale })
    case 'timestamp':
      return meaning.utc ? 'timestamptz' : 'timestamp'
    case 'text':
      return 'string'
    case 'unsigned':
      return `unsigned ${element.type}`
    case 'none':
      return (element.type && plainTypes[element.type]) ?? String(element.type)
    default:
      return meaning.kind
  }
}

const plainTypes: Readonly<Record<string, ColumnType['name']>> = {
  BOOLEAN: 'boolean',
  INT32: 'int',
  INT64: 'long',
  FLOAT: 'float',
  DOUBLE: 'double',
  BYTE_ARRAY: 'binary',
}
