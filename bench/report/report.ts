// The results page.

import { type Contender, needsPython } from '../contenders/contender.ts'
import type { Options } from '../options.ts'
import type { Competition } from '../scenarios/compete.ts'
import { competitionTable } from './competition-table.ts'
import { machine } from './machine.ts'

export interface Findings {
  throughput: readonly Competition[]
  memory: readonly Competition[]
  versions: ReadonlyMap<Contender, string>
  missing: readonly Contender[]
}

/** Markdown. `command` is what was typed. */
export function report(findings: Findings, options: Options, command: string): string {
  return `${[
    '# Benchmark results',
    `${machine()}.`,
    `To reproduce: \`${command}\`. Each contender converts the same CSV (generated, with a fixed seed) to Parquet with the same declared
columns and types and zstd level 1, on ${options.threads === 1 ? 'one thread' : `${options.threads} threads`}. Its output is first compared with the CSV, all rows and their order
included; nothing that differs is timed. Then ${options.rounds === 1 ? 'one round' : `${options.rounds} interleaved rounds`} (memory: one); each run is a whole process, from its start to its exit. MB is
1,000,000 bytes. Rates and CPU times are medians, memory is the highest peak.`,
    ...findings.throughput.map(competition => section(`${competition.task.shape.name}: ${competition.task.shape.about}`, competition)),
    ...findings.memory.map(competition =>
      section(`Memory: ${competition.task.size / 1e9} GB of ${competition.task.shape.name}`, competition),
    ),
    '## Versions',
    versionList(findings),
  ].join('\n\n')}\n`
}

function section(title: string, competition: Competition): string {
  const excluded = competition.excluded.map(({ contender, reason }) => `- ${contender.name} was not timed: ${reason.replaceAll('\n', ' ')}`)
  return [`## ${title}`, competitionTable(competition), excluded.join('\n')].filter(part => part !== '').join('\n\n')
}

function versionList({ versions, missing }: Findings): string {
  const present = [...versions].map(([contender, version]) => `- ${contender.name}: ${version}`)
  return [
    ...present,
    ...missing.map(contender => `- ${contender.name}: left out, not installed${needsPython(contender) ? ' (--python)' : ''}`),
  ].join('\n')
}
