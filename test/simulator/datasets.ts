// The dataset files of the simulated pipeline, one a way of treating a source; the first folder of a key says which.

import type { Dataset } from '../../src/schema/dataset.ts'
import { readDatasetFile } from '../../src/schema/dataset-file.ts'

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

export const inputPrefix = 'incoming/'

/** Keys below `free/` have none: types are inferred. */
export const datasetFiles = [
  file('plain'),
  file('parted', 'partitionBy: [part]\n'),
  file('archived', 'afterConvert: archive\n'),
  file('mirrored', 'onSourceDelete: remove\n'),
]

export const simulatedDatasets: readonly Dataset[] = datasetFiles.map(({ name, text }) => readDatasetFile(text, name))

/** `parted` of `incoming/parted/a.csv`. */
export function folderOf(key: string): string {
  return key.slice(inputPrefix.length).split('/')[0] ?? ''
}
