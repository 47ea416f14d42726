// Reads a dataset file: YAML text → Dataset. See docs/dataset-files.md for the keys, dataset-file-shape.ts for their description.

import type { Dataset } from './dataset.ts'
import { type CheckedDataset, checkDatasetDocument, readDatasetDocument } from './dataset-document.ts'
import { parseYaml } from './full-yaml.ts'
import { parsePlainYaml } from './plain-yaml.ts'
import type { YamlDocument } from './yaml-node.ts'

/**
 * The dataset that a file declares.
 * @param fileName for messages: the file's path or key
 * @throws Failure DATASET_FILE_INVALID whose detail lists all problems, one a line
 */
export function readDatasetFile(text: string, fileName: string): Dataset {
  return readDatasetDocument(documentOf(text), fileName)
}

/** The dataset, or else everything that is wrong with its file, in the order of the lines. */
export function checkDatasetFile(text: string, fileName: string): CheckedDataset {
  return checkDatasetDocument(documentOf(text), fileName)
}

const documentOf = (text: string): YamlDocument => parsePlainYaml(text) ?? parseYaml(text)
