// A name for what a dataset file says: in the ledger it tells by which state of the file a source was converted. Unlike the config hash it
// covers everything, and it depends on nothing but the file's meaning: comments, order of keys and defaults spelt out make no difference,
// nor do settings that a later Parquetry adds.

import { createHash } from 'node:crypto'
import type { Dataset } from './dataset.ts'
import { formatDatasetFile } from './format-dataset-file.ts'

/** 16 hexadecimal digits. */
export function schemaVersion(dataset: Dataset): string {
  const known = versions.get(dataset)
  if (known !== undefined) return known
  const version = createHash('sha256').update(formatDatasetFile(dataset)).digest('hex').slice(0, 16)
  versions.set(dataset, version)
  return version
}

/** Datasets are read once and used for every file. */
const versions = new WeakMap<Dataset, string>()
