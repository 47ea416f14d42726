// How much memory a large file takes; once each, without those that are only given the beginning of it.

import { type Contender, engines } from '../contenders/contender.ts'
import { removeDataFile } from '../generate/data-files.ts'
import type { Options } from '../options.ts'
import { taxi } from '../shapes/taxi.ts'
import { type Competition, compete } from './compete.ts'

const defaultShapes = [taxi]

/** Larger CSVs are deleted after use. */
const keptBytes = 2e9

/** The competitions of a shape come one after the other, in the order of the sizes. */
export async function memory({ shapes, memorySizes }: Options, contenders: readonly Contender[]): Promise<Competition[]> {
  const competitions: Competition[] = []
  for (const shape of shapes ?? defaultShapes) {
    for (const size of memorySizes) {
      competitions.push(await compete({ shape, size, rounds: 1, threads: 1, codec: 'zstd' }, engines(contenders)))
      if (size > keptBytes) removeDataFile(shape, size)
    }
  }
  return competitions
}
