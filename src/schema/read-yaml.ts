// Reads a YAML document of a given shape, and finds everything in it that is not of that shape.
//
// The document is parsed with YAML's failsafe schema, in which every scalar is a string: `nullTokens: [NO, ~, -999]` means what it
// says, and a column may be called `null`. What a text means is up to the shape (see Scalar).

import { LineCounter, parseDocument } from 'yaml'
import type { Shape, ValueOf } from './shape.ts'
import { ShapeReader } from './shape-reader.ts'
import type { YamlPlaces } from './yaml-places.ts'

export interface YamlReading<S extends Shape> {
  /** What was right; undefined if the document as a whole was not. */
  value: ValueOf<S> | undefined
  places: YamlPlaces
}

/** Reads `text`; whatever is wrong with it is among the problems. Never throws. */
export function readYaml<S extends Shape>(text: string, shape: S): YamlReading<S> {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, lineCounter, logLevel: 'error' })
  const reader = new ShapeReader(document, offset => Math.max(1, lineCounter.linePos(offset).line))
  if (!reader.readSyntax()) return { value: undefined, places: reader }
  const value = reader.read(document.contents, shape, '', 1)
  // The reader follows the shape step by step, which the type system cannot do.
  return { value: value as ValueOf<S> | undefined, places: reader }
}
