// Reads a YAML document of a given shape, and finds everything in it that is not of that shape. What a scalar means is up to the shape (see
// Scalar): to the document it is a text.

import type { Shape, ValueOf } from './shape.ts'
import { ShapeReader } from './shape-reader.ts'
import { parseYaml } from './yaml-nodes.ts'
import type { YamlPlaces } from './yaml-places.ts'

export interface YamlReading<S extends Shape> {
  /** What was right; undefined if the document as a whole was not. */
  value: ValueOf<S> | undefined
  places: YamlPlaces
}

/** Reads `text`; whatever is wrong with it is among the problems. Never throws. */
export function readYaml<S extends Shape>(text: string, shape: S): YamlReading<S> {
  const parsed = parseYaml(text)
  const reader = new ShapeReader()
  if ('problem' in parsed) {
    reader.problems.push(parsed.problem)
    return { value: undefined, places: reader }
  }
  const value = reader.read(parsed.root, shape, '', 1)
  // The reader follows the shape step by step, which the type system cannot do.
  return { value: value as ValueOf<S> | undefined, places: reader }
}
