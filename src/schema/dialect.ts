// How a CSV file is written: RFC 4180 unless said otherwise. One-byte marks only; each is given as a one-character ASCII string.

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
}

export const defaultDialect: Dialect = { delimiter: ',', quote: '"', escape: '"', comment: undefined, header: true }
