// The results page.

import type { Contender } from '../contenders/contender.ts'
import type { Options } from '../options.ts'
import type { CodecShare } from '../scenarios/codec-share.ts'
import type { ColdStart } from '../scenarios/cold-start.ts'
import type { Competition } from '../scenarios/compete.ts'
import { sizeName } from './cells.ts'
import { competitionSection } from './competition-section.ts'
import { machine } from './machine.ts'
import {
  codecSection,
  coldStartSection,
  inferenceSection,
  memorySection,
  parallelSection,
  smallFilesSection,
  snappySection,
} from './side-sections.ts'
import { summarySection } from './summary-section.ts'

/** What was not asked for is empty. */
export interface Findings {
  throughput: readonly Competition[]
  smallFiles: readonly Competition[]
  parallel: readonly Competition[]
  snappy: readonly Competition[]
  inference: readonly Competition[]
  codec: readonly CodecShare[]
  memory: readonly Competition[]
  coldStart: ColdStart | undefined
  versions: ReadonlyMap<Contender, string>
  /** Who does not take part, and why. */
  missing: ReadonlyMap<Contender, string>
}

/** Markdown. `command` is what was typed. */
export function report(findings: Findings, { rounds }: Options, { command, minutes }: { command: string; minutes: number }): string {
  const { throughput, smallFiles, parallel, snappy, inference, codec, memory, coldStart } = findings
  const sections = [
    '# Benchmark results',
    `${machine()}.`,
    `To reproduce: \`${command}\` (${Math.ceil(minutes)} minutes). Each contender converts the same CSV (generated, with a fixed seed) to Parquet
with the same declared columns and types, the same codec and the same number of threads. Its output is first compared with the CSV, all rows and
their order included; nothing that differs is timed. Then ${rounds === 1 ? 'one round' : `${rounds} interleaved rounds`} (memory: one); each run is a whole process, from its
start to its exit. MB is 1,000,000 bytes. Rates and times are medians, memory is the highest peak. CPU is user and system time of all threads;
"by CPU" compares it instead of wall time.`,
    ...(throughput.length > 0 ? [summarySection(throughput)] : []),
    ...throughput.map(each => competitionSection(`${each.task.shape.name}, ${sizeName(each.task.size)}: ${each.task.shape.about}`, each)),
    ...(smallFiles.length > 0 ? [smallFilesSection(smallFiles)] : []),
    ...(parallel.length > 0 ? [parallelSection(parallel)] : []),
    ...(snappy.length > 0 ? [snappySection(snappy)] : []),
    ...(inference.length > 0 ? [inferenceSection(inference)] : []),
    ...(codec.length > 0 ? [codecSection(codec)] : []),
    ...(memory.length > 0 ? [memorySection(memory)] : []),
    ...(coldStart === undefined ? [] : [coldStartSection(coldStart)]),
    '## Versions',
    versionList(findings),
  ]
  return `${sections.join('\n\n')}\n`
}

function versionList({ versions, missing }: Findings): string {
  const present = [...versions].map(([contender, version]) => `- ${contender.name}: ${version}`)
  const absent = [...missing].map(([contender, reason]) => `- ${contender.name} did not take part: ${reason}`)
  return [...present, ...absent].join('\n')
}
