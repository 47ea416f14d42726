// Watching a column while it is converted by the type that a sample gave it (src/convert/type-watch.ts): does every value survive?
//
// The parser has looked at the value, so here its outline is enough: what is written like this, and was read by the parser, survives. Of a
// decimal, say, that its point stands where the scale wants it and no zero is in front. What is not plainly so goes the way of inference
// (evidence.ts). Texts that the parser knows were watched when it met them. What it has made of the others waits in slots and arena, which
// stay as they are. Where it refuses a value the host has the block observed in full.

import { isDigit, isDigitAboveZero, minus, point, zero } from './ascii'
import { isKnown } from './column'
import { quote } from './dialect'
import { powerOfTen } from './digits'
import { openText, shortestText, textsOf } from './double-text'
import {
  aliveDate, aliveDecimal, aliveDouble, aliveInteger, aliveTime, aliveTimestamp, aliveTimestampTz, aliveUuid, Evidence, observe,
  observeText, wroteInteger, wrotePoint, wrotePointZero,
} from './evidence'
import { fieldEnd, fieldStart } from './field'
import { areFilledListed, FilledField, filledBytes, filledCount, filledFrom } from './filled-fields'
import { digitMask } from './lanes'
import { present } from './memory'
import { isNullToken } from './null-tokens'
import {
  areDigitsInFront, areNumber, fractionOf, inFront, joinLong, joinValues, lastValues, othersOf, plainDigits, plainFraction, readNumber,
} from './number'
import { rowCount } from './rows'
import { zoneForm } from './zone-form'

/**
 * Looks at the column's field in every row of the block, which has been parsed. False: the evidence is as it was, for every value plainly
 * survives.
 */
export function watch(evidence: Evidence): bool {
  switch (evidence.alive) {
    case 0: return false
    case aliveInteger: return watchIntegers(evidence)
    case aliveDecimal: return watchDecimals(evidence)
    case aliveDouble: return watchDoubles(evidence)
    case aliveDate: return watchDates(evidence)
    case aliveTime: return watchTimes(evidence)
    case aliveTimestamp: return watchTimestamps(evidence)
    case aliveTimestampTz: return watchTimestampsTz(evidence)
    case aliveUuid: return watchUuids(evidence)
    default: return observe(evidence)
  }
}

// A function each: inlined into one, the optimiser would fold the loops into one again, with a branch for each type.

function watchIntegers(evidence: Evidence): bool {
  return watchAll(evidence, aliveInteger)
}

function watchDecimals(evidence: Evidence): bool {
  return watchAll(evidence, aliveDecimal)
}

function watchDoubles(evidence: Evidence): bool {
  return watchAll(evidence, aliveDouble)
}

function watchDates(evidence: Evidence): bool {
  return watchAll(evidence, aliveDate)
}

function watchTimes(evidence: Evidence): bool {
  return watchAll(evidence, aliveTime)
}

function watchTimestamps(evidence: Evidence): bool {
  return watchAll(evidence, aliveTimestamp)
}

function watchTimestampsTz(evidence: Evidence): bool {
  return watchAll(evidence, aliveTimestampTz)
}

function watchUuids(evidence: Evidence): bool {
  return watchAll(evidence, aliveUuid)
}

@inline
function watchAll(evidence: Evidence, type: u32): bool {
  const field = evidence.field
  const presentBase = present + <usize>field * rowCount
  const isListed = areFilledListed()
  let filled = isListed ? filledFrom(field) : 0
  const count = isListed ? filledCount(field) : rowCount
  let isPlain = true
  for (let i: u32 = 0; i < count; i++, filled += filledBytes) { // one loop for both: it is compiled for each type
    const row = isListed ? changetype<FilledField>(filled).row : i
    if (load<u8>(presentBase + row) == isKnown) continue
    const start = isListed ? changetype<FilledField>(filled).start : fieldStart(i, field)
    const end = isListed ? changetype<FilledField>(filled).end : fieldEnd(i, field)
    if (start != end) isPlain = watchField(evidence, type, start, end) && isPlain
  }
  return !isPlain
}

/** Whether the text, of at least one byte, plainly survives; else it is observed. */
@inline
function watchField(evidence: Evidence, type: u32, start: usize, end: usize): bool {
  if (quote != 0 && load<u8>(start) == quote) {
    start++
    end--
    if (start == end) return true
  } else if (isNullToken(start, end)) return true
  const length = <u32>(end - start)
  if (plainlySurvives(evidence, type, start, length)) return true
  observeText(evidence, start, length)
  return false
}

/** `type` is a constant where this is inlined. The parser accepts the text, but for spaces around it that would not survive. */
@inline
function plainlySurvives(evidence: Evidence, type: u32, text: usize, length: u32): bool {
  if (type == aliveInteger) return isDigit(load<u8>(text + length - 1)) && hasCanonicalWhole(text, length)
  if (type == aliveDecimal) return isPlainDecimal(evidence, text, length)
  if (type == aliveDouble) return isPlainDouble(evidence, text, length)
  if (type == aliveUuid) return length == 36 && !hasCapitals(text)
  if (!isDigit(load<u8>(text))) return false
  if (type == aliveDate) return length == evidence.temporalForm
  if (type == aliveTime) return length == evidence.temporalForm && isDigit(load<u8>(text + length - 1))
  if (length < 16) return false
  const outline = length | (<u32>load<u8>(text, 10) << 8)
  if (type == aliveTimestamp) return outline == evidence.temporalForm && isDigit(load<u8>(text + length - 1))
  return length < 0x100 && (outline | (zoneForm(text, length) << 16)) == evidence.temporalForm
}

/** Whether the number begins without a plus sign or a superfluous zero, and is not minus zero. `whole`: bytes in front of its point. */
@inline
function hasCanonicalWhole(text: usize, whole: u32): bool {
  const first = load<u8>(text)
  if (isDigitAboveZero(first)) return true
  if (first == zero) return whole == 1
  return first == minus && whole > 1 && isDigitAboveZero(load<u8>(text, 1))
}

@inline
function isPlainDecimal(evidence: Evidence, text: usize, length: u32): bool {
  const behind = evidence.decimalScale + 1 // the point and what follows
  if (length <= behind || !isDigit(load<u8>(text + length - 1))) return false
  const whole = length - behind
  return load<u8>(text + whole) == point && whole <= evidence.decimalWhole && hasCanonicalWhole(text, whole)
}

/** More than 16 bytes: by which texts their double gives the digits back has to be worked out. */
@inline
function isLongDouble(evidence: Evidence, text: usize, length: u32): bool {
  const end = text + length
  if ((evidence.doubleForms & wrotePoint) == 0 || load<u8>(end - 1) == zero) return false
  const first = text + usize(load<u8>(text) == minus)
  const size = <u32>(end - first)
  const looked = min(size, 20)
  const front = inFront(end, looked)
  const values = lastValues(end, looked)
  const others = othersOf(values)
  let fraction = fractionOf(others)
  let digits: u64 = 0
  if (size == looked && areDigitsInFront(front) && areNumber(values, others)) digits = joinLong(front, values, fraction)
  else {
    if (!readNumber(text, length)) return false
    digits = plainDigits
    fraction = plainFraction
  }
  if (fraction == 0 || !hasCanonicalWhole(text, length - 1 - fraction)) return false
  const texts = textsOf(digits, -(<i32>fraction))
  return (texts & openText) == 0 && (evidence.doubleTexts & ~texts) == 0
}

/** At most 16 bytes, digits and a point: up to 15 digits, which every double gives back as its shortest text. */
@inline
function isPlainDouble(evidence: Evidence, text: usize, length: u32): bool {
  if (length > 16) return isLongDouble(evidence, text, length)
  const bytes = v128.load(text)
  const inside = ((<u32>1) << length) - 1
  const points = <u32>i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(point))) & inside
  const digits = digitMask(bytes) & inside
  const sign = u32(load<u8>(text) == minus)
  if ((points | digits | sign) != inside) return false
  if (points == 0) return (evidence.doubleForms & wroteInteger) != 0 && length - sign <= 15 && hasCanonicalWhole(text, length)
  const whole = ctz(points)
  const last = load<u8>(text + length - 1)
  const isPointZero = last == zero && whole + 2 == length && (evidence.doubleForms & wrotePointZero) != 0
  const isPlainEnd = isDigitAboveZero(last) || isPointZero
  if ((evidence.doubleForms & wrotePoint) == 0 || (points & (points - 1)) != 0 || !isPlainEnd || !hasCanonicalWhole(text, whole)) return false
  return evidence.doubleTexts == shortestText || isBinary(text, length, length - 1 - whole)
}

/** Whether the number, `fraction` digits of it behind a point, has an end in binary, too: then all texts of its double are the same. At most 16 bytes. */
@inline
function isBinary(text: usize, length: u32, fraction: u32): bool {
  const size = length - u32(load<u8>(text) == minus)
  const five = powerOfTen(fraction) >> fraction // to the power of the fraction
  return joinValues(lastValues(text + length, size), fraction) % five == 0
}

/** Of 36 bytes. */
@inline
function hasCapitals(text: usize): bool {
  const capitals = v128.or(v128.or(capitalsIn(v128.load(text)), capitalsIn(v128.load(text, 16))), capitalsIn(v128.load(text, 20)))
  return v128.any_true(capitals)
}

@inline
function capitalsIn(bytes: v128): v128 {
  return i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x41)), i8x16.splat(26))
}
