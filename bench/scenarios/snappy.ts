// The same conversions with snappy: what the choice of the codec changes.

import { type Contender, engines } from '../contenders/contender.ts'
import type { Options } from '../options.ts'
import { shapes as allShapes } from '../shapes/shapes.ts'
import { type Competition, compete } from './compete.ts'
import { sideSize } from './side-size.ts'

export async function snappy({ shapes, size, rounds }: Options, contenders: readonly Contender[]): Promise<Competition[]> {
  const competitions: Competition[] = []
  for (const shape of shapes ?? allShapes) {
    competitions.push(await compete({ shape, size: size ?? sideSize(shape), rounds, threads: 1, codec: 'snappy' }, engines(contenders)))
  }
  return competitions
}
