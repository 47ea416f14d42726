// One field → its slot, however it is written: in quotes, with spaces around it, as a null token, or badly.

import { addBadValue } from './bad-values'
import { Column, isNull, isValue, kindAsWritten } from './column'
import { quote } from './dialect'
import { isNullToken } from './null-tokens'
import { parseAsWritten } from './parse-as-written'
import { keepsSpaces, parseValue } from './parse-value'
import { trimEnd, trimStart } from './space'
import { ok, valueAbsent, valueNull } from './status'

/** `start` to `end`: the field as it stands, quotes included; not empty. */
export function parseCell(column: Column, row: u32, start: usize, end: usize, slot: usize, presentAt: usize): void {
  const kind = column.kind
  let isMissing = false
  let isQuoted = false
  if (quote != 0 && load<u8>(start) == quote) {
    isQuoted = true
    start++
    end--
  } else isMissing = kind != kindAsWritten && isNullToken(start, end)
  if (!keepsSpaces(kind) && !isMissing) {
    start = trimStart(start, end)
    end = trimEnd(start, end)
    isMissing = start == end
  }
  const length = <u32>(end - start)
  const status =
    isMissing ? valueAbsent
    : kind == kindAsWritten ? parseAsWritten(column, start, length, isQuoted, slot)
    : parseValue(column, kind, start, length, isQuoted, slot)
  if (status == valueAbsent) return storeNull(column, row, presentAt)
  store<u8>(presentAt, isValue)
  if (status != ok) addBadValue(row, column.index, status)
}

@inline
export function storeNull(column: Column, row: u32, presentAt: usize): void {
  store<u8>(presentAt, isNull)
  column.blockNulls++
  if (!column.nullable) addBadValue(row, column.index, valueNull)
}
