// One competition: contenders convert the same CSV, first once each to be verified, then in interleaved rounds (A B C, A B C, …), so that
// whatever else the machine does falls on all of them.

import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Contender } from '../contenders/contender.ts'
import type { Codec } from '../contenders/job.ts'
import { dataFile } from '../generate/data-files.ts'
import { writeDatasetFile } from '../generate/dataset-file.ts'
import { type Measurement, measure } from '../measure/measure.ts'
import type { Shape } from '../shapes/shape.ts'
import { Verifier } from '../verify/verify.ts'

export interface Task {
  shape: Shape
  size: number // bytes of CSV
  rounds: number
  threads: number
  codec: Codec
}

export interface Result {
  contender: Contender
  /** What it was given: less than the task's size for those that are slow. */
  inputBytes: number
  runs: Measurement[]
  otherTypes: string[]
}

export interface Competition {
  task: Task
  results: Result[]
  /** Who was not timed, and why. */
  excluded: { contender: Contender; reason: string }[]
}

const outputs = fileURLToPath(new URL('../out', import.meta.url))

export async function compete(task: Task, contenders: readonly Contender[]): Promise<Competition> {
  mkdirSync(outputs, { recursive: true })
  writeDatasetFile(task.shape)
  const competition: Competition = { task, results: [], excluded: [] }
  const verifier = await Verifier.open()
  for (const contender of contenders) await qualify(competition, contender, verifier)
  verifier.close()
  for (let round = 1; round <= task.rounds; round++) {
    for (const result of competition.results) {
      const run = await runOnce(result.contender, task, result.inputBytes)
      tell(task, `round ${round}/${task.rounds}`, result.contender, `${run.wallSeconds.toFixed(2)} s`)
      result.runs.push(run)
    }
  }
  rmSync(outputs, { recursive: true })
  return competition
}

/** The verified run; it also brings the CSV and the program into the page cache. */
async function qualify({ task, results, excluded }: Competition, contender: Contender, verifier: Verifier): Promise<void> {
  const inputBytes = Math.min(task.size, contender.maxInputBytes ?? task.size)
  try {
    await runOnce(contender, task, inputBytes)
    const { differences, otherTypes } = await verifier.verify(dataFile(task.shape, inputBytes), outputPath(contender, task), task.shape)
    tell(task, 'verified', contender, differences.length === 0 ? 'equal' : 'DIFFERENT')
    if (differences.length === 0) results.push({ contender, inputBytes, runs: [], otherTypes })
    else excluded.push({ contender, reason: `its output differs: ${differences.slice(0, 3).join('; ')}` })
  } catch (error) {
    tell(task, 'failed', contender, String(error))
    excluded.push({ contender, reason: `it failed: ${error instanceof Error ? error.message : error}` })
  }
}

function runOnce(contender: Contender, task: Task, inputBytes: number): Promise<Measurement> {
  const output = outputPath(contender, task)
  const { shape, threads, codec } = task
  return measure(contender.command({ input: dataFile(shape, inputBytes), output, shape, threads, codec }), output)
}

function outputPath(contender: Contender, { shape }: Pick<Task, 'shape'>): string {
  return join(outputs, `${shape.name}-${contender.name.replaceAll(/[^a-z]+/gi, '-')}.parquet`)
}

function tell({ shape, codec, threads }: Task, what: string, contender: Contender, outcome: string): void {
  const how = [codec === 'zstd' ? '' : ` ${codec}`, threads === 1 ? '' : ` on ${threads} threads`].join('')
  process.stderr.write(`${shape.name}${how} ${what}: ${contender.name} ${outcome}\n`)
}
