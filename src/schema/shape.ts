// The shape of a YAML document as data: which keys a mapping may have, and what each of them may hold. Two things are made from one
// shape, so that they cannot disagree: the check of a document (read-yaml.ts) and the JSON Schema for editors (json-schema.ts).

export type Shape = Scalar | List | Mapping | ShortOrLong

/** A JSON Schema (draft-07), or a part of one. */
export type JsonSchema = { readonly [keyword: string]: unknown }

/** One value, read from its text: `true`, `3` and `"3"` are texts like any other, what they mean is said here. */
export interface Scalar<T = unknown> {
  kind: 'scalar'
  /** Completes "expected …" in messages. */
  expected: string
  /** What an editor should accept. */
  jsonSchema: JsonSchema
  /** The value, or undefined if the text is none. */
  read(text: string): T | undefined
  /** Ends the message about a wrong text, as in `; did you mean "long"?`; empty if there is nothing to add. */
  hint?(text: string): string
}

/** One item or more; with `orOne`, an item that stands alone is a list of one. */
export interface List<Item extends Shape = Shape> {
  kind: 'list'
  item: Item
  orOne: boolean
}

export interface Mapping<Keys extends Record<string, Key> = Record<string, Key>> {
  kind: 'mapping'
  keys: Keys
}

/** A short text form and a mapping that can say more. */
export interface ShortOrLong<Short extends Scalar = Scalar, Long extends Mapping = Mapping> {
  kind: 'shortOrLong'
  short: Short
  long: Long
}

export interface Key<S extends Shape = Shape> {
  shape: S
  required: boolean
  /** One sentence for the editor; the long story is in docs/dataset-files.md. */
  doc: string
  /** What stands when the key is left out, as it would be written. */
  default?: unknown
}

/** What reading a shape gives. Keys are optional and items may be undefined, since what was wrong is left out (and reported). */
export type ValueOf<S> =
  S extends Scalar<infer T>
    ? T
    : S extends List<infer Item>
      ? readonly (ValueOf<Item> | undefined)[]
      : S extends Mapping<infer Keys>
        ? { readonly [Name in keyof Keys]?: ValueOf<Keys[Name]['shape']> | undefined }
        : S extends ShortOrLong<infer Short, infer Long>
          ? ValueOf<Short> | ValueOf<Long>
          : never

export const list = <Item extends Shape>(item: Item): List<Item> => ({ kind: 'list', item, orOne: false })

export const oneOrMore = <Item extends Shape>(item: Item): List<Item> => ({ kind: 'list', item, orOne: true })

export const mapping = <Keys extends Record<string, Key>>(keys: Keys): Mapping<Keys> => ({ kind: 'mapping', keys })

export const shortOrLong = <Short extends Scalar, Long extends Mapping>(short: Short, long: Long): ShortOrLong<Short, Long> => ({
  kind: 'shortOrLong',
  short,
  long,
})

export const required = <S extends Shape>(shape: S, doc: string): Key<S> => ({ shape, required: true, doc })

/** `standard` is the default as it would be written in the file; without one, the key's absence has a meaning of its own. */
export const optional = <S extends Shape>(shape: S, doc: string, standard?: unknown): Key<S> => ({
  shape,
  required: false,
  doc,
  ...(standard !== undefined && { default: standard }),
})
