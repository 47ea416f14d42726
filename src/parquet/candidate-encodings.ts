// Which encodings of values come into question beside a dictionary. Who reads which: docs/decisions/0045-two-profiles-of-encodings.md.

import type { ColumnType } from '../schema/column-type.ts'
import type { EncodingProfile } from '../schema/dataset.ts'
import type { ValueEncoding } from './encoded-page.ts'
import { type PhysicalType, physicalType } from './physical-type.ts'

/** Of equal ones the first is taken. */
export function candidateEncodings(profile: EncodingProfile, type: ColumnType): readonly ValueEncoding[] {
  return profile === 'compatible' ? compatible : smallest[physicalType(type).type]
}

const compatible = ['PLAIN'] as const

const smallest: Readonly<Record<PhysicalType['type'], readonly ValueEncoding[]>> = {
  BOOLEAN: ['PLAIN', 'RLE'],
  INT32: ['PLAIN', 'DELTA_BINARY_PACKED'],
  INT64: ['PLAIN', 'DELTA_BINARY_PACKED'],
  FLOAT: ['PLAIN', 'BYTE_STREAM_SPLIT'],
  DOUBLE: ['PLAIN', 'BYTE_STREAM_SPLIT'],
  BYTE_ARRAY: ['PLAIN', 'DELTA_LENGTH_BYTE_ARRAY', 'DELTA_BYTE_ARRAY'],
  FIXED_LEN_BYTE_ARRAY: ['PLAIN'], // and no byte streams of integers either: DuckDB knows them for floating point only
}
