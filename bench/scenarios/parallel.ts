// Several threads: Parquetry beside itself on one thread, and the engines on as many.

import { type Contender, engines } from '../contenders/contender.ts'
import { parquetryOnOneThread } from '../contenders/contenders.ts'
import type { Options } from '../options.ts'
import { lineitem } from '../shapes/lineitem.ts'
import { quoted } from '../shapes/quoted.ts'
import { taxi } from '../shapes/taxi.ts'
import { type Competition, compete } from './compete.ts'

/** One or two of each kind: the files are large. */
const defaultShapes = [taxi, lineitem, quoted]

/** Twenty of Parquetry's row groups, which are what its threads share out. */
const defaultSize = 1e9

export async function parallel({ shapes, size, rounds, threads }: Options, contenders: readonly Contender[]): Promise<Competition[]> {
  const able = engines(contenders)
  const withOneThread = able.flatMap(contender => (contender.kind === 'own' ? [contender, parquetryOnOneThread] : [contender]))
  const competitions: Competition[] = []
  for (const shape of shapes ?? defaultShapes) {
    competitions.push(await compete({ shape, size: size ?? defaultSize, rounds, threads, codec: 'zstd' }, withOneThread))
  }
  return competitions
}
