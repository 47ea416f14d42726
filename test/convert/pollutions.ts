// A clean table, and the ways in which CSV files are found polluted, each applied to it: the kinds of Vitagliano et al., "Pollock: A Data
// Loading Benchmark" (VLDB 2023), made anew. A pollution knows what a person would read in the file, and which flags would be given.

import { type Dialect, defaultDialect } from '../../src/schema/dialect.ts'

export interface Polluted {
  name: string
  bytes: Uint8Array
  /** What is said of the file beyond RFC 4180. */
  dialect: Partial<Dialect>
  header: readonly string[]
  rows: readonly (readonly string[])[]
}

type Row = readonly string[]

const header: Row = ['DATE', 'TIME', 'Qty', 'PRODUCTID', 'Price', 'ProductType', 'ProductDescription', 'URL', 'Comments']

const rows: readonly Row[] = Array.from({ length: 84 }, (_, i) => [
  `2026-01-${String(1 + (i % 28)).padStart(2, '0')}`,
  `${String(i % 24).padStart(2, '0')}:30:00`,
  String((i * 7) % 50),
  `00${10_000 + i}`,
  (i * 1.25).toFixed(2),
  ['Bücher', 'Musik', 'Film'][i % 3]!,
  i % 3 === 0 ? `red, ${i} cm` : i % 3 === 1 ? `the "big" one ${i}` : `plain ${i}`,
  `http://shop.example/p?id=${i}&x=1`,
  i % 4 === 0 ? '' : i % 4 === 1 ? `two\nlines ${i}` : `note ${i}`,
])

interface Marks {
  delimiter: string
  quote: string
  escape: string
  lineBreak: string
}

const standard: Marks = { delimiter: ',', quote: '"', escape: '"', lineBreak: '\n' }

/** A record as text. Fields are quoted where they have to be. */
function line(cells: Row, { delimiter, quote, escape: mark, lineBreak }: Marks): string {
  const fields = cells.map(cell => {
    if (![delimiter, quote, '\n', '\r'].some(mark => cell.includes(mark))) return cell
    const escaped = mark === quote ? cell : cell.replaceAll(mark, mark + mark)
    return quote + escaped.replaceAll(quote, mark + quote) + quote
  })
  return fields.join(delimiter) + lineBreak
}

const text = (table: readonly Row[], marks: Marks = standard) => table.map(cells => line(cells, marks)).join('')
const clean = text([header, ...rows])

export function pollutions(): Polluted[] {
  return [...ofTheFile(), ...ofTheHeader(), ...ofMarks(), ...ofEncodings(), ...ofSingleRows()]
}

const polluted = (name: string, source: string | Uint8Array, changes: Partial<Polluted> = {}): Polluted => ({
  name,
  bytes: typeof source === 'string' ? Buffer.from(source) : source,
  dialect: {},
  header,
  rows,
  ...changes,
})

function ofTheFile(): Polluted[] {
  const second: readonly Row[] = rows.slice(0, 10)
  const padded = (table: readonly Row[]) => table.map(cells => [...cells, ...header.slice(cells.length).map(() => '')])
  const narrow = [header, ...second].map(cells => cells.slice(0, 6))
  const wide = [header, ...second].map(cells => [...cells, 'more'])
  return [
    polluted('clean', clean),
    polluted('no bytes', '', { header: [], rows: [] }),
    polluted('header only', text([header]), { rows: [] }),
    polluted('one record', text([header, rows[0]!]), { rows: rows.slice(0, 1) }),
    polluted('no line break at the end', clean.trimEnd()),
    polluted('two line breaks at the end', `${clean}\n`),
    polluted('many blank lines at the end', `${clean}${'\n'.repeat(20)}`),
    polluted('blank lines between records', text([header]) + rows.map(row => `\n${line(row, standard)}`).join('')),
    polluted('records of delimiters alone at the end', `${clean}${',,,,,,,,\n'.repeat(3)}`, {
      rows: [...rows, ...Array(3).fill(header.map(() => ''))],
    }),
    polluted('a preamble of one line', `Sales report\n${clean}`, { dialect: { skipLines: 1 } }),
    polluted('a preamble with delimiters and a blank line', `Sales, "all\nof, 2026,\n\n${clean}`, { dialect: { skipLines: 3 } }),
    polluted('a footnote', `${clean}Total,,82\n`, { dialect: { footerLines: 1 } }),
    polluted('preamble and footnote', `Sales\n\n${clean}\nSource: shop\n`, { dialect: { skipLines: 2, footerLines: 2 } }),
    polluted('comments between records', `# made by hand\n${text([header])}# as of today\n${text(rows)}`, { dialect: { comment: '#' } }),
    polluted('a second table of the same columns', clean + text([header, ...second]), { rows: [...rows, header, ...second] }),
    polluted('a second table of fewer columns', clean + text(narrow), { rows: [...rows, ...padded(narrow)] }),
    polluted('a second table of more columns', clean + text(wide), { rows: [...rows, ...wide] }),
    polluted('trailing delimiters', clean.replaceAll(/\n(?=2026|$)/g, ',\n'), { dialect: { header: false, skipLines: 1 } }),
  ]
}

/** Where the header is of no use, it is skipped, and columns are declared by their place. */
function ofTheHeader(): Polluted[] {
  const byPlace = (skipLines: number) => ({ dialect: { header: false, ...(skipLines > 0 && { skipLines }) } })
  const withHeader = (cells: Row) => text([cells, ...rows])
  return [
    polluted('no header', text(rows), byPlace(0)),
    polluted('a header of two rows', text([['Sales', ...header.slice(1).map(() => '')], header, ...rows]), { dialect: { skipLines: 1 } }),
    polluted('a header of three rows', text([header.map(() => 'x'), header.map(() => ''), header, ...rows]), { dialect: { skipLines: 2 } }),
    polluted('units below the header', text([header, header.map(() => 'unit'), ...rows]), byPlace(2)),
    polluted('equal names', withHeader(['a', 'a', ...header.slice(2)]), byPlace(1)),
    polluted('empty names', withHeader(header.map(() => '')), byPlace(1)),
    polluted('a name too few', withHeader(header.slice(0, 8)), byPlace(1)),
    polluted('a name too many', withHeader([...header, 'x']), byPlace(1)),
    polluted('two names run together', withHeader(['DATETIME', ...header.slice(2)]), byPlace(1)),
    polluted('a header twice', text([header, header, ...rows]), { rows: [header, ...rows] }),
    polluted('names in quotes', `"${header.join('","')}"\n${text(rows)}`),
  ]
}

function ofMarks(): Polluted[] {
  const delimiters = [';', '\t', '|', ' ', ':', '^', '~', '\u0001', '\u001f']
  const lineBreaks = ['\r', '\r\n']
  const apostrophes: Marks = { ...standard, quote: "'", escape: "'" }
  const backslash: Marks = { ...standard, escape: '\\' }
  const all = [header, ...rows]
  return [
    ...delimiters.map(delimiter =>
      polluted(`delimited by ${JSON.stringify(delimiter)}`, text(all, { ...standard, delimiter }), { dialect: { delimiter } }),
    ),
    ...lineBreaks.map(lineBreak => polluted(`records end with ${JSON.stringify(lineBreak)}`, text(all, { ...standard, lineBreak }))),
    polluted(
      'records end with this and that',
      all.map((row, i) => line(row, { ...standard, lineBreak: ['\n', '\r\n', '\r'][i % 3]! })).join(''),
    ),
    polluted('quoted by apostrophes', text(all, apostrophes), { dialect: { quote: "'", escape: "'" } }),
    polluted('escaped by backslashes', text(all, backslash), { dialect: { escape: '\\' } }),
    polluted('apostrophes and backslashes', text(all, { ...apostrophes, escape: '\\' }), { dialect: { quote: "'", escape: '\\' } }),
    polluted('everything in quotes', all.map(row => `"${row.map(cell => cell.replaceAll('"', '""')).join('","')}"\n`).join('')),
    polluted('delimited by a comma and a space', text(all).replaceAll(/,(?! )/g, ', ')),
    polluted('semicolons and apostrophes, CRLF', text(all, { delimiter: ';', quote: "'", escape: "'", lineBreak: '\r\n' }), {
      dialect: { delimiter: ';', quote: "'", escape: "'" },
    }),
  ]
}

function ofEncodings(): Polluted[] {
  return [
    polluted('UTF-8 with a mark', `\ufeff${clean}`),
    polluted('UTF-16LE with a mark', Buffer.from(`\ufeff${clean}`, 'utf16le')),
    polluted('UTF-16BE', Buffer.from(clean, 'utf16le').swap16(), { dialect: { encoding: 'utf-16be' } }),
    polluted('Latin-1', Buffer.from(clean, 'latin1'), { dialect: { encoding: 'latin-1' } }),
    polluted('Windows-1252', Buffer.from(clean, 'latin1'), { dialect: { encoding: 'windows-1252' } }),
  ]
}

/** One record is not like the others: in the first one, in the middle, and in the last. */
function ofSingleRows(): Polluted[] {
  return [0, 1, 2, 41, 82, 83].flatMap(at => [
    ...[0, 3, 6].flatMap(column => [
      inRow(`a delimiter too few at ${column}`, at, fields => runTogether(fields, column)),
      inRow(`a delimiter too many at ${column}`, at, fields => [...fields.slice(0, column + 1), '', ...fields.slice(column + 1)]),
    ]),
    inRow('cut short', at, fields => fields.slice(0, 4)),
    inRow(
      'a delimiter at the end',
      at,
      fields => [...fields, ''],
      cells => cells,
    ),
    inRow('all cells empty', at, fields => fields.map(() => '')),
    withLine(
      'another delimiter',
      at,
      row => line(row, { ...standard, delimiter: ';' }),
      row => padRow([line(row, { ...standard, delimiter: ';' }).trimEnd()]),
    ),
    withLine(
      'everything in quotes',
      at,
      row => `"${row.map(cell => cell.replaceAll('"', '""')).join('","')}"\n`,
      row => row,
    ),
    withLine(
      'spaces around a field',
      at,
      row => line([` ${row[0]} `, ...row.slice(1)], standard),
      row => [` ${row[0]} `, ...row.slice(1)],
    ),
    withLine(
      'a bare quote inside a field',
      at,
      row => line(row, standard).replace('http://', 'http"://'),
      row => row.map(cell => cell.replace('http://', 'http"://')),
    ),
    withLine(
      'a quote too many in front of a field',
      at,
      row => line(row, standard).replace('00', '"00'),
      row => row,
    ),
    withLine(
      'another line break',
      at,
      row => line(row, { ...standard, lineBreak: '\r\n' }),
      row => row,
    ),
  ])
}

const padRow = (cells: Row): Row => [...cells, ...header.slice(cells.length).map(() => '')]
const runTogether = (fields: Row, at: number): Row => [...fields.slice(0, at), `${fields[at]}${fields[at + 1]}`, ...fields.slice(at + 2)]

function inRow(
  what: string,
  at: number,
  change: (cells: Row) => Row,
  meant: (cells: Row) => Row = cells => padRow(change(cells)),
): Polluted {
  return withLine(what, at, row => line(change(row), standard), meant)
}

function withLine(what: string, at: number, written: (row: Row) => string, meant: (row: Row) => Row): Polluted {
  const lines = rows.map((row, i) => (i === at ? written(row) : line(row, standard)))
  return polluted(`record ${at + 1}: ${what}`, text([header]) + lines.join(''), {
    rows: rows.map((row, i) => (i === at ? meant(row) : row)),
  })
}

export const dialectOf = ({ dialect }: Polluted): Dialect => ({ ...defaultDialect, ragged: 'pad', ...dialect })
