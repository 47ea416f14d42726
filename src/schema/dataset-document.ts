// A dataset file's document → Dataset, whoever has parsed it.
//
// Three steps: the document against its shape (read-yaml.ts), the rules that join several keys (check-*.ts), and the defaults
// (build-dataset.ts). The first two collect every problem, each with its line, before anything is refused.

import { buildDataset } from './build-dataset.ts'
import { checkColumns } from './check-columns.ts'
import { checkMarks } from './check-marks.ts'
import { checkPartitions } from './check-partitions.ts'
import { checkSettings } from './check-settings.ts'
import type { Dataset } from './dataset.ts'
import { type DatasetFile, datasetFileShape } from './dataset-file-shape.ts'
import { invalidDatasetFiles, type Problem } from './problem.ts'
import { readYaml } from './read-yaml.ts'
import type { YamlDocument } from './yaml-node.ts'
import type { YamlPlaces } from './yaml-places.ts'

export interface CheckedDataset {
  /** Undefined: there are problems. */
  dataset: Dataset | undefined
  problems: readonly Problem[]
}

/** As readDatasetFile (dataset-file.ts). */
export function readDatasetDocument(document: YamlDocument, fileName: string): Dataset {
  const { dataset, problems } = checkDatasetDocument(document, fileName)
  if (dataset === undefined) throw invalidDatasetFiles(problems)
  return dataset
}

/** As checkDatasetFile (dataset-file.ts). */
export function checkDatasetDocument(document: YamlDocument, fileName: string): CheckedDataset {
  const { value: file, places } = readYaml(document, datasetFileShape)
  if (file !== undefined) checkRules(file, places)
  const problems = places.problems.map(problem => ({ fileName, ...problem })).sort((a, b) => a.line - b.line)
  return { dataset: file !== undefined && problems.length === 0 ? buildDataset(file) : undefined, problems }
}

function checkRules(file: DatasetFile, places: YamlPlaces): void {
  checkColumns(file, places)
  checkMarks(file, places)
  checkSettings(file, places)
  checkPartitions(file, places)
}
