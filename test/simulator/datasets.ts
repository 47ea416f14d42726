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

function dataset(name: string, more = ''): Dataset {
  return readDatasetFile(`dataset: ${name}\nmatch: ${name}/**\n${columns}${more}`, `${name}.yaml`)
}

export const inputPrefix = 'incoming/'

/** Keys below `free/` have none: types are inferred. */
export const simulatedDatasets: readonly Dataset[] = [
  dataset('plain'),
  dataset('parted', 'partitionBy: [part]\n'),
  dataset('archived', 'afterConvert: archive\n'),
  dataset('mirrored', 'onSourceDelete: remove\n'),
]

/** `parted` of `incoming/parted/a.csv`. */
export function folderOf(key: string): string {
  return key.slice(inputPrefix.length).split('/')[0] ?? ''
}
