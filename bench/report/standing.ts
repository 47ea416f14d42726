// How a competition ended: everybody's figures, fastest first, and Parquetry beside the others.

import type { Measurement } from '../measure/measure.ts'
import { summary } from '../measure/statistics.ts'
import type { Competition, Result } from '../scenarios/compete.ts'

export interface Standing {
  result: Result
  name: string
  figures: Measurement
  /** MB of CSV a second of wall time. */
  rate: number
  /** MB of CSV a second of CPU time. */
  cpuRate: number
  /** Bytes of Parquet a byte of CSV. */
  sizeShare: number
}

export function standings({ results }: Competition): Standing[] {
  return results.map(standing).sort((a, b) => b.rate - a.rate)
}

function standing(result: Result): Standing {
  const figures = summary(result.runs)
  const megabytes = result.inputBytes / 1e6
  return {
    result,
    name: result.contender.name,
    figures,
    rate: megabytes / figures.wallSeconds,
    cpuRate: megabytes / figures.cpuSeconds,
    sizeShare: figures.outputBytes / result.inputBytes,
  }
}

export function named(all: readonly Standing[], name: string): Standing | undefined {
  return all.find(each => each.name === name)
}

export const enginesOf = (all: readonly Standing[]) => all.filter(({ result }) => result.contender.kind === 'engine')

export function best(all: readonly Standing[], figure: (standing: Standing) => number): Standing | undefined {
  return all.toSorted((a, b) => figure(b) - figure(a))[0]
}
