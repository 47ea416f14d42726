// Files of the kinds that fuzzers have crashed, hung or blown up CSV readers with; made anew, by kind.

import { gzipSync, zstdCompressSync } from 'node:zlib'

const bytes = (...parts: (string | number | number[] | Uint8Array)[]) =>
  Buffer.concat(
    parts.map(part => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(typeof part === 'number' ? [part] : part))),
  )

const kilo = 1000

export const crashers: readonly [name: string, file: Uint8Array][] = [
  // quotes
  ['a lone quote', bytes('"')],
  ['two quotes', bytes('""')],
  ['three quotes', bytes('"""')],
  ['a quote behind the header', bytes('a,b\n"')],
  ['a quote and a line break', bytes('"\n')],
  ['a quote and a carriage return', bytes('a\n"\r')],
  ['an odd number of quotes', bytes('a\n', '"'.repeat(99_999))],
  ['an even number of quotes', bytes('a\n', '"'.repeat(100_000))],
  ['quotes and delimiters in turn', bytes('a,b\n', '",'.repeat(50 * kilo))],
  ['quotes and line breaks in turn', bytes('a,b\n', '"\n'.repeat(5 * kilo))],
  ['an escape at the very end', bytes('a,b\n1,"x\\')],
  ['an escaped quote at the very end', bytes('a,b\n1,"x\\"')],
  ['text behind closing quotes in every record', bytes('a,b\n', '"1"2,"3"4\n'.repeat(10 * kilo))],
  ['a quote in front of 100,000 records', bytes('a,b\n"', '1,2\n'.repeat(100 * kilo))],
  ['a quote at the border of a block', bytes('a,b\n', 'x'.repeat(256 * 1024 - 5), '"\n"')],
  // line breaks
  ['line feeds', bytes('\n'.repeat(100 * kilo))],
  ['carriage returns', bytes('\r'.repeat(100 * kilo))],
  ['line breaks in the wrong order', bytes('a,b\n\r1,2\n\r')],
  ['a carriage return at the very end', bytes('a,b\n1,2\r')],
  ['a lone carriage return in a quoted header', bytes('"a\rb",c\n1,2\n')],
  ['spaces and line breaks', bytes(' \n'.repeat(10 * kilo))],
  ['a header behind 100,000 blank lines', bytes('\n'.repeat(100 * kilo), 'a,b\n1,2\n')],
  // shape
  ['nothing', bytes()],
  ['one byte', bytes('a')],
  ['a delimiter', bytes(',')],
  ['delimiters', bytes(','.repeat(2 * kilo))],
  ['more delimiters than columns may be', bytes(','.repeat(200 * kilo))],
  ['delimiters behind a header', bytes('a,b\n', ','.repeat(200 * kilo))],
  ['a column more in every record', bytes(Array.from({ length: 500 }, (_, i) => `${','.repeat(i)}\n`).join(''))],
  ['a column less in every record', bytes(Array.from({ length: 500 }, (_, i) => `${','.repeat(500 - i)}\n`).join(''))],
  ['a name of a megabyte', bytes('x'.repeat(1 << 20), ',b\n1,2\n')],
  ['a cell of a megabyte', bytes('a,b\n1,', 'x'.repeat(1 << 20))],
  ['names of Object.prototype', bytes('__proto__,constructor,toString,valueOf,hasOwnProperty\n1,2,3,4,5\n')],
  // bytes
  ['zeros', bytes(new Uint8Array(kilo))],
  ['zeros behind the sniffed bytes', bytes('a,b\n', '1,2\n'.repeat(2 * kilo), new Uint8Array(kilo), '\n')],
  ['a zero in a quoted cell', bytes('a,b\n', '1,2\n'.repeat(2 * kilo), '1,"\0"\n')],
  ['every byte', bytes(Array.from({ length: 256 }, (_, i) => i))],
  ['every byte but zero, as records', bytes('a,b\n', Array.from({ length: 255 }, (_, i) => [i + 1, 0x2c, 0x78, 0x0a]).flat())],
  ['half a byte order mark', bytes(0xef)],
  ['two thirds of a byte order mark', bytes(0xef, 0xbb, 'a,b\n1,2\n')],
  ['a byte order mark and a quote', bytes([0xef, 0xbb, 0xbf], '"')],
  ['two byte order marks', bytes([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf], 'a,b\n1,2\n')],
  ['half a UTF-16 mark', bytes(0xff)],
  ['a UTF-16 mark alone', bytes([0xff, 0xfe])],
  ['UTF-16 of an odd length', bytes([0xff, 0xfe, 0x61, 0, 0x2c])],
  ['UTF-16 that ends within a pair', bytes([0xff, 0xfe, 0x61, 0, 0x0a, 0, 0x3d, 0xd8])],
  ['UTF-16 with lone surrogates', bytes([0xfe, 0xff, 0, 0x61, 0, 0x0a, 0xdc, 0, 0xd8, 0, 0, 0x0a])],
  ['a character cut off', bytes('a,b\n1,', [0xf0, 0x9f, 0x9a])],
  ['a character cut off in front of a delimiter', bytes('a,b\n', [0xe2, 0x82, 0x2c], '2\n')],
  ['a header that is no UTF-8', bytes([0xff, 0xfe, 0xfd], ',b\n1,2\n')],
  ['overlong delimiters', bytes('a', [0xc0, 0xac], 'b\n1', [0xc0, 0xac], '2\n')],
  ['the end of file of DOS', bytes('a,b\n1,2\n', 0x1a)],
  // values
  ['numbers of 100,000 digits', bytes('a,b\n', '9'.repeat(100 * kilo), ',-', '1'.repeat(100 * kilo), '\n')],
  ['an exponent of 100,000 digits', bytes('a,b\n1e', '9'.repeat(100 * kilo), ',1e-', '9'.repeat(100 * kilo), '\n')],
  ['numbers at the ends of all ranges', bytes('a,b\n-9223372036854775809,1e309\n18446744073709551616,-1e-400\n2147483648,nan\n')],
  ['dates that overflow', bytes('a,b\n99999-99-99,0000-00-00\n-0001-01-01,2026-02-30\n')],
  // compression
  ['the magic of gzip', bytes(0x1f, 0x8b)],
  ['a gzip header without a body', gzipSync('').subarray(0, 10)],
  ['gzip of nothing', gzipSync('')],
  ['gzip of a quote', gzipSync('"')],
  ['gzip with all flags', bytes([0x1f, 0x8b, 8, 0xff, 0, 0, 0, 0, 0, 3], 'x'.repeat(kilo))],
  ['gzip followed by itself without its header', bytes(gzipSync('a,b\n'), gzipSync('1,2\n').subarray(10))],
  ['the magic of zstd', bytes([0x28, 0xb5, 0x2f, 0xfd])],
  ['zstd of nothing', zstdCompressSync('')],
  ['zstd with an endless window', bytes([0x28, 0xb5, 0x2f, 0xfd, 0, 0xff, 1, 0, 0])],
  ['a skippable frame that is not there', bytes([0x50, 0x2a, 0x4d, 0x18, 0xff, 0xff, 0xff, 0xff])],
  // other things
  ['a web page', bytes('<!-- ', '-->   <!--'.repeat(300), '<html>')],
  ['JSON that never ends', bytes('[', '{"a":'.repeat(kilo))],
  ['a shell script', bytes('#!/bin/sh\necho "a,b"\n')],
]
