// Whether a long decimal is the shortest text of its double, so that the double gives it back. Decided by exact arithmetic for what calculated
// measurements look like; the host decides the rest.
//
//   x = m · 2^-k, the double of digits · 10^-fraction
//   the text is the shortest if no decimal with one place less has the same double (the nearest one would), and of those with as many places
//   it is the nearest to x

import { powerOfTen } from './digits'
import { eiselLemire, multiply, productHigh, productLow } from './parse-double'

/**
 * True if digits · 10^-fraction is the shortest text of its double; false if it is not, or where this cannot tell. `digits`: at most 17, the last one
 * not zero; `fraction`: 1 to 15.
 */
export function isShortest(digits: u64, fraction: u32): bool {
  // Decimals of one scale lie further apart than the doubles here: each has a double of its own.
  if (digits <= (<u64>1) << 52) return true
  if (digits >= 100000000000000000) return false
  const double = eiselLemire(digits, -(<i32>fraction))
  if (isNaN(double)) return false
  const bits = reinterpret<u64>(double)
  const m = (bits & 0x000fffffffffffff) | 0x0010000000000000
  const k = 1075 - <i32>(bits >> 52)
  // At a power of two the doubles below lie closer together.
  if (m == 0x0010000000000000 || k < 1 || k > 52) return false
  if (nearest(m, k, fraction) != digits) return false
  const shorter = nearest(m, k, fraction - 1)
  return shorter != noNearest && (fraction == 1 ? <f64>(<i64>shorter) : eiselLemire(shorter, 1 - <i32>fraction)) != double
}

const noNearest: u64 = ~0

/** The whole number nearest to m · 2^-k · 10^places; `noNearest` half-way between two. */
@inline
function nearest(m: u64, k: u32, places: u32): u64 {
  multiply(m, powerOfTen(places))
  const whole = (productHigh << (64 - k)) | (productLow >> k)
  const rest = productLow & (((<u64>1) << k) - 1)
  const half = (<u64>1) << (k - 1)
  return rest == half ? noNearest : whole + u64(rest > half)
}
