// What it costs to find the types in the values: Parquetry without a dataset file beside Parquetry with one.

import { parquetry, parquetryInferring } from '../contenders/contenders.ts'
import type { Options } from '../options.ts'
import { shapes as allShapes } from '../shapes/shapes.ts'
import { type Competition, compete } from './compete.ts'
import { sideSize } from './side-size.ts'

export async function inference({ shapes, size, rounds }: Options): Promise<Competition[]> {
  const competitions: Competition[] = []
  for (const shape of shapes ?? allShapes) {
    const task = { shape, size: size ?? sideSize(shape), rounds, threads: 1, codec: 'zstd' } as const
    competitions.push(await compete(task, [parquetry, parquetryInferring]))
  }
  return competitions
}
