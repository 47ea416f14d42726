// Names of files that the command line meets: which are inputs, and how reject files are called.

import { isCsvName } from '../csv/csv-name.ts'

/** Whether a file found in a folder is taken for a CSV. Hidden ones and reject files are not. */
export function looksLikeCsv(name: string): boolean {
  return isCsvName(name) && !/^[._]/.test(name) && !name.endsWith(rejectRowsSuffix)
}

/** Behind an output's name without `.parquet`: the rejected records, and why each was rejected. */
export const rejectRowsSuffix = '.rejects.csv'
export const rejectReasonsSuffix = '.rejects.ndjson'
