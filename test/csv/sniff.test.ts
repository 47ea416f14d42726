import { gzipSync, zstdCompressSync } from 'node:zlib'
import { byteOrderMarkBytes, sniff, sniffedBytes } from '../../src/csv/sniff.ts'

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()
const utf32 = (text: string, bigEndian: boolean): Buffer =>
  Buffer.concat(
    [...text].map(character => {
      const unit = Buffer.alloc(4)
      if (bigEndian) unit.writeUInt32BE(character.codePointAt(0) ?? 0)
      else unit.writeUInt32LE(character.codePointAt(0) ?? 0)
      return unit
    }),
  )
const csv = 'id,name\n1,Zoë\n'

describe('sniff lets pass', () => {
  it.each([
    csv,
    '\ufeffid,name\n',
    '\ufeff"id","name"\n',
    'a',
    '\n\nid,name\n',
    'ORCID,name\n1,x\n',
    'PAR1,PAR2\n1,2\n',
    'PK,name\n',
    'Obj,size\n',
    'BZh9,x\n',
    '[id],[name]\n1,a\n',
    '[1],[2]\n3,4\n',
    '[name]\nx\n',
    '{id},{name}\n1,a\n',
    '{"a":1}\t2\n{"a":3}\t4\n',
    '["a"],x\n',
    '"{""a"":1}",2\n',
    '<5,>=5\n1,2\n',
    '<none>,a\n',
    'a\x01b\x02c\n',
    '%PDF\n',
    '日本,語\n'.repeat(1000),
    'Zo\xeb\n',
  ])('%j', text => {
    expect(sniff(Buffer.from(text), false)).toBeUndefined()
    expect(sniff(Buffer.from(text), true)).toBeUndefined()
  })

  it('Latin-1, whose bad line is named later', () => {
    expect(sniff(bytes('id,name\n1,Zo\xeb\n'), true)).toBeUndefined()
  })

  it('line breaks that may be followed by rows', () => {
    expect(sniff(bytes('\n'.repeat(sniffedBytes)), false)).toBeUndefined()
  })
})

describe('T60: sniff finds empty', () => {
  it.each(['', '\xef\xbb\xbf', '\n', '\r\n\r\n', '\r', '\n'.repeat(2 * sniffedBytes)])('%j', text => {
    expect(sniff(bytes(text), true)?.code).toBe('SOURCE_EMPTY')
  })

  it('but not rows behind many line breaks', () => {
    expect(sniff(bytes(`${'\n'.repeat(2 * sniffedBytes)}a`), true)).toBeUndefined()
  })
})

describe('S25, T61: sniff finds what is not CSV', () => {
  it.each([
    ['zip', 'PK\x03\x04\x14\0'],
    ['empty zip', 'PK\x05\x06\0\0'],
    ['old Excel', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
    ['Parquet', 'PAR1\x15\x04\x15\x10'],
    ['ORC', 'ORC\n\x0c\n\x04\x00'],
    ['Avro', 'Obj\x01\x04\x14avro.codec'],
    ['Arrow', 'ARROW1\0\0'],
    ['bzip2', 'BZh91AY&SY\x11'],
    ['xz', '\xfd7zXZ\0\0'],
    ['lz4', '\x04\x22\x4d\x18'],
    ['7z', '7z\xbc\xaf\x27\x1c'],
    ['SQLite', 'SQLite format 3\0'],
    ['PDF', '%PDF-1.7\n%\xe2\xe3'],
    ['web page', '<!DOCTYPE html>\n<html>'],
    ['web page', '\xef\xbb\xbf\n  <html lang="en">'],
    ['web page', '<!-- saved from url -->\n<HTML>'],
    ['error reply of S3', '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code>'],
    ['error reply of S3', '<Error>\n<Code>NoSuchKey</Code>'],
    ['XML', '<?xml version="1.0"?>\n<rows>'],
    ['JSON', '{"id": 1, "name": "x"}\n{"id": 2}\n'],
    ['JSON', '[\n  {\n    "id": 1'],
    ['JSON', '{\n  "rows": ['],
    ['JSON', '[{"id":1},{"id":2}]'],
    ['JSON', '{}'],
    ['JSON', '[]\n'],
    ['JSON', '["a","b"]\n["c","d"]\n'],
    ['JSON', '[1, 2]\r\n'],
    ['JSON', `{"text":"${'x'.repeat(5000)}`],
    ['JSON', '\xef\xbb\xbf{"a":"}"}'],
    ['binary', 'abc\0def,'],
    ['gzip', gzipSync(csv).toString('latin1')],
    ['zstd', zstdCompressSync(csv).toString('latin1')],
  ])('%s: %j', (what, text) => {
    const failure = sniff(bytes(text), text.length < sniffedBytes)
    expect(failure?.code).toBe('SOURCE_NOT_CSV')
    expect(failure?.message).toContain(what)
    expect(failure?.data.fix).toBeDefined()
  })
})

describe('T47: sniff finds other encodings', () => {
  it.each([
    ['UTF-16LE', Buffer.from(`\ufeff${csv}`, 'utf16le')],
    ['UTF-16BE', utf16be(`\ufeff${csv}`)],
    ['UTF-16LE', Buffer.from(csv, 'utf16le')],
    ['UTF-16BE', utf16be(csv)],
    ['UTF-16LE', Buffer.from('id,name,city\n1,abc,日本\n', 'utf16le')],
    ['UTF-32LE', utf32(`\ufeff${csv}`, false)],
    ['UTF-32BE', utf32(`\ufeff${csv}`, true)],
    ['UTF-32LE', utf32(csv, false)],
    ['UTF-32BE', utf32(csv, true)],
    ['UTF-16LE', Buffer.from(`\ufeff${'日本語'.repeat(50)}`, 'utf16le')],
  ])('%s', (encoding, text) => {
    const failure = sniff(text, true)
    expect(failure?.code).toBe('SOURCE_ENCODING')
    expect(failure?.data.fix).toContain(
      encoding.startsWith('UTF-16') ? `csv.encoding: ${encoding.toLowerCase()}` : `iconv -f ${encoding} -t UTF-8`,
    )
  })
})

it('the UTF-8 byte order mark is three bytes', () => {
  expect(byteOrderMarkBytes(Buffer.from('\ufeff"a"'))).toBe(3)
  expect(byteOrderMarkBytes(Buffer.from('a'))).toBe(0)
  expect(byteOrderMarkBytes(Buffer.from([0xef, 0xbb]))).toBe(0)
})
