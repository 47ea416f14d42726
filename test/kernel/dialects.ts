// Dialects that between them use every mark, with quotes, without, and every way to escape one.

import { type Dialect, defaultDialect } from '../../src/schema/dialect.ts'

export const dialects: Readonly<Record<string, Dialect>> = {
  'RFC 4180': defaultDialect,
  'tab-delimited': { ...defaultDialect, delimiter: '\t' },
  'with apostrophes': { ...defaultDialect, delimiter: ';', quote: "'", escape: "'" },
  'without quotes': { ...defaultDialect, quote: undefined, escape: undefined },
  'with quotes that cannot be escaped': { ...defaultDialect, escape: undefined },
  'with a backslash as escape': { ...defaultDialect, escape: '\\' },
  'with comments': { ...defaultDialect, comment: '#' },
  'with everything unusual': { delimiter: '|', quote: "'", escape: '^', comment: ';', header: false },
}

/** All marks of the dialect, line breaks, and text of one and more bytes. */
export function alphabetOf({ delimiter, quote, escape: mark, comment }: Dialect): string[] {
  const marks = [delimiter, quote, mark, comment].filter(character => character !== undefined)
  return [...marks, ...marks, '\n', '\r', '\r\n', 'a', ' ', '\0', 'é']
}
