// How long small files take: there the start of a process counts, and what an engine sets up before its first row.

import { type Contender, engines } from '../contenders/contender.ts'
import type { Options } from '../options.ts'
import { ids } from '../shapes/ids.ts'
import { quoted } from '../shapes/quoted.ts'
import { taxi } from '../shapes/taxi.ts'
import { type Competition, compete } from './compete.ts'

/** Of many columns, of few, and of text. */
const defaultShapes = [taxi, ids, quoted]

const sizes = [1e6, 10e6, 100e6] // bytes of CSV

/** The competitions of a shape come one after the other, in the order of the sizes. */
export async function smallFiles({ shapes, rounds }: Options, contenders: readonly Contender[]): Promise<Competition[]> {
  const competitions: Competition[] = []
  for (const shape of shapes ?? defaultShapes) {
    for (const size of sizes) {
      competitions.push(await compete({ shape, size, rounds, threads: 1, codec: 'zstd' }, engines(contenders)))
    }
  }
  return competitions
}
