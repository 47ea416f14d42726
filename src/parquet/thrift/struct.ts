// Thrift structs as tables: what a struct is made of is written once, and the table writes it, reads it and is its TypeScript type.
//
//   const PageLocation = struct({ offset: required(1, i64), compressed_page_size: required(2, i32), … })
//   type PageLocation = ValueOf<typeof PageLocation>
//
// Left out: maps, sets and doubles, which Parquet's structs do not have (they are skipped when read), and default values.

import { CompactReader, ThriftError } from './compact-reader.ts'
import { COMPACT_TYPES, CompactWriter } from './compact-writer.ts'

/** How values of `T` are laid out. */
export interface ThriftType<T> {
  /** The compact protocol's id, as it stands in field and list headers. */
  readonly id: number
  write(out: CompactWriter, value: T): void
  read(input: CompactReader): T
}

export type ValueOf<Type> = Type extends ThriftType<infer T> ? T : never

export function encodeThrift<T>(type: ThriftType<T>, value: T): Uint8Array<ArrayBuffer> {
  const out = new CompactWriter()
  type.write(out, value)
  return out.finish()
}

/** Piece by piece: a list of `EncodedElements` is not encoded before its turn comes. */
export function encodeThriftPieces<T>(type: ThriftType<T>, value: T): Iterable<Uint8Array> {
  const out = new CompactWriter()
  type.write(out, value)
  return out.pieces()
}

/**
 * @param bytes may go on behind the value
 * @throws ThriftError
 */
export function decodeThrift<T>(type: ThriftType<T>, bytes: Uint8Array): T {
  return type.read(new CompactReader(bytes))
}

export const i8: ThriftType<number> = {
  id: COMPACT_TYPES.I8,
  write: (out, value) => out.byte(value & 0xff),
  read: input => (input.byte() << 24) >> 24,
}

export const i16: ThriftType<number> = integer(COMPACT_TYPES.I16, 2 ** 15)
export const i32: ThriftType<number> = integer(COMPACT_TYPES.I32, 2 ** 31)
/** As a number: offsets, sizes and row counts, all below 2^52. */
export const i64: ThriftType<number> = integer(COMPACT_TYPES.I64, 2 ** 52)

/** A boolean. As a field of a struct it has no bytes of its own: `struct` puts it into the field header. */
export const bool: ThriftType<boolean> = {
  id: COMPACT_TYPES.TRUE,
  write: (out, value) => out.byte(value ? COMPACT_TYPES.TRUE : COMPACT_TYPES.FALSE),
  read: input => input.byte() === COMPACT_TYPES.TRUE,
}

export const binary: ThriftType<Uint8Array> = {
  id: COMPACT_TYPES.BINARY,
  write: (out, value) => out.binary(value),
  read: input => input.binary(),
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export const text: ThriftType<string> = {
  id: COMPACT_TYPES.BINARY,
  write: (out, value) => out.binary(encoder.encode(value)),
  read: input => decoder.decode(input.binary()),
}

/** A value that is kept encoded: its bytes are written as they are. */
export function encoded<T>(type: ThriftType<T>): ThriftType<Uint8Array> {
  return {
    id: type.id,
    write: (out, bytes) => out.encoded(bytes),
    read: input => encodeThrift(type, type.read(input)),
  }
}

/** An enum, as one of its names. */
export function enumeration<Name extends string>(what: string, numbers: Readonly<Record<Name, number>>): ThriftType<Name> {
  const names = new Map<number, Name>()
  for (const name in numbers) names.set(numbers[name], name)
  return {
    id: COMPACT_TYPES.I32,
    write: (out, name) => out.zigzag(numbers[name]),
    read: input => {
      const number = input.zigzag()
      const name = names.get(number)
      if (name === undefined) throw new ThriftError(`unknown ${what} ${number}`)
      return name
    },
  }
}

export function list<T>(element: ThriftType<T>): ThriftType<T[]> {
  return {
    id: COMPACT_TYPES.LIST,
    write: (out, values) => {
      out.listHeader(values.length, element.id)
      for (const value of values) element.write(out, value)
    },
    read: input => {
      const { size, elementType } = input.listHeader()
      if (size > 0 && !sameType(elementType, element.id)) throw new ThriftError(`a list holds type ${elementType} instead of ${element.id}`)
      return input.nested(() => Array.from({ length: size }, () => element.read(input)))
    },
  }
}

export interface EncodedElements {
  size: number
  /** So many; each is encoded when it is asked for. */
  elements: Iterable<Uint8Array>
}

/** A list for `encodeThriftPieces`. */
export function listOfEncoded<T>(element: ThriftType<T>): ThriftType<EncodedElements> {
  return {
    id: COMPACT_TYPES.LIST,
    write: (out, { size, elements }) => {
      out.listHeader(size, element.id)
      out.later(elements)
    },
    read: input => {
      const elements = list(encoded(element)).read(input)
      return { size: elements.length, elements }
    },
  }
}

interface Field<T, Needed extends boolean> {
  id: number
  type: ThriftType<T>
  needed: Needed
}

type Fields = Readonly<Record<string, Field<unknown, boolean>>>
type NeededNames<F extends Fields> = { [Name in keyof F]: F[Name]['needed'] extends true ? Name : never }[keyof F]

/** A struct's TypeScript type. */
type StructOf<F extends Fields> = { [Name in NeededNames<F>]: ValueOf<F[Name]['type']> } & {
  [Name in Exclude<keyof F, NeededNames<F>>]?: ValueOf<F[Name]['type']> | undefined
}

export const required = <T>(id: number, type: ThriftType<T>): Field<T, true> => ({ id, type, needed: true })
export const optional = <T>(id: number, type: ThriftType<T>): Field<T, false> => ({ id, type, needed: false })

/**
 * A struct, or a union (a struct of optional fields, one of them set). Fields that the table does not know are skipped when read.
 * @param what its name in the specification, for messages
 */
export function struct<F extends Fields>(what: string, fields: F): ThriftType<StructOf<F>> {
  const inOrder = Object.entries(fields).sort(([, a], [, b]) => a.id - b.id)
  const byId = new Map(inOrder.map(([name, field]) => [field.id, { name, ...field }]))
  const read = (input: CompactReader): StructOf<F> => {
    const values: Record<string, unknown> = {}
    for (let header = input.fieldHeader(0); header !== undefined; header = input.fieldHeader(header.id)) {
      const field = byId.get(header.id)
      if (field === undefined) input.skip(header.type)
      else values[field.name] = readField(input, `${what}.${field.name}`, field.type, header.type)
    }
    const missing = inOrder.find(([name, field]) => field.needed && values[name] === undefined)
    if (missing !== undefined) throw new ThriftError(`${what}.${missing[0]} is missing`)
    return values as StructOf<F>
  }
  return {
    id: COMPACT_TYPES.STRUCT,
    read: input => input.nested(() => read(input)),
    write: (out, value) => writeFields(out, inOrder, value),
  }
}

function readField(input: CompactReader, what: string, type: ThriftType<unknown>, announced: number): unknown {
  if (!sameType(announced, type.id)) throw new ThriftError(`${what} has type ${announced} instead of ${type.id}`)
  return type.id === COMPACT_TYPES.TRUE ? announced === COMPACT_TYPES.TRUE : type.read(input)
}

function writeFields(out: CompactWriter, fields: [string, Field<unknown, boolean>][], values: Readonly<Record<string, unknown>>): void {
  let previousId = 0
  for (const field of fields) {
    const { id, type } = field[1]
    const value = values[field[0]]
    if (value === undefined) continue
    if (type.id === COMPACT_TYPES.TRUE) {
      out.fieldHeader(previousId, id, value === true ? COMPACT_TYPES.TRUE : COMPACT_TYPES.FALSE)
    } else {
      out.fieldHeader(previousId, id, type.id)
      type.write(out, value)
    }
    previousId = id
  }
  out.byte(COMPACT_TYPES.STOP)
}

/** Booleans have two ids, one a value. */
function sameType(announced: number, expected: number): boolean {
  return announced === expected || (expected === COMPACT_TYPES.TRUE && announced === COMPACT_TYPES.FALSE)
}

function integer(id: number, limit: number): ThriftType<number> {
  return {
    id,
    write: (out, value) => out.zigzag(value),
    read: input => {
      const value = input.zigzag()
      if (value >= limit || value < -limit) throw new ThriftError(`${value} is out of range`)
      return value
    },
  }
}
