import { ThriftError } from '../../../src/parquet/thrift/compact-reader.ts'
import {
  binary,
  bool,
  decodeThrift,
  encoded,
  encodeThrift,
  encodeThriftPieces,
  enumeration,
  i8,
  i16,
  i32,
  i64,
  list,
  listOfEncoded,
  optional,
  required,
  struct,
  type ThriftType,
  text,
} from '../../../src/parquet/thrift/struct.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))

/** A struct of one field with id 1, and its bytes by the specification: header, value, stop. */
const golden: [string, ThriftType<unknown>, unknown, string][] = [
  ['an i8', i8, -1, '13 ff 00'],
  ['an i16', i16, -2, '14 03 00'],
  ['an i32', i32, 150, '15 ac02 00'],
  ['the smallest i32', i32, -(2 ** 31), '15 ffffffff0f 00'],
  ['an i64 beyond 32 bits', i64, 2 ** 40, '16 808080808040 00'],
  ['true, in the field header', bool, true, '11 00'],
  ['false, in the field header', bool, false, '12 00'],
  ['a binary', binary, Uint8Array.of(1, 2), '18 02 0102 00'],
  ['a text', text, 'é', '18 02 c3a9 00'],
  ['an enum, by its number', enumeration('Color', { RED: 0, BLUE: 6 }), 'BLUE', '15 0c 00'],
  ['a list', list(i32), [1, -1], '19 25 02 01 00'],
  ['a list of booleans', list(bool), [true, false], '19 21 01 02 00'],
  ['an empty list', list(i64), [], '19 06 00'],
  ['a list of 15', list(i32), Array(15).fill(0), `19 f5 0f ${'00'.repeat(15)} 00`],
  ['a struct in a struct', struct('Inner', { a: required(1, i32) }), { a: 1 }, '1c 15 02 00 00'],
  ['a struct that is kept encoded', encoded(struct('Inner', { a: required(1, i32) })), Uint8Array.of(0x15, 0x02, 0x00), '1c 15 02 00 00'],
]

describe('a thrift struct', () => {
  it.each(golden)('is written as the compact protocol says: %s', (_, type, value, expected) => {
    expect(hex(encodeThrift(struct('Golden', { field: required(1, type) }), { field: value }))).toBe(expected.replaceAll(' ', ''))
  })

  it.each(golden)('is read back: %s', (_, type, value, expected) => {
    expect(decodeThrift(struct('Golden', { field: required(1, type) }), bytes(expected))).toEqual({ field: value })
  })

  it('is written piece by piece, a list of encoded elements one at a time', () => {
    const shape = <T>(elements: ThriftType<T>) =>
      struct('Pieces', { a: required(1, i32), elements: required(2, elements), b: required(3, i32) })
    const Element = struct('Element', { n: required(1, i32) })
    const plain = encodeThrift(shape(list(Element)), { a: 1, elements: [{ n: 2 }, { n: 3 }], b: 4 })
    const asked: number[] = []
    function* elements(): Generator<Uint8Array> {
      for (const n of [2, 3]) {
        asked.push(n)
        yield encodeThrift(Element, { n })
      }
    }
    const pieces = encodeThriftPieces(shape(listOfEncoded(Element)), { a: 1, elements: { size: 2, elements: elements() }, b: 4 })
    expect(asked).toEqual([])
    expect(hex(Buffer.concat([...pieces]))).toBe(hex(plain))
    expect(asked).toEqual([2, 3])
    const read = decodeThrift(shape(listOfEncoded(Element)), plain)
    expect(read.elements).toEqual({ size: 2, elements: [bytes('15 04 00'), bytes('15 06 00')] })
  })

  it('writes ids as differences, and whole where they are more than 15 apart', () => {
    const Sparse = struct('Sparse', { far: optional(30, i32), near: optional(3, i32), first: optional(1, i32) })
    expect(hex(encodeThrift(Sparse, { first: 1, near: 1, far: 1 }))).toBe('15022502053c0200')
    expect(decodeThrift(Sparse, bytes('15022502053c0200'))).toEqual({ first: 1, near: 1, far: 1 })
  })

  it('leaves undefined fields out', () => {
    expect(hex(encodeThrift(struct('Optional', { a: optional(1, i32), b: optional(2, i32) }), { a: undefined, b: 1 }))).toBe('250200')
  })

  it('skips fields of every type that it does not know', () => {
    const unknown = [
      '11 12 13ff 14 ac02 16 ac02', // booleans, i8, i16, i64
      '17 0000000000000840', // double
      '18 02 0102 19 25 02 01 1a 18 01 61', // binary, list, set of binary
      '1b 02 58 02 01 61 04 01 62 1b 00', // map of i32 to binary, empty map
      '1c 15 02 11 00', // struct
      '1d 000102030405060708090a0b0c0d0e0f', // uuid
    ].join('')
    const Known = struct('Known', { last: required(20, i32) })
    expect(decodeThrift(Known, bytes(`${unknown} 05 28 02 00`))).toEqual({ last: 1 })
  })
})

describe('reading thrift that nobody vouches for', () => {
  const Sample = struct('Sample', { number: optional(1, i64), bytes: optional(2, binary), numbers: optional(3, list(i32)) })

  it.each([
    ['nothing at all', ''],
    ['no end', '15 02'],
    ['a missing required field', '00'],
    ['another type than the field has', '18 01 61 00'],
    ['a number of eleven bytes', `16 ${'ff'.repeat(11)} 00`],
    ['a number beyond 2^53', '16 ffffffffffffffff7f 00'],
  ])('refuses %s', (_, encoded) => {
    const Strict = struct('Strict', { field: required(1, i64) })
    expect(() => decodeThrift(Strict, bytes(encoded))).toThrow(ThriftError)
  })

  it.each([
    ['a binary longer than the bytes', '28 ffffffff0f 61'],
    ['a list longer than the bytes', '39 f5 ffffffff0f 00'],
    ['a list of another type', '39 18 01 61 00'],
    ['an unknown list longer than the bytes', '49 f5 ffffffff0f 00'],
    ['an unknown struct nested 1000 deep', `4c${'1c'.repeat(1000)}`],
    ['an unknown type', '4f 00'],
  ])('refuses %s', (_, encoded) => {
    expect(() => decodeThrift(Sample, bytes(encoded))).toThrow(ThriftError)
  })

  it('refuses an unknown enum number', () => {
    expect(() => decodeThrift(struct('Strict', { color: required(1, enumeration('Color', { RED: 0 })) }), bytes('15 7e 00'))).toThrow(
      'unknown Color 63',
    )
  })

  it('refuses every cut of a sound struct', () => {
    const whole = encodeThrift(Sample, { number: 300, bytes: Uint8Array.of(1, 2, 3), numbers: [1, 2, 3] })
    for (let length = 0; length < whole.length; length++) expect(() => decodeThrift(Sample, whole.subarray(0, length))).toThrow(ThriftError)
  })
})
