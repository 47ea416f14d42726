// The generated CSVs, kept from run to run in a folder named after the generators' source code, so that changed generators make new files.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Shape } from '../shapes/shape.ts'
import { generate } from './generate.ts'

const seed = 20_150_101
const root = fileURLToPath(new URL('../data', import.meta.url))
export const dataFolder = join(root, sourceHash())

/** The path of a CSV with at least `size` bytes of whole records, generated unless it is there. */
export function dataFile(shape: Shape, size: number): string {
  const path = join(dataFolder, `${shape.name}-${size}.csv`)
  if (existsSync(path)) return path
  mkdirSync(dataFolder, { recursive: true })
  process.stderr.write(`generating ${shape.name}, ${size / 1e6} MB …\n`)
  generate(shape, path, size, seed)
  return path
}

/** Deletes a shape's CSV of that size, to bound the room on disk. */
export function removeDataFile(shape: Shape, size: number): void {
  rmSync(join(dataFolder, `${shape.name}-${size}.csv`), { force: true })
}

/** Deletes what older generators made. */
export function removeOldData(): void {
  if (!existsSync(root)) return
  for (const name of readdirSync(root)) if (join(root, name) !== dataFolder) rmSync(join(root, name), { recursive: true })
}

function sourceHash(): string {
  const hash = createHash('sha256')
  for (const folder of ['.', '../shapes']) {
    const path = fileURLToPath(new URL(`${folder}/`, import.meta.url))
    for (const name of readdirSync(path).sort()) hash.update(readFileSync(join(path, name)))
  }
  return hash.digest('hex').slice(0, 8)
}
