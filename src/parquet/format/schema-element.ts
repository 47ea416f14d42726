// A node of the schema, and what its values mean. Field names and numbers: parquet.thrift; meanings: LogicalTypes.md of the specification.
// Left out: the parameters of GEOMETRY, GEOGRAPHY and VARIANT, which are read as types without parameters.

import { bool, i8, i32, optional, required, struct, text, type ValueOf } from '../thrift/struct.ts'
import { ConvertedType, FieldRepetitionType, Type } from './enums.ts'

const Empty = struct('empty struct', {})

const TimeUnit = struct('TimeUnit', { MILLIS: optional(1, Empty), MICROS: optional(2, Empty), NANOS: optional(3, Empty) })
export type TimeUnit = ValueOf<typeof TimeUnit>

const DecimalType = struct('DecimalType', { scale: required(1, i32), precision: required(2, i32) })
const TimeType = struct('TimeType', { isAdjustedToUTC: required(1, bool), unit: required(2, TimeUnit) })
const TimestampType = struct('TimestampType', { isAdjustedToUTC: required(1, bool), unit: required(2, TimeUnit) })
const IntType = struct('IntType', { bitWidth: required(1, i8), isSigned: required(2, bool) })

/** A union: one member is set, or none that is known here. */
export const LogicalType = struct('LogicalType', {
  STRING: optional(1, Empty),
  MAP: optional(2, Empty),
  LIST: optional(3, Empty),
  ENUM: optional(4, Empty),
  DECIMAL: optional(5, DecimalType),
  DATE: optional(6, Empty),
  TIME: optional(7, TimeType),
  TIMESTAMP: optional(8, TimestampType),
  INTEGER: optional(10, IntType),
  UNKNOWN: optional(11, Empty),
  JSON: optional(12, Empty),
  BSON: optional(13, Empty),
  UUID: optional(14, Empty),
  FLOAT16: optional(15, Empty),
  VARIANT: optional(16, Empty),
  GEOMETRY: optional(17, Empty),
  GEOGRAPHY: optional(18, Empty),
})
export type LogicalType = ValueOf<typeof LogicalType>

export const SchemaElement = struct('SchemaElement', {
  type: optional(1, Type), // absent: a group
  type_length: optional(2, i32),
  repetition_type: optional(3, FieldRepetitionType), // absent: the root
  name: required(4, text),
  num_children: optional(5, i32),
  converted_type: optional(6, ConvertedType),
  scale: optional(7, i32),
  precision: optional(8, i32),
  field_id: optional(9, i32),
  logicalType: optional(10, LogicalType),
})
export type SchemaElement = ValueOf<typeof SchemaElement>
