// Parquetry's dataset file for a shape, made from the same columns that the other contenders get.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Shape } from '../shapes/shape.ts'
import { dataFolder } from './data-files.ts'

export function datasetFilePath(shape: Shape): string {
  return join(dataFolder, `${shape.name}.yaml`)
}

export function writeDatasetFile(shape: Shape): void {
  mkdirSync(dataFolder, { recursive: true })
  writeFileSync(datasetFilePath(shape), datasetFile(shape))
}

function datasetFile(shape: Shape): string {
  const columns = shape.columns.map(({ name, type }) => `  - { name: ${name}, type: "${type}" }`)
  return `${[`dataset: ${shape.name}`, `match: "${shape.name}-*.csv"`, 'columns:', ...columns].join('\n')}\n`
}
