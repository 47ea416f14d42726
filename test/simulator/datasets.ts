// The dataset files of the simulated pipeline, one a way of treating a source; the first folder of a key says which.

import type { Dataset } from '../../src/schema/dataset.ts'
import { readDatasetFile } from '../../src/schema/dataset-file.ts'

export const inputPrefix = 'incoming/'
export const fixPrefix = 'fix/'

/** Sources below `marked/` wait for a file of this name in their folder or one above it. */
export const markerName = '_SUCCESS'

const columns = `
columns:
  - { name: id, type: string, nullable: false }
  - { name: n, type: int, nullable: false }
  - { name: part, type: int, nullable: false }
onBadRow: reject
codec: snappy
`

function file(name: string, more = ''): { name: string; text: string } {
  return { name: `${name}.yaml`, text: `dataset: ${name}\nmatch: ${name}/**\n${columns}${more}` }
}

/** Keys below `free/` have none: types are inferred. */
export const datasetFiles = [
  file('plain'),
  file('parted', 'partitionBy: [part]\n'),
  file('archived', 'afterConvert: archive\n'),
  file('mirrored', 'onSourceDelete: remove\n'),
  file('marked', `readyMarker: ${markerName}\n`),
]

export const simulatedDatasets: readonly Dataset[] = datasetFiles.map(({ name, text }) => readDatasetFile(text, name))

/** `parted` of `incoming/parted/a.csv`, and of `fix/parted/a.csv.rows.csv`. */
export function folderOf(key: string): string {
  return relativeKey(key).split('/')[0] ?? ''
}

export function relativeKey(key: string): string {
  return key.slice((isFix(key) ? fixPrefix : inputPrefix).length)
}

/** Whether it is where corrected rows are dropped. */
export function isFix(key: string): boolean {
  return key.startsWith(fixPrefix)
}

export function isMarker(key: string): boolean {
  return key.endsWith(`/${markerName}`)
}
