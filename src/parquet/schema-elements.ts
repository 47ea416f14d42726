// Columns → the schema in the footer: a root and one leaf a column, each with its logical type and, for readers that know nothing newer,
// its converted type.
//
// Spec (LogicalTypes.md, "Deprecated time/timestamp ConvertedType"): local times and timestamps *must* carry TIME_MICROS and
// TIMESTAMP_MICROS too, although these mean UTC to a reader that knows nothing else.

import type { ColumnType, SimpleTypeName } from '../schema/column-type.ts'
import type { Column } from '../schema/dataset.ts'
import type { ConvertedType } from './format/enums.ts'
import type { LogicalType, SchemaElement } from './format/schema-element.ts'
import { physicalType } from './physical-type.ts'

/** What every reader accepts as the root's name; parquet-mr and Arrow write it too. */
const rootName = 'schema'

export function schemaElements(columns: readonly Column[]): SchemaElement[] {
  return [{ name: rootName, num_children: columns.length }, ...columns.map(leaf)]
}

function leaf(column: Column): SchemaElement {
  return {
    ...physicalType(column.type),
    repetition_type: column.nullable ? 'OPTIONAL' : 'REQUIRED',
    name: column.name,
    ...annotations(column.type),
  }
}

type Annotations = Pick<SchemaElement, 'converted_type' | 'scale' | 'precision' | 'logicalType'>

function annotations(type: ColumnType): Annotations {
  if (type.name !== 'decimal') return simpleAnnotations[type.name]
  const { precision, scale } = type
  return { converted_type: 'DECIMAL', scale, precision, logicalType: { DECIMAL: { scale, precision } } }
}

const annotated = (converted_type: ConvertedType, logicalType: LogicalType): Annotations => ({ converted_type, logicalType })
const micros = (isAdjustedToUTC: boolean) => ({ isAdjustedToUTC, unit: { MICROS: {} } })

const simpleAnnotations: Readonly<Record<SimpleTypeName, Annotations>> = {
  boolean: {},
  int: annotated('INT_32', { INTEGER: { bitWidth: 32, isSigned: true } }),
  long: annotated('INT_64', { INTEGER: { bitWidth: 64, isSigned: true } }),
  float: {},
  double: {},
  date: annotated('DATE', { DATE: {} }),
  time: annotated('TIME_MICROS', { TIME: micros(false) }),
  timestamp: annotated('TIMESTAMP_MICROS', { TIMESTAMP: micros(false) }),
  timestamptz: annotated('TIMESTAMP_MICROS', { TIMESTAMP: micros(true) }),
  string: annotated('UTF8', { STRING: {} }),
  uuid: { logicalType: { UUID: {} } }, // no converted type exists
  binary: {},
}
