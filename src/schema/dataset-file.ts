// Reads a dataset file: YAML text → Dataset. See docs/dataset-files.md for the keys, dataset-file-shape.ts for their description.
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
import type { YamlPlaces } from './yaml-places.ts'

/**
 * The dataset that a file declares.
 * @param fileName for messages: the file's path or key
 * @throws Failure DATASET_FILE_INVALID whose detail lists all problems, one a line
 */
export function readDatasetFile(text: string, fileName: string): Dataset {
  const { dataset, problems } = checkDatasetFile(text, fileName)
  if (dataset === undefined) throw invalidDatasetFiles(problems)
  return dataset
}

/** The dataset, or else everything that is wrong with its file, in the order of the lines. */
export function checkDatasetFile(text: string, fileName: string): { dataset: Dataset | undefined; problems: readonly Problem[] } {
  if (text.includes('\0')) return { dataset: undefined, problems: [{ fileName, line: 1, message: notUtf8 }] }
  const { value: file, places } = readYaml(text, datasetFileShape)
  if (file !== undefined) checkRules(file, places)
  const problems = places.problems.map(problem => ({ fileName, ...problem })).sort((a, b) => a.line - b.line)
  return { dataset: file !== undefined && problems.length === 0 ? buildDataset(file) : undefined, problems }
}

const notUtf8 =
  'it is not UTF-8, but UTF-16, it seems; save it as UTF-8 (in PowerShell: parquetry infer FILE | Out-File -Encoding utf8 NAME.yaml)'

function checkRules(file: DatasetFile, places: YamlPlaces): void {
  checkColumns(file, places)
  checkMarks(file, places)
  checkSettings(file, places)
  checkPartitions(file, places)
}
