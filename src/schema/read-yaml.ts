// Reads a YAML document of a given shape, and finds everything in it that is not of that shape.

import type { Shape, ValueOf } from './shape.ts'
import { ShapeReader } from './shape-reader.ts'
import type { YamlDocument } from './yaml-node.ts'
import type { YamlPlaces } from './yaml-places.ts'

export interface YamlReading<S extends Shape> {
  /** What was right; undefined if the document as a whole was not. */
  value: ValueOf<S> | undefined
  places: YamlPlaces
}

/** Whatever is wrong with the document is among the problems. Never throws. */
export function readYaml<S extends Shape>(document: YamlDocument, shape: S): YamlReading<S> {
  const reader = new ShapeReader()
  const value = reader.readDocument(document, shape)
  // The reader follows the shape step by step, which the type system cannot do.
  return { value: value as ValueOf<S> | undefined, places: reader }
}
