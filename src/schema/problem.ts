// What is wrong with a dataset file, and the failure that tells all of it at once.

import { Failure } from '../failure/failure.ts'

export interface Problem {
  fileName: string
  /** 1-based. */
  line: number
  message: string
}

/** DATASET_FILE_INVALID; its detail has one line a problem: `schemas/sales.yaml line 7: unknown key "colums"; did you mean "columns"?`. */
export function invalidDatasetFiles(problems: readonly Problem[]): Failure {
  const lines = problems.map(({ fileName, line, message }) => `${fileName} line ${line}: ${message}`)
  return new Failure({ code: 'DATASET_FILE_INVALID', detail: lines.join('\n') })
}
