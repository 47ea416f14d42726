// A tool that turns CSV into Parquet, seen from outside: how it is started and what has to be said about the comparison.

import type { Job } from './job.ts'

export interface Contender {
  name: string
  /** What it is made of, for its version and to see whether it is installed. */
  parts: readonly Part[]
  command(job: Job): Command
  /** Bytes of CSV it is given at most, because it is slow; its rate is taken from such a shorter file. */
  maxInputBytes?: number
  /** What it does not do as the others do. */
  note?: string
}

export type Part = { from: 'npm' | 'pypi'; name: string } | { from: 'repository' }

export interface Command {
  program: string
  args: string[]
  env?: Record<string, string>
}

/** Whether it takes part only when asked for. */
export function needsPython({ parts }: Contender): boolean {
  return parts.some(part => part.from === 'pypi')
}
