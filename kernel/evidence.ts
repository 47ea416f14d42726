// Inference: which types every value of a column survives. A column starts with all of them alive; each value strikes out those that
// could not give it back as it was written. The rules stand in docs/values.md; src/csv/infer.ts draws the conclusion.

import { capitalE, minus, plus, point, smallBit, smallE, zero } from './ascii'
import { quote } from './dialect'
import { countDigits, countZeros, powerOfTen, readDigits } from './digits'
import { allTexts, mostDigits, openText, shortDigits, shortestText, textsOf } from './double-text'
import { fieldEnd, fieldStart } from './field'
import { areFilledListed, FilledField, filledBytes, filledCount, filledFrom } from './filled-fields'
import { markArena, returnArena } from './memory'
import { isNullToken } from './null-tokens'
import { parseUuid } from './parse-bytes'
import { parseDate, parseTime, parseTimestamp, parseTimestampTz } from './parse-temporal'
import { rowCount } from './rows'
import { ok } from './status'
import { outlineForm, outlineTraits, readOutline, traitsContradict } from './time-outline'
import { zoneBytes, zoneForm } from './zone-form'

/** What `textsOf` (double-text.ts) leaves open. */
@external("env", "doubleTexts")
declare function doubleTexts(text: usize, length: u32): u32

const aliveBoolean: u32 = 1
export const aliveInteger: u32 = 2
export const aliveDecimal: u32 = 4
export const aliveDouble: u32 = 8
export const aliveDate: u32 = 16
export const aliveTimestamp: u32 = 32
export const aliveTimestampTz: u32 = 64
export const aliveTime: u32 = 128
export const aliveUuid: u32 = 256
const alivePattern: u32 = 512 // dates and times that are not ISO 8601
const aliveNumber = aliveInteger | aliveDecimal | aliveDouble
const aliveTemporal = aliveDate | aliveTimestamp | aliveTimestampTz | aliveTime
const aliveAll = aliveBoolean | aliveNumber | aliveTemporal | aliveUuid | alivePattern

// What doubles were written like.
export const wroteInteger: u32 = 1
export const wrotePointZero: u32 = 2
export const wrotePoint: u32 = 4
const wroteExponent: u32 = 8
const wrotePaddedExponent: u32 = 16 // e-07, as Python does
const wroteShortExponent: u32 = 32 // e-7, as JavaScript does

const unset: u32 = 0xffffffff
const subnormalDigits: u32 = 290 // behind the point; smaller doubles have fewer significant digits
const maxDecimalPrecision: u32 = 38 // as in src/kernel/evidence.ts

/** The host reads this as it lies (src/kernel/evidence.ts): u32 fields in this order, then two i64. */
@unmanaged
export class Evidence {
  field: u32
  alive: u32
  values: u32 // 1 if there is any
  booleanForm: u32
  doubleForms: u32
  doubleTexts: u32 // ways to write a double that give back every value: double-text.ts
  decimalScale: u32
  decimalWhole: u32
  temporalForm: u32
  patternForm: u32 // time-outline.ts
  patternTraits: u32
  smallest: i64
  largest: i64
}

export function createEvidence(field: u32): usize {
  const address = heap.alloc(offsetof<Evidence>())
  memory.fill(address, 0, offsetof<Evidence>())
  const evidence = changetype<Evidence>(address)
  evidence.field = field
  evidence.alive = aliveAll
  evidence.booleanForm = unset
  evidence.doubleTexts = allTexts
  evidence.decimalScale = unset
  evidence.temporalForm = unset
  evidence.patternForm = unset
  evidence.smallest = i64.MAX_VALUE
  evidence.largest = i64.MIN_VALUE
  return address
}

/** Looks at the column's field in every row of the block. False: nothing that holds something was looked at. */
export function observe(evidence: Evidence): bool {
  if (evidence.alive == 0) return false
  if (!areFilledListed()) {
    observeRows(evidence, 0, rowCount)
    return true
  }
  const count = filledCount(evidence.field)
  let filled = filledFrom(evidence.field)
  for (let i: u32 = 0; i < count && evidence.alive != 0; i++, filled += filledBytes) {
    observeField(evidence, changetype<FilledField>(filled).start, changetype<FilledField>(filled).end)
  }
  return count > 0
}

/** Looks at the column's field in rows [from, to). */
export function observeRows(evidence: Evidence, from: u32, to: u32): void {
  for (let row = from; row < to && evidence.alive != 0; row++) {
    const start = fieldStart(row, evidence.field)
    const end = fieldEnd(row, evidence.field)
    if (start != end) observeField(evidence, start, end)
  }
}

@inline
function observeField(evidence: Evidence, start: usize, end: usize): void {
  if (quote != 0 && load<u8>(start) == quote) {
    start++
    end--
    if (start == end) return
  } else if (isNullToken(start, end)) return
  evidence.values = 1
  observeText(evidence, start, <u32>(end - start))
}

/** Rows of [from, to) whose field is not null in a typed column. */
export function countValues(field: u32, from: u32, to: u32): u32 {
  let count: u32 = 0
  for (let row = from; row < to; row++) {
    const start = fieldStart(row, field)
    const length = <u32>(fieldEnd(row, field) - start)
    const isQuoted = length > 0 && quote != 0 && load<u8>(start) == quote
    count += u32(isQuoted ? length > 2 : length > 0 && !isNullToken(start, start + length))
  }
  return count
}

export function observeText(evidence: Evidence, text: usize, length: u32): void {
  if ((evidence.alive & aliveNumber) != 0) observeNumber(evidence, text, length)
  if ((evidence.alive & aliveTemporal) != 0) observeTemporal(evidence, text, length)
  if ((evidence.alive & aliveBoolean) != 0) observeBoolean(evidence, text, length)
  if ((evidence.alive & aliveUuid) != 0) observeUuid(evidence, text, length)
  if ((evidence.alive & alivePattern) != 0) observePattern(evidence, text, length)
}

@inline
function strike(evidence: Evidence, types: u32): void {
  evidence.alive &= ~types
}

function observeNumber(evidence: Evidence, text: usize, length: u32): void {
  const negative = load<u8>(text) == minus
  const number = text + usize(negative)
  const left = length - u32(negative)
  const whole = countDigits(number, left)
  if (whole == 0 || (whole > 1 && load<u8>(number) == zero)) return strike(evidence, aliveNumber)
  if (whole == left) return observeInteger(evidence, text, length, number, whole, negative)
  strike(evidence, aliveInteger)
  let fraction: u32 = 0
  if (load<u8>(number + whole) == point) {
    fraction = countDigits(number + whole + 1, left - whole - 1)
    if (fraction == 0) return strike(evidence, aliveNumber)
  }
  const isPlain = fraction > 0 && whole + 1 + fraction == left
  if (isPlain) return observeFraction(evidence, text, length, number, whole, fraction, negative)
  const exponent = number + whole + (fraction > 0 ? <usize>fraction + 1 : 0)
  if ((load<u8>(exponent) | smallBit) != smallE) return strike(evidence, aliveNumber)
  strike(evidence, aliveDecimal)
  if ((evidence.alive & aliveDouble) != 0) observeExponent(evidence, text, length, number, whole, fraction, exponent)
}

function observeInteger(evidence: Evidence, text: usize, length: u32, number: usize, digits: u32, negative: bool): void {
  strike(evidence, aliveDecimal)
  if (negative && load<u8>(number) == zero) return strike(evidence, aliveNumber)
  const magnitude = digits <= 19 ? readDigits(number, digits) : u64.MAX_VALUE
  if (magnitude > <u64>i64.MAX_VALUE + u64(negative)) strike(evidence, aliveInteger)
  else {
    const value = <i64>(negative ? 0 - magnitude : magnitude)
    if (value < evidence.smallest) evidence.smallest = value
    if (value > evidence.largest) evidence.largest = value
  }
  evidence.doubleForms |= wroteInteger
  if (digits > shortDigits) keepTexts(evidence, text, length, digits, magnitude, 0)
}

function observeFraction(
  evidence: Evidence, text: usize, length: u32, number: usize, whole: u32, fraction: u32, negative: bool,
): void {
  if (evidence.decimalScale == unset) evidence.decimalScale = fraction
  if (evidence.decimalScale != fraction) strike(evidence, aliveDecimal)
  if (whole > evidence.decimalWhole) evidence.decimalWhole = whole
  if (evidence.decimalWhole + fraction > maxDecimalPrecision) strike(evidence, aliveDecimal)
  const leadingZeros = load<u8>(number) == zero ? 1 + countZeros(number + 2, fraction) : 0
  if (negative && leadingZeros == 1 + fraction) strike(evidence, aliveDecimal) // -0.00; a double keeps the sign
  evidence.doubleForms |= wrotePoint
  if (load<u8>(number + whole + fraction) == zero) {
    if (fraction > 1) return strike(evidence, aliveDouble)
    evidence.doubleForms |= wrotePointZero
  }
  const digits = whole + fraction - leadingZeros
  const isShortest = digits <= shortDigits && fraction < subnormalDigits
  if (isShortest && evidence.doubleTexts == shortestText) return
  keepTexts(evidence, text, length, digits, mantissaOf(number, whole, fraction, leadingZeros), -(<i32>fraction))
}

/**
 * In the form of a language, behind one digit other than zero and none at the end: Python's `1e-05` and `1.5e+300`, JavaScript's `1e-7`, Java's
 * `1.0E10` and `2.5E-7`. `1e5` may be an article's number.
 */
function observeExponent(
  evidence: Evidence, text: usize, length: u32, number: usize, whole: u32, fraction: u32, exponent: usize,
): void {
  const sign = load<u8>(exponent + 1)
  const isSigned = sign == minus || sign == plus
  const digits = exponent + 1 + usize(isSigned)
  const count = <u32>(text + length - digits)
  const isPadded = load<u8>(digits) == zero
  const isInJava = load<u8>(exponent) == capitalE
  const isLonePointZero = isInJava && fraction == 1 && load<u8>(number + 2) == zero
  const endsInZero = fraction > 0 && load<u8>(exponent - 1) == zero && !isLonePointZero
  const isOfLanguage = isInJava ? fraction > 0 && sign != plus && !isPadded : isSigned && (!isPadded || count == 2)
  if (whole != 1 || load<u8>(number) == zero || endsInZero || !isOfLanguage || count - 1 >= 3 || countDigits(digits, count) != count) {
    return strike(evidence, aliveDouble)
  }
  evidence.doubleForms |= wroteExponent | (fraction > 0 ? wrotePoint : 0)
  if (!isInJava) evidence.doubleForms |= isPadded ? wrotePaddedExponent : count == 1 ? wroteShortExponent : 0
  const power = <i32>readDigits(digits, count)
  keepTexts(evidence, text, length, whole + fraction, mantissaOf(number, whole, fraction, 0), (sign == minus ? -power : power) - <i32>fraction)
}

/** The digits in front of the point and those behind it, as a number, if they are not too many for a double. */
function mantissaOf(number: usize, whole: u32, fraction: u32, leadingZeros: u32): u64 {
  if (whole + fraction - leadingZeros > mostDigits) return 0
  if (leadingZeros > 0) return readDigits(number + 1 + leadingZeros, whole + fraction - leadingZeros)
  return readDigits(number, whole) * powerOfTen(fraction) + readDigits(number + whole + 1, fraction)
}

/** Of the ways to write a double, only those stay that write mantissa · 10^exponent like this. `digits`: how many are written. */
function keepTexts(evidence: Evidence, text: usize, length: u32, digits: u32, mantissa: u64, exponent: i32): void {
  if ((evidence.alive & aliveDouble) == 0 || digits == 0) return // zero
  if (digits > mostDigits) return strike(evidence, aliveDouble)
  for (; mantissa % 10 == 0; mantissa /= 10) exponent++
  const texts = textsOf(mantissa, exponent)
  evidence.doubleTexts &= (texts & openText) == 0 ? texts : doubleTexts(text, length)
  if (evidence.doubleTexts == 0) strike(evidence, aliveDouble)
}

const slot = memory.data(8)

/** A form is the text's outline: where its separators stand, how many digits its fraction has, how the zone is written. */
function observeTemporal(evidence: Evidence, text: usize, length: u32): void {
  let form = length
  let fits: u32 = 0
  if (length == 10 && parseDate(text, length, slot) == ok) fits = aliveDate
  else if (length >= 16) {
    form |= <u32>load<u8>(text, 10) << 8
    if (parseTimestamp(text, length, slot) == ok && fractionFits(length - 19)) fits = aliveTimestamp
    else if (parseTimestampTz(text, length, slot) == ok) {
      const zone = zoneForm(text, length)
      if (zone != 0 && fractionFits(length - zoneBytes(zone) - 19)) {
        fits = aliveTimestampTz
        form |= zone << 16
      }
    }
  } else if (length >= 8 && fractionFits(length - 8) && parseTime(text, length, slot) == ok) fits = aliveTime
  if (evidence.temporalForm == unset) evidence.temporalForm = form
  strike(evidence, evidence.temporalForm == form ? aliveTemporal & ~fits : aliveTemporal)
}

/** `length`: of the fraction with its point; 0 without one, wrapped around without seconds. At most six digits. */
@inline
function fractionFits(length: u32): bool {
  return length <= 7 || length > 0xfffffff0
}

/** true, True, TRUE and the same of false: one way throughout. */
function observeBoolean(evidence: Evidence, text: usize, length: u32): void {
  const form = booleanForm(text, length)
  if (evidence.booleanForm == unset) evidence.booleanForm = form
  if (form == unset || form != evidence.booleanForm) strike(evidence, aliveBoolean)
}

function booleanForm(text: usize, length: u32): u32 {
  if (length == 4) {
    const word = load<u32>(text)
    return word == 0x65757274 ? 0 : word == 0x65757254 ? 1 : word == 0x45555254 ? 2 : unset
  }
  if (length != 5) return unset
  const rest = load<u32>(text, 1)
  const first = load<u8>(text)
  if (rest == 0x65736c61) return first == 0x66 ? 0 : first == 0x46 ? 1 : unset
  return rest == 0x45534c41 && first == 0x46 ? 2 : unset
}

function observeUuid(evidence: Evidence, text: usize, length: u32): void {
  const mark = markArena() // in front of it may lie values of the block
  let fits = parseUuid(text, length, slot) == ok
  for (let i: u32 = 0; fits && i < 36; i++) fits = load<u8>(text + i) < 0x41 || load<u8>(text + i) >= 0x61
  returnArena(mark)
  if (!fits) strike(evidence, aliveUuid)
}

/** One form throughout, and traits that do not contradict each other; what ISO 8601 reads has no outline. */
function observePattern(evidence: Evidence, text: usize, length: u32): void {
  if (!readOutline(text, length)) return strike(evidence, alivePattern)
  if (evidence.patternForm == unset) evidence.patternForm = outlineForm
  evidence.patternTraits |= outlineTraits
  if (evidence.patternForm != outlineForm || traitsContradict(evidence.patternTraits)) strike(evidence, alivePattern)
}
