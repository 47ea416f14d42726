// How a CSV file is written: RFC 4180 unless said otherwise. One-byte marks only; each is given as a one-character ASCII string.

import type { Encoding } from './encoding.ts'

export interface Dialect {
  delimiter: string
  /** The quote, or undefined where quotes have no meaning. */
  quote: string | undefined
  /** What makes a quote inside a quoted field literal: the quote itself (doubled, RFC 4180), or another byte such as a backslash. */
  escape: string | undefined
  /** Lines that start with it are skipped. */
  comment: string | undefined
  /** Whether the first record names the columns. */
  header: boolean
  /** Undefined: UTF-8, or UTF-16 where a byte order mark says so. */
  encoding?: Encoding
  /** Lines in front of the header that are no CSV. */
  skipLines?: number
  /** Lines at the end that are no CSV. */
  footerLines?: number
  /** Records with fewer or more fields: undefined: they are bad; pad: what is missing is null, empty fields too many are left out. */
  ragged?: 'pad'
}

export const defaultDialect: Dialect = { delimiter: ',', quote: '"', escape: '"', comment: undefined, header: true }
