// The formats that files named .csv turn out to be, by how they begin, and what to do about each.

import { looksLikeJson } from './looks-like-json.ts'

export interface KnownFormat {
  /** As in "it looks like …". */
  what: string
  fix: string
}

/** The format that a file's first bytes show, if it is one that is surely no CSV. */
export function knownFormat(head: Uint8Array): KnownFormat | undefined {
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1') // a character a byte
  return formats.find(format => format.matches(text))
}

interface Format extends KnownFormat {
  matches(text: string): boolean
}

const saveAsCsv = 'export it as CSV and drop that'
const unpackFirst = 'unpack it and drop the CSV; one layer of gzip or zstd is undone here'
const noConversion = 'it needs no conversion: put it where the outputs are'

const html = /^\s*(<!--.*?-->\s*)?(<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>])/is
const storeError = /^\s*(<\?xml[^>]*>\s*)?<Error>\s*<Code>/

// The first that matches names the file.
const formats: readonly Format[] = [
  { what: 'a zip archive or an Excel workbook', fix: 'unpack it, or save the sheet as CSV', matches: begins('PK\x03\x04') },
  { what: 'an empty zip archive', fix: 'drop the CSV itself', matches: begins('PK\x05\x06') },
  { what: 'an old Excel workbook', fix: 'save the sheet as CSV', matches: begins('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1') },
  { what: 'gzip inside another compression', fix: unpackFirst, matches: begins('\x1f\x8b') },
  { what: 'zstd inside another compression', fix: unpackFirst, matches: begins('\x28\xb5\x2f\xfd') },
  { what: 'bzip2', fix: unpackFirst, matches: text => /^BZh[1-9]1AY&SY/.test(text) },
  { what: 'xz', fix: unpackFirst, matches: begins('\xfd7zXZ\0') },
  { what: 'lz4', fix: unpackFirst, matches: begins('\x04\x22\x4d\x18') },
  { what: 'a 7z archive', fix: unpackFirst, matches: begins('7z\xbc\xaf\x27\x1c') },
  { what: 'Parquet', fix: noConversion, matches: beginsBinary('PAR1') },
  { what: 'encrypted Parquet', fix: noConversion, matches: beginsBinary('PARE') },
  { what: 'ORC', fix: saveAsCsv, matches: beginsBinary('ORC') },
  { what: 'Arrow', fix: saveAsCsv, matches: beginsBinary('ARROW1') },
  { what: 'Avro', fix: saveAsCsv, matches: begins('Obj\x01') },
  { what: 'a SQLite database', fix: saveAsCsv, matches: begins('SQLite format 3\0') },
  { what: 'PDF', fix: saveAsCsv, matches: begins('%PDF-') },
  { what: 'an error reply of S3', fix: 'fetch the file again and drop that', matches: text => storeError.test(text) },
  { what: 'a web page', fix: 'fetch the file itself and drop that', matches: text => html.test(text) },
  { what: 'XML', fix: saveAsCsv, matches: text => /^\s*<\?xml\s/.test(text) },
  { what: 'JSON', fix: saveAsCsv, matches: looksLikeJson },
]

function begins(magic: string): Format['matches'] {
  return text => text.startsWith(magic)
}

/** For magics of letters alone: they could begin a header (`ORCID,name`), so they count only where control characters follow. */
function beginsBinary(magic: string): Format['matches'] {
  return text => text.startsWith(magic) && controlCharacter.test(text)
}

// Not among them: line breaks and tabs, and what may delimit fields (Hive's 0x01 to 0x03, ASCII's separators 0x1c to 0x1f).
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const controlCharacter = /[\x00\x04-\x08\x0e-\x1b]/
