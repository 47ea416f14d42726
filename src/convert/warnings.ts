// What a conversion remarks on without refusing it: one sentence each.

import type { ColumnMapping } from '../csv/map-columns.ts'
import { listed, shown } from '../failure/sentence.ts'
import type { Column } from '../schema/dataset.ts'
import { type Dialect, defaultDialect } from '../schema/dialect.ts'

/** @param isUtf8AfterAll the source is UTF-8, though something else was declared */
export function warningsOf(columns: readonly Column[], mapping: ColumnMapping, dialect: Dialect, isUtf8AfterAll: boolean): string[] {
  const missing = mapping.columns.flatMap(({ column, field }) => (field === undefined ? [column.source] : []))
  return [
    ...aboutColumns(mapping.ignored, 'is not declared and was left out', 'are not declared and were left out'),
    ...aboutColumns(missing, 'is not in the file and is null in every row', 'are not in the file and are null in every row'),
    ...(dialect.header ? otherDelimiter(columns) : []),
    ...(isUtf8AfterAll ? [otherEncoding(dialect)] : []),
  ]
}

/**
 * What sniffing found that a reader of the numbers alone would not think of; a semicolon or a tab between fields is no news.
 *
 * @param given what was not sniffed
 */
export function sniffedOddities({ header, quote, escape: mark }: Dialect, given: Partial<Dialect>): string[] {
  const found = [
    ...(header || 'header' in given ? [] : [{ how: 'without a header', what: 'csv.header (or --header)' }]),
    ...(quote === defaultDialect.quote || 'quote' in given ? [] : [{ how: `with ${quote} as the quote`, what: 'csv.quote (or --quote)' }]),
    ...(mark === quote || 'escape' in given ? [] : [{ how: `with ${mark} as the escape`, what: 'csv.escape (or --escape)' }]),
  ]
  if (found.length === 0) return []
  const [how, what] = [found.map(each => each.how).join(' and '), found.map(each => each.what).join(' and ')]
  return [`it was read ${how}, as its beginning suggests; if that is wrong, declare ${what}`]
}

/** `é` was read as `Ã©`. */
export function otherEncoding({ encoding }: Dialect): string {
  return `it was read as ${encoding}, as declared, but all of it is valid UTF-8, which such text hardly ever is: é has become Ã©; if it is UTF-8, leave csv.encoding (or --encoding) out`
}

function aboutColumns(names: readonly string[], oneDoes: string, manyDo: string): string[] {
  if (names.length === 0) return []
  if (names.length === 1) return [`column ${listed(names)} ${oneDoes}`]
  return [`${names.length} columns ${manyDo}: ${listed(names)}`]
}

/** The usual ones, as a sentence calls them. The comma counts only as it stands in lists of names, not in sentences. */
const delimiters = [
  [/;/, '";"'],
  [/\|/, '"|"'],
  [/\t/, 'the tab'],
  [/,\S/, '","'],
] as const

/** A whole header in one name: the file is read as it says, but hardly as it was meant. */
function otherDelimiter(columns: readonly Column[]): string[] {
  const name = columns.length === 1 ? columns[0]?.source : undefined
  const found = name === undefined ? undefined : delimiters.find(([mark]) => mark.test(name))
  if (name === undefined || found === undefined) return []
  const hint = 'set csv.delimiter (or --delimiter), and take away quotes around whole lines if there are any'
  return [`there is one column, ${shown(name)}; if ${found[1]} separates its fields, ${hint}`]
}
