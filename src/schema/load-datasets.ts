// All dataset files of a deployment, read as one configuration.

import type { Dataset } from './dataset.ts'
import { checkDatasetFile } from './dataset-file.ts'
import { invalidDatasetFiles, type Problem } from './problem.ts'

export interface DatasetFileText {
  /** Path or key, for messages. */
  name: string
  text: string
}

/**
 * The datasets, sorted by name, whatever the order of the files.
 * @throws Failure DATASET_FILE_INVALID that lists the problems of all files, two files with one dataset name among them
 */
export function loadDatasets(files: readonly DatasetFileText[]): Dataset[] {
  const datasets: Dataset[] = []
  const problems: Problem[] = []
  const owners = new Map<string, string>() // folded dataset name → file
  for (const { name: fileName, text } of [...files].sort((a, b) => compare(a.name, b.name))) {
    const checked = checkDatasetFile(text, fileName)
    problems.push(...checked.problems)
    if (checked.dataset === undefined) continue
    datasets.push(checked.dataset)
    problems.push(...takenName(checked.dataset, fileName, owners))
  }
  if (problems.length > 0) throw invalidDatasetFiles(problems)
  return datasets.sort((a, b) => compare(a.name, b.name))
}

function takenName(dataset: Dataset, fileName: string, owners: Map<string, string>): Problem[] {
  const folded = dataset.name.toLowerCase()
  const owner = owners.get(folded)
  if (owner !== undefined) return [{ fileName, line: 1, message: `the dataset "${dataset.name}" is already declared in ${owner}` }]
  owners.set(folded, fileName)
  return []
}

/** By code units: the same order on every machine, whatever its locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
