// The encodings that a source may have.

export const ENCODINGS = ['utf-8', 'utf-16', 'utf-16le', 'utf-16be', 'latin-1', 'windows-1252'] as const
export type Encoding = (typeof ENCODINGS)[number]

/** What other systems call them. */
export const OTHER_NAMES: ReadonlyMap<string, Encoding> = new Map([
  ['utf8', 'utf-8'],
  ['utf-8-sig', 'utf-8'],
  ['utf16', 'utf-16'],
  ['ucs-2', 'utf-16'],
  ['utf16le', 'utf-16le'],
  ['utf-16-le', 'utf-16le'],
  ['utf16be', 'utf-16be'],
  ['utf-16-be', 'utf-16be'],
  ['iso-8859-1', 'latin-1'],
  ['iso8859-1', 'latin-1'],
  ['iso_8859-1', 'latin-1'],
  ['latin1', 'latin-1'],
  ['cp1252', 'windows-1252'],
  ['cp-1252', 'windows-1252'],
  ['windows1252', 'windows-1252'],
  ['ansi', 'windows-1252'],
])
