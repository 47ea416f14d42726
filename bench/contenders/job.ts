// What a contender is asked to do; it is started as `node CONTENDER IN OUT SHAPE THREADS CODEC`.

import type { Shape } from '../shapes/shape.ts'
import { shapeNamed } from '../shapes/shapes.ts'

export interface Job {
  /** Path of the CSV. */
  input: string
  /** Path of the Parquet file to write. */
  output: string
  shape: Shape
  threads: number
  codec: Codec
}

/** `zstd` is level 1. */
export const codecs = ['zstd', 'snappy'] as const
export type Codec = (typeof codecs)[number]

export function readJob(): Job {
  const [input, output, shape, threads, codecName] = process.argv.slice(2)
  const codec = codecs.find(name => name === codecName)
  if (!input || !output || !shape || !threads || !codec) throw new Error('usage: CONTENDER IN OUT SHAPE THREADS CODEC')
  return { input, output, shape: shapeNamed(shape), threads: Number(threads), codec }
}
