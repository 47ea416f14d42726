// How an output is called: the input's name with its CSV suffix (and a compression's behind it) replaced by `.parquet`.

const csvName = /\.(?:csv|tsv|txt)(?:\.(?:gz|gzip|zst|zstd))?$/i
const replacedSuffix = /(?:\.(?:csv|tsv|txt))?(?:\.(?:gz|gzip|zst|zstd))?$/i

/** Whether a file found in a folder is taken for a CSV: `.csv`, `.tsv`, `.txt`, and these compressed. Hidden ones and reject files are not. */
export function looksLikeCsv(name: string): boolean {
  return csvName.test(name) && !/^[._]/.test(name) && !name.endsWith(rejectRowsSuffix)
}

/** `2026/a.csv.gz` → `2026/a.parquet`; a name without such a suffix gets `.parquet` appended. */
export function outputName(name: string): string {
  return name.replace(replacedSuffix, '.parquet')
}

/** Tab-separated by its suffix. */
export function isTabSeparated(name: string): boolean {
  return /\.tsv(?:\.\w+)?$/i.test(name)
}

/** Behind an output's name without `.parquet`: the rejected records, and why each was rejected. */
export const rejectRowsSuffix = '.rejects.csv'
export const rejectReasonsSuffix = '.rejects.ndjson'
