// What a cell looks like, as far as sniffing cares: which columns hold numbers or dates, so that a header stands out.

export type CellKind = 'empty' | 'number' | 'date' | 'text'

// With a point or a comma, with separators between thousands, as money or a percentage.
const number = /^[-+]?[$€£]?(\d+|\d{1,3}([.,' ]\d{3})+)?([.,]\d+)?(e[-+]?\d+)?\s?[%€$]?$/i
const date = /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})([T ]\d{1,2}:\d\d.*)?$|^\d{1,2}:\d\d(:\d\d.*)?$/
const month = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*'
const namedDate = new RegExp(
  `^(\\d{1,2}[-/. ]${month}[-/., ]+\\d{2,4}|${month}[-. ]+\\d{1,2}[-, ]+\\d{2,4})([T :]\\d{1,2}:\\d\\d.*)?$`,
  'i',
)

export function cellKind(text: string): CellKind {
  const trimmed = text.trim()
  if (trimmed === '') return 'empty'
  if (/\d/.test(trimmed) && number.test(trimmed)) return 'number'
  return date.test(trimmed) || namedDate.test(trimmed) ? 'date' : 'text'
}
