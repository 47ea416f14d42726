// Numbers with another decimal mark or with separators between thousands → as the parsers read them.
//
//   1.234.567,89   → 1234567.89     groups of three, the first of one to three; all groups or none
//   1234567,89     → 1234567.89
//   1.23           → nothing, where the decimal mark is a comma

import { minus, plus, point } from './ascii'
import { countDigits } from './digits'

/** Writes the number to `out` and returns its length; 0 if groups or marks are wrong. What else may be wrong the parser tells. */
export function canonicalNumber(
  text: usize, length: u32, decimalMark: u8, thousands: usize, thousandsLength: u32, out: usize,
): u32 {
  const begin = out
  const end = text + length
  if (load<u8>(text) == minus || load<u8>(text) == plus) store<u8>(out++, load<u8>(text++))
  let digits = countDigits(text, <u32>(end - text))
  memory.copy(out, text, digits)
  out += digits
  text += digits
  if (thousandsLength > 0 && digits > 0 && startsWith(text, end, thousands, thousandsLength)) {
    if (digits > 3) return 0
    while (startsWith(text, end, thousands, thousandsLength)) {
      text += thousandsLength
      digits = countDigits(text, <u32>(end - text))
      if (digits != 3) return 0
      memory.copy(out, text, 3)
      out += 3
      text += 3
    }
  }
  if (text < end) {
    const mark = load<u8>(text)
    if (mark == decimalMark) {
      store<u8>(out++, point)
      text++
    } else if (mark == point) return 0
    memory.copy(out, text, end - text)
    out += end - text
  }
  return <u32>(out - begin)
}

@inline
function startsWith(text: usize, end: usize, mark: usize, length: u32): bool {
  return text + length <= end && load<u8>(text) == load<u8>(mark) && memory.compare(text, mark, length) == 0
}
