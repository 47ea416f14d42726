// How a column's values are written, where they are not written as usual: what the host lays down (src/convert/place-as-written.ts), as
// u32 in this order. Addresses are 0 where there is nothing.

import { Column, kindAsWritten } from './column'

@unmanaged
export class AsWritten {
  kind: u32 // of the values, once they are rewritten (column.ts)
  nullTokens: usize // each: u32 length, bytes
  nullTokenCount: u32
  decimalMark: u32 // a byte
  thousands: usize // the separator's bytes
  thousandsLength: u32
  trueWords: usize // like null tokens
  trueWordCount: u32
  falseWords: usize
  falseWordCount: u32
  pattern: usize // two bytes a step (canonical-time.ts)
  patternLength: u32 // bytes
  unixScale: u32 // digits behind the point of a second: 6, 3, 0 for seconds, milliseconds, microseconds; 0xff: no Unix time
  zone: u32 // the host's number of the zone, from 1; 0: texts name their own
}

/** Every value of the column is rewritten before it is parsed. */
export function setAsWritten(column: Column, asWritten: usize): void {
  column.kind = kindAsWritten
  column.asWritten = asWritten
}
