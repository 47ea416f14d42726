// A tool that turns CSV into Parquet, seen from outside: how it is started and what has to be said about the comparison.

import type { Job } from './job.ts'

export interface Contender {
  name: string
  /** `engine`: one of those that the targets are measured by; `pair`: libraries put together by hand. */
  kind: 'own' | 'engine' | 'pair'
  /** What it is made of, for its version and to see whether it is installed. */
  parts: readonly Part[]
  command(job: Job): Command
  /** Bytes of CSV it is given at most, because it is slow; its rate is taken from such a shorter file. */
  maxInputBytes?: number
  /** The same engine in another package: where that takes part, this one is left out of the side scenarios. */
  newerTwin?: string
  /** What it does not do as the others do. */
  note?: string
}

export type Part = { from: 'npm' | 'pypi'; name: string } | { from: 'repository' }

export interface Command {
  program: string
  args: string[]
  env?: Record<string, string>
}

export function needsPython({ parts }: Contender): boolean {
  return parts.some(part => part.from === 'pypi')
}

/** Parquetry and the engines, each engine once: for scenarios beside the main one. */
export function engines(contenders: readonly Contender[]): Contender[] {
  return contenders.filter(({ kind, newerTwin }) => kind !== 'pair' && !contenders.some(({ name }) => name === newerTwin))
}
