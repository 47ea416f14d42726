// What a cell looks like, as far as sniffing cares: which columns hold numbers, dates and the like, so that a header stands out.

export type CellKind = 'empty' | 'number' | 'date' | 'boolean' | 'uuid' | 'address' | 'text'

// With a point or a comma, with separators between thousands, as money or a percentage.
const number = /^[-+]?[$€£]?(\d+|\d{1,3}([.,' ]\d{3})+)?([.,]\d+)?(e[-+]?\d+)?\s?[%€$]?$/i
const date = /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})([T ]\d{1,2}:\d\d.*)?$|^\d{1,2}:\d\d(:\d\d.*)?$/
const month = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*'
const namedDate = new RegExp(
  `^(\\d{1,2}[-/. ]${month}[-/., ]+\\d{2,4}|${month}[-. ]+\\d{1,2}[-, ]+\\d{2,4})([T :]\\d{1,2}:\\d\\d.*)?$`,
  'i',
)
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const host = /^\d{1,3}(\.\d{1,3}){3}$/ // might have separators between thousands
const address = /^(https?:\/\/\S+|[^\s@]+@[^\s@]+\.[a-z]{2,})$/i // of a page, a mailbox

/** What programs write where there is no value. */
const nullToken = /^(\\n|null|none|nil|nan|na|n\/a|n\.a\.|#n\/a|#null!|<na>|unknown|missing|tbd|tba|-{1,3}|\?{1,3}|\.{1,3})$/i
const longestNullToken = 'unknown'.length

export function cellKind(text: string): CellKind {
  const trimmed = text.trim()
  if (trimmed === '' || (trimmed.length <= longestNullToken && nullToken.test(trimmed))) return 'empty'
  if (/\d/.test(trimmed)) {
    if (host.test(trimmed)) return 'address'
    if (number.test(trimmed)) return 'number'
    if (date.test(trimmed) || namedDate.test(trimmed)) return 'date'
    if (uuid.test(trimmed)) return 'uuid'
  }
  if (/^(true|false)$/i.test(trimmed)) return 'boolean'
  return address.test(trimmed) ? 'address' : 'text'
}
