// Whether the first record of a sample names the columns. Each column votes: text above numbers, dates and the like is a name, and so are a date
// above numbers and a quoted number above bare ones; a number above numbers, a UUID above UUIDs is a value. Where both are found the many
// outvote the few, and the like of them decide nothing.
//
// Numbers name columns too: years, wavelengths, whatever a pivot table spreads. They stand beside a corner that is text or empty, and grow in equal
// steps, or are whole where all below have fractions. Numbers that merely grow may be either, and those that come again below are hardly names.
//
// Where all is text nothing tells: files without a header are rare, so there is one.

import { type CellKind, cellKind } from './cell-kind.ts'
import type { SampleCell } from './split-sample.ts'

interface SampleColumn {
  first: SampleCell
  kind: CellKind
  /** Cells of the other records that are not empty. */
  below: { cell: SampleCell; kind: CellKind }[]
  hasGaps: boolean
}

/** Undefined: it could be either. */
export function sniffHeader(records: readonly (readonly SampleCell[])[]): boolean | undefined {
  const [first = [], ...rest] = records
  if (records.length === 0) return true // that the source is empty is told later
  const columns = first.map((cell, at) => columnOf(cell, at, rest))
  const votes = columns.map(rest.length === 0 ? loneVote : vote)
  const values = columns.filter((_, at) => votes[at] === 'value')
  const names = columns.filter((_, at) => votes[at] === 'name')
  const hasText = columns.some(({ kind }) => kind === 'text')
  if (values.length === 0) return hasText || names.length > 0 ? true : undefined
  const role = roleOfNumbers(columns, values, hasText)
  if (names.length > 0) {
    if (role === 'name' || (role === 'either' && names.includes(columns[0]!))) return true
    const verdict = outvoted(names, values)
    return verdict === false && role === 'either' ? undefined : verdict
  }
  if (role === 'value' && rest.length > 0) return false
  return role === 'name' ? true : undefined
}

function columnOf(first: SampleCell, at: number, rest: readonly (readonly SampleCell[])[]): SampleColumn {
  const cells = rest.flatMap(record => record[at] ?? []).map(cell => ({ cell, kind: cellKind(cell.text) }))
  const below = cells.filter(({ kind }) => kind !== 'empty')
  return { first, kind: cellKind(first.text), below, hasGaps: below.length < rest.length }
}

type Vote = 'name' | 'value' | 'neither'

const nearlyAll = 0.9

function vote({ first, kind, below }: SampleColumn): Vote {
  const typed = below.filter(each => each.kind !== 'text')
  if (kind === 'empty' || below.length === 0 || typed.length < nearlyAll * below.length) return 'neither'
  if (kind === 'text') return 'name'
  if (!typed.some(each => each.kind === kind)) return kind === 'date' ? 'name' : 'neither'
  const isMarked = first.quoted && isPlainNumber(first.text) && !below.some(({ cell }) => cell.quoted)
  return isMarked ? 'name' : 'value'
}

/** With nothing below. */
const loneVote = ({ kind }: SampleColumn): Vote => (kind === 'empty' || kind === 'text' ? 'neither' : 'value')

const clearMajority = 3 // to one

/**
 * Undefined where neither are many more. Whole numbers may be names of any order: two names and no fewer than numbers suffice, unless they are one
 * and the same, a word for no value that nobody knows.
 */
function outvoted(names: readonly SampleColumn[], values: readonly SampleColumn[]): boolean | undefined {
  const differing = new Set(names.map(({ first }) => first.text)).size
  const surely = values.filter(({ first }) => !isWholeNumber(first.text))
  if (differing >= (surely.length > 0 ? clearMajority * values.length : Math.max(2, values.length))) return true
  return surely.length >= clearMajority * names.length ? false : undefined
}

/** What the values of the first record are if they are numbers. */
function roleOfNumbers(columns: readonly SampleColumn[], values: readonly SampleColumn[], hasText: boolean): 'name' | 'value' | 'either' {
  const texts = values.map(({ first }) => first.text.trim())
  if (!texts.every(isPlainNumber)) return 'value'
  const areWhole = texts.every(isWholeNumber)
  const areYears = texts.every(text => /^(19|20)\d\d$/.test(text))
  const rise = riseOf(texts.map(Number))
  if (areWhole && hasEmptyCorner(columns, values)) return rise === 'none' ? 'either' : 'name'
  if (values.length === 1 || rise === 'none') return areYears && hasText ? 'either' : 'value'
  const behindText = hasText && !values.includes(columns[0]!)
  const comeAgain = values.every(comesAgain)
  const isLone = columns.every(({ below }) => below.length === 0)
  if ((rise === 'in steps' && !isLone) || (rise !== 'somehow' && areYears) || (areWhole && values.every(holdsFractions)))
    return behindText && !comeAgain ? 'name' : 'either'
  const fillTheRest = behindText && areWhole && !comeAgain && values.length === columns.length - 1
  return rise === 'by one' || fillTheRest || (areYears && hasText) ? 'either' : 'value'
}

/** From number to number, or falling likewise; `in steps`: three and more, equally far apart. */
function riseOf(numbers: readonly number[]): 'in steps' | 'by one' | 'somehow' | 'none' {
  const steps = numbers.slice(1).map((number, i) => number - numbers[i]!)
  const [first = 1] = steps
  if (steps.some(step => step * first <= 0)) return 'none'
  const areEqual = steps.every(step => Math.abs(step - first) < 1e-6)
  if (areEqual && steps.length > 1) return 'in steps'
  return areEqual && first === 1 ? 'by one' : 'somehow'
}

/** As pandas and R write a table whose rows have names: nothing above those, and numbers above all else. */
function hasEmptyCorner([corner, ...others]: readonly SampleColumn[], values: readonly SampleColumn[]): boolean {
  return corner?.first.text.trim() === '' && !corner.hasGaps && others.length === values.length
}

const comesAgain = ({ first, below }: SampleColumn): boolean => below.some(({ cell }) => cell.text === first.text)

const holdsFractions = ({ below }: SampleColumn): boolean =>
  below.length > 0 && below.filter(({ cell }) => /[.,]\d/.test(cell.text)).length >= nearlyAll * below.length

const isWholeNumber = (text: string): boolean => /^\d+$/.test(text.trim())
const isPlainNumber = (text: string): boolean => /^\d+(\.\d+)?$/.test(text.trim())
