// What a dataset file's refusal says, as its reader sees it: one `line N: …` a problem.

import { Failure } from '../../src/failure/failure.ts'
import { readDatasetFile } from '../../src/schema/dataset-file.ts'

/** The problems of `text`, the file's name taken off; empty if it is valid. */
export function problemLines(text: string): string[] {
  try {
    readDatasetFile(text, 'sales.yaml')
    return []
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return (error.data.detail ?? '').split('\n').map(line => line.replace(/^sales\.yaml /, ''))
  }
}

/** What `action` throws, which must be a Failure. */
export function failureOf(action: () => unknown): Failure {
  try {
    action()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('expected a Failure, nothing was thrown')
}
