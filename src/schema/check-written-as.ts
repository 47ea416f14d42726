// Rules about how a column's values are written: each key fits the type, patterns and zones are known, marks differ.

import { shown } from '../failure/sentence.ts'
import { isZone } from '../kernel/zone-offset.ts'
import { didYouMean } from './closest-name.ts'
import { type ColumnType, formatType } from './column-type.ts'
import type { ColumnEntry } from './dataset-file-shape.ts'
import { parseTimePattern } from './time-pattern.ts'
import { BINARY_FORMATS, isFractional, isNumber, isTemporal } from './written-as.ts'
import type { YamlPlaces } from './yaml-places.ts'

type Fits = (type: ColumnType) => boolean

/** Key → the types that have it, and how they are called. */
const APPLIES: Readonly<Record<string, [Fits, string]>> = {
  format: [type => isTemporal(type) || type.name === 'binary', 'dates, times and binary columns have a format'],
  zone: [({ name }) => name === 'timestamptz', 'timestamptz columns have a zone'],
  ambiguousTimes: [({ name }) => name === 'timestamptz', 'timestamptz columns with a zone have ambiguousTimes'],
  decimal: [isFractional, 'decimal, float and double columns have a decimal mark'],
  thousands: [isNumber, 'columns of numbers have thousands'],
  trueWords: [({ name }) => name === 'boolean', 'boolean columns have trueWords'],
  falseWords: [({ name }) => name === 'boolean', 'boolean columns have falseWords'],
}

export function checkWrittenAs(column: ColumnEntry, type: ColumnType, path: string, places: YamlPlaces): void {
  for (const [key, [fits, which]] of Object.entries(APPLIES)) {
    if (column[key as keyof ColumnEntry] !== undefined && !fits(type))
      places.complain(`${path}.${key}`, `only ${which}; this one is ${formatType(type)}`)
  }
  if (column.format !== undefined) checkFormat(column.format, column.zone !== undefined, type, path, places)
  checkZone(column, path, places)
  checkNumberMarks(column, path, places)
  checkWords(column, path, places)
}

function checkFormat(format: string, hasZone: boolean, type: ColumnType, path: string, places: YamlPlaces): void {
  const names: readonly string[] = BINARY_FORMATS
  if (type.name === 'binary' && !names.includes(format))
    places.complain(`${path}.format`, `expected ${names.join(', ')} for binary; got ${shown(format)}${didYouMean(format, names)}`)
  if (!isTemporal(type)) return
  const pattern = parseTimePattern(format, type, hasZone)
  if ('problem' in pattern) places.complain(`${path}.format`, `${shown(format)}: ${pattern.problem}`)
}

function checkZone({ zone, ambiguousTimes, format }: ColumnEntry, path: string, places: YamlPlaces): void {
  if (zone === undefined) {
    if (ambiguousTimes !== undefined) places.complain(`${path}.ambiguousTimes`, 'has no meaning without zone; add it, or leave this out')
    return
  }
  if (!isZone(zone)) {
    const meant = didYouMean(zone, Intl.supportedValuesOf('timeZone'))
    places.complain(`${path}.zone`, `expected an IANA zone such as Europe/Berlin, or an offset such as +01:00; got ${shown(zone)}${meant}`)
  } else if (format?.startsWith('unix-')) places.complain(`${path}.zone`, 'Unix time is UTC; leave zone out')
}

function checkNumberMarks({ decimal, thousands }: ColumnEntry, path: string, places: YamlPlaces): void {
  if (decimal !== undefined && !'.,'.includes(decimal)) places.complain(`${path}.decimal`, `expected "." or ","; got ${shown(decimal)}`)
  if (thousands === undefined || thousands !== (decimal ?? '.')) return
  const hint = decimal === undefined ? '; set decimal too' : ''
  places.complain(`${path}.thousands`, `${shown(thousands)} is also the decimal mark${hint}`)
}

function checkWords({ trueWords, falseWords }: ColumnEntry, path: string, places: YamlPlaces): void {
  if (trueWords === undefined && falseWords === undefined) return
  const absent = trueWords === undefined ? 'trueWords' : falseWords === undefined ? 'falseWords' : undefined
  const given = trueWords === undefined ? 'falseWords' : 'trueWords'
  if (absent !== undefined && places.lineOf(`${path}.${absent}`) === undefined)
    places.complain(`${path}.${given}`, `needs ${absent}: with either of them no other words are known`)
  const both = trueWords?.find(word => word !== undefined && falseWords?.includes(word))
  if (both !== undefined) places.complain(`${path}.falseWords`, `${shown(both)} is also among trueWords`)
}

/**
 * No text is a value and none.
 *
 * @param inherited the dataset's null tokens, for columns without any of their own
 */
export function checkNullTokens(column: ColumnEntry, inherited: ColumnEntry['nullTokens'], path: string, places: YamlPlaces): void {
  const tokens = column.nullTokens ?? inherited
  const hint = column.nullTokens === undefined ? '; give the column nullTokens of its own ("" for none)' : ''
  for (const key of ['trueWords', 'falseWords'] as const) {
    const both = column[key]?.find(word => word !== undefined && tokens?.includes(word))
    if (both !== undefined) places.complain(`${path}.${key}`, `${shown(both)} is also among nullTokens, and would be null${hint}`)
  }
}
