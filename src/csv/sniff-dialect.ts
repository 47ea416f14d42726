// How a source is written, judged by its first records: delimiter, quote, escape, header.
//
// A dialect is good when it cuts records into equally many fields, more than one of them, and cuts none in the middle: the measure of
// consistency of van den Burg, Nazábal and Sutton, "Wrangling messy CSV files by detecting row and type patterns" (2019), in a simpler form.
//
//   score = (share of records with the usual number of fields)³ · (share of fields that are whole)² · (fields − 1) / fields
//
// A field is not whole if, unquoted, another delimiter stands in it with no space behind: `5;2`. Names count only where nothing else is there:
// they are words, which hold all sorts of things (`Preis,EUR;Menge,kg`). The best delimiter is taken only if no other comes close. Where one does,
// the file is refused with what was found: a wrong guess would be a wrong table.

import { Failure } from '../failure/failure.ts'
import { shown } from '../failure/sentence.ts'
import type { Dialect } from '../schema/dialect.ts'
import { cellKind } from './cell-kind.ts'
import { sniffHeader } from './sniff-header.ts'
import { type SampleCell, type SampleDialect, type SampleSplit, splitSample } from './split-sample.ts'

/** How much text `sniffDialect` wants to see, if there is as much. */
export const dialectSampleBytes = 64 * 1024

const mostRecords = 1000
const closeEnough = 0.8 // of the best score: another dialect may be meant
const leastShare = 0.8 // of the records must have the usual number of fields

export const sniffedDelimiters = [',', ';', '\t', '|', '^', '~', '\u0001'] as const
const quotings: readonly Pick<SampleDialect, 'quote' | 'escape'>[] = [
  { quote: '"', escape: '"' },
  { quote: '"', escape: '\\' },
  { quote: "'", escape: "'" },
]

interface Candidate extends SampleSplit {
  dialect: SampleDialect
  fields: number // that most records have
  share: number // of the records that have them
  score: number
}

/**
 * @param text the source's beginning, without its byte order mark, maybe cut off anywhere
 * @param whole whether it is all of it
 * @param given what is not to be sniffed
 * @throws Failure DIALECT_UNSURE
 */
export function sniffDialect(text: string, whole: boolean, given: Partial<Dialect> = {}): Dialect {
  const { skipLines = 0 } = given
  const table = withoutLastLines(withoutFirstLines(text, skipLines), whole ? (given.footerLines ?? 0) : 0)
  if (!whole && skipLines > 0 && !/[\r\n]/.test(table) && !isDeclared(given)) throw unseen(skipLines)
  const named = delimiterLine(table)
  if (named === undefined) return judgedDialect(table, whole, given)
  const believed = isDelimiting(named) ? { delimiter: named.delimiter } : {}
  return { ...judgedDialect(named.rest, whole, { ...believed, ...given }), skipLines: skipLines + 1 }
}

/** Whether nothing is left to guess that would make another table. */
function isDeclared({ delimiter, header }: Partial<Dialect>): boolean {
  return delimiter !== undefined && header !== undefined
}

function withoutFirstLines(text: string, lines: number): string {
  const lineBreaks = text.matchAll(/\r\n|\r|\n/g)
  let at = 0
  for (let i = 0; i < lines; i++) {
    const found = lineBreaks.next().value
    if (found === undefined) return ''
    at = found.index + found[0].length
  }
  return text.slice(at)
}

/** The line break that ends the text begins no line. */
function withoutLastLines(text: string, lines: number): string {
  if (lines === 0) return text
  const starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(({ index, 0: lineBreak }) => index + lineBreak.length)]
  if (starts.at(-1) === text.length) starts.pop()
  return text.slice(0, starts.at(-lines) ?? 0)
}

/** The line `sep=;` that is written for Excel in front of the header. */
function delimiterLine(text: string): { delimiter: string; rest: string } | undefined {
  const [line, quoted, bare] = /^(?:"sep=(.)"|sep=(.))(?:\r\n|\r|\n)/i.exec(text) ?? []
  const delimiter = sniffedDelimiters.find(each => each === (quoted ?? bare))
  return line === undefined || delimiter === undefined ? undefined : { delimiter, rest: text.slice(line.length) }
}

/** Whether the line below holds it, if there is one: who saves a table anew may keep the line from the old one. */
function isDelimiting({ delimiter, rest }: { delimiter: string; rest: string }): boolean {
  const [header = ''] = /^[^\r\n]*/.exec(rest) ?? []
  return header === '' || header.includes(delimiter)
}

function judgedDialect(text: string, whole: boolean, given: Partial<Dialect>): Dialect {
  const candidates = candidatesOf(text, whole, given)
  const best = pick(candidates, given) ?? oneColumn(text, whole, given)
  const header = given.header ?? sniffHeader(best.records)
  if (header === undefined) throw unsureHeader(best)
  return { comment: undefined, ...given, ...best.dialect, header }
}

function candidatesOf(text: string, whole: boolean, given: Partial<Dialect>): Candidate[] {
  const delimiters = given.delimiter === undefined ? sniffedDelimiters.filter(each => text.includes(each)) : [given.delimiter]
  const kinds = quotingsOf(text, given)
  return delimiters
    .map(delimiter => bestQuoting(kinds.map(kind => judged(text, whole, { delimiter, ...kind, comment: given.comment }))))
    .sort((a, b) => b.score - a.score)
}

function quotingsOf(text: string, given: Partial<Dialect>): Pick<SampleDialect, 'quote' | 'escape'>[] {
  if ('quote' in given) return [{ quote: given.quote, escape: given.escape ?? given.quote }]
  const inText = quotings.filter(({ quote }, i) => i === 0 || text.includes(quote!))
  if (given.escape === undefined) return inText
  return [...new Set(inText.map(({ quote }) => quote))].map(quote => ({ quote, escape: given.escape }))
}

/** The first with the fewest misfits; an apostrophe only where it has to be the quote. */
function bestQuoting(candidates: readonly Candidate[]): Candidate {
  const [usual, ...others] = candidates as [Candidate, ...Candidate[]]
  return others.reduce((best, other) => {
    if (other.dialect.quote === best.dialect.quote) return other.misfits < best.misfits ? other : best
    return mendsRecords(other, best) || quotesAll(other, best) ? other : best
  }, usual)
}

/** It quotes delimiters or line breaks that cut records in the usual reading: `'Golden Delicious'` alone is a name as it stands. */
function mendsRecords(other: Candidate, usual: Candidate): boolean {
  return quotesWell(other, usual) && !other.runsAway && other.share > usual.share && other.score > usual.score
}

/** It quotes every name and every text. */
function quotesAll(other: Candidate, usual: Candidate): boolean {
  const isQuoted = ({ text, quoted }: SampleCell, inHeader: boolean) => quoted || (!inHeader && cellKind(text) !== 'text')
  return quotesWell(other, usual) && other.records.every((record, i) => record.every(cell => isQuoted(cell, i === 0)))
}

const quotesWell = (other: Candidate, usual: Candidate): boolean => other.misfits === 0 && other.quotedCells > 2 && usual.quotedCells === 0

function judged(text: string, whole: boolean, dialect: SampleDialect): Candidate {
  const split = splitSample(text, dialect, whole, mostRecords)
  const { records } = split
  const counts = new Map<number, number>()
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1)
  const [fields = 1, most = 0] = [...counts].sort(([a, x], [b, y]) => y - x || b - a)[0] ?? []
  const share = records.length === 0 ? 0 : most / records.length
  const cells = (records.length > 1 ? records.slice(1) : records).flat()
  const wholeCells = cells.filter(cell => isWhole(cell, dialect.delimiter)).length / Math.max(1, cells.length)
  const fits = 1 - Math.min(1, split.misfits / Math.max(1, records.length))
  return { ...split, dialect, fields, share, score: (share ** 3 * wholeCells ** 2 * fits * (fields - 1)) / fields }
}

function isWhole({ text, quoted }: SampleCell, delimiter: string): boolean {
  return (
    quoted ||
    ['empty', 'number', 'date'].includes(cellKind(text)) ||
    !sniffedDelimiters.some(other => other !== delimiter && new RegExp(`\\${other}\\S`).test(text))
  )
}

/** Undefined: there is one column. */
function pick(candidates: readonly Candidate[], given: Partial<Dialect>): Candidate | undefined {
  const [best, second] = candidates
  if (best === undefined || given.delimiter !== undefined) return best
  if (!candidates.some(namesSeveral)) return candidates.every(isProse) ? undefined : best
  if (candidates.filter(namesSeveral).length === 1 && namesSeveral(best)) return best // what is wrong with records is told with their line
  const isClose = second !== undefined && second.score >= closeEnough * best.score
  if (best.share < leastShare || isClose || candidates.some(each => sawLess(each, best))) throw unsureDelimiter(candidates)
  return best
}

/** Whether it read no more than names where the other read records: a first record that is larger than the sample. */
const sawLess = (candidate: Candidate, other: Candidate): boolean =>
  namesSeveral(candidate) && candidate.records.length === 1 && other.records.length > 1

/** Whether the first record has several fields. */
const namesSeveral = ({ records }: Candidate): boolean => (records[0]?.length ?? 1) > 1

/** Whether the delimiter stands in it as in sentences, with a space behind. */
const isProse = ({ records }: Candidate): boolean =>
  records.every(record => record.every(({ text, quoted }, i) => i === 0 || quoted || /^\s|^$/.test(text)))

/** What may delimit elsewhere is text here: a delimiter that is not in it. */
function oneColumn(text: string, whole: boolean, given: Partial<Dialect>): Candidate {
  const delimiter = sniffedDelimiters.find(each => !text.includes(each)) ?? ','
  const [kind] = quotingsOf(text, given)
  return judged(text, whole, { delimiter, ...kind!, comment: given.comment })
}

const howToDeclare = 'say what it is: --delimiter and --header on the command line, or csv.delimiter and csv.header in a dataset file'

function unseen(skipLines: number): Failure {
  const detail = `it is found out from the first ${dialectSampleBytes / 1024} KiB, and behind ${skipLines} skipped lines no whole line is left of them`
  return new Failure({ code: 'DIALECT_UNSURE', detail, fix: howToDeclare })
}

function unsureDelimiter(candidates: readonly Candidate[]): Failure {
  const found = candidates.slice(0, 3).map(({ dialect, fields, share }) => {
    const records = `${Math.round(share * 100)} % of the records have ${fields} field${fields === 1 ? '' : 's'}`
    return `with ${shown(dialect.delimiter)} ${records}`
  })
  return new Failure({ code: 'DIALECT_UNSURE', detail: found.join('; '), fix: howToDeclare })
}

function unsureHeader({ records }: Candidate): Failure {
  const first = records[0]?.slice(0, 4).map(({ text }) => shown(text)) ?? []
  const detail = `the first record (${first.join(', ')}) may name the columns or hold values`
  return new Failure({ code: 'DIALECT_UNSURE', detail, fix: howToDeclare })
}
