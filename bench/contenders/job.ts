// What a contender is asked to do; it is started as `node CONTENDER IN OUT SHAPE THREADS`.

import type { Shape } from '../shapes/shape.ts'
import { shapeNamed } from '../shapes/shapes.ts'

export interface Job {
  /** Path of the CSV. */
  input: string
  /** Path of the Parquet file to write. */
  output: string
  shape: Shape
  threads: number
}

export function readJob(): Job {
  const [input, output, shape, threads] = process.argv.slice(2)
  if (!input || !output || !shape || !threads) throw new Error('usage: CONTENDER IN OUT SHAPE THREADS')
  return { input, output, shape: shapeNamed(shape), threads: Number(threads) }
}
