// How much everything but the codec costs, beside the codec: CPU seconds of a whole conversion with zstd, less those of the codec alone
// over the page bodies of its output, in interleaved rounds.

import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parquetry } from '../contenders/contenders.ts'
import { dataFile } from '../generate/data-files.ts'
import { writeDatasetFile } from '../generate/dataset-file.ts'
import type { CodecTime } from '../measure/compress-pages.ts'
import { measure } from '../measure/measure.ts'
import { median } from '../measure/statistics.ts'
import type { Options } from '../options.ts'
import type { Shape } from '../shapes/shape.ts'
import { shapes as allShapes } from '../shapes/shapes.ts'
import { sideSize } from './side-size.ts'

/** Medians, CPU seconds. */
export interface CodecShare {
  shape: Shape
  size: number
  /** With zstd, from the start of the process to its end. */
  conversion: number
  codecAlone: number
  pageBytes: number
}

const outputs = fileURLToPath(new URL('../out', import.meta.url))
const compressPages = fileURLToPath(new URL('../measure/compress-pages.ts', import.meta.url))

export async function codecShare({ shapes, size, rounds }: Options): Promise<CodecShare[]> {
  mkdirSync(outputs, { recursive: true })
  const shares: CodecShare[] = []
  for (const shape of shapes ?? allShapes) shares.push(await shareOf(shape, size ?? sideSize(shape), rounds))
  rmSync(outputs, { recursive: true })
  return shares
}

async function shareOf(shape: Shape, size: number, rounds: number): Promise<CodecShare> {
  writeDatasetFile(shape)
  const runs: { conversion: number; codec: CodecTime }[] = []
  for (let round = 0; round <= rounds; round++) {
    const conversion = await convert(shape, size)
    const run = { conversion, codec: codecAlone(outputPath(shape)) }
    if (round > 0) runs.push(run) // the first brings everything into the page cache
    process.stderr.write(`${shape.name} codec alone: ${run.codec.cpuSeconds.toFixed(2)} of ${conversion.toFixed(2)} s\n`)
  }
  return {
    shape,
    size,
    conversion: median(runs.map(run => run.conversion)),
    codecAlone: median(runs.map(run => run.codec.cpuSeconds)),
    pageBytes: runs.at(-1)!.codec.bodyBytes,
  }
}

async function convert(shape: Shape, size: number): Promise<number> {
  const output = outputPath(shape)
  const command = parquetry.command({ input: dataFile(shape, size), output, shape, threads: 1, codec: 'zstd' })
  const { cpuSeconds } = await measure(command, output)
  return cpuSeconds
}

function codecAlone(parquet: string): CodecTime {
  const { status, stdout, stderr } = spawnSync(process.execPath, [compressPages, parquet], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

function outputPath(shape: Shape): string {
  return join(outputs, `${shape.name}.parquet`)
}
