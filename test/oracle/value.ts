// A value in the oracle's canonical form: bigint for int, long, decimal (unscaled), date (days since 1970), time (microseconds of the day),
// timestamp and timestamptz (microseconds since 1970, UTC); number for float and double; bytes for string, uuid and binary.

import type { FailureCode } from '../../src/failure/codes.ts'
import type { ColumnType } from '../../src/schema/column-type.ts'
import type { WrittenAs } from '../../src/schema/written-as.ts'

export type Value = bigint | number | boolean | Uint8Array

/** What a text is as a value. */
export type Parsed = { value: Value | null } | { error: FailureCode }

export const invalid: Parsed = { error: 'VALUE_INVALID' }
export const outOfRange: Parsed = { error: 'VALUE_OUT_OF_RANGE' }

/** What must be known of a column to read its values; nullable unless it says otherwise. */
export type ParsedColumn = WrittenAs & { type: ColumnType; nullable?: boolean }
