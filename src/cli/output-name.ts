// How an output is called: the input's name with its CSV suffix (and a compression's behind it) replaced by `.parquet`.

const csvSuffix = /\.(?:csv|tsv|tab|txt)(?:\.(?:gz|gzip|zst|zstd))?$/i

/** Whether a file found in a folder is taken for a CSV: `.csv`, `.tsv`, `.tab`, `.txt`, and these compressed. Hidden ones are not. */
export function looksLikeCsv(name: string): boolean {
  return csvSuffix.test(name) && !name.startsWith('.') && !name.startsWith('_')
}

/** `2026/a.csv.gz` → `2026/a.parquet`; a name without such a suffix gets `.parquet` appended. */
export function outputName(name: string): string {
  return `${name.replace(csvSuffix, '')}.parquet`
}

/** Tab-separated by its suffix. */
export function isTabSeparated(name: string): boolean {
  return /\.(?:tsv|tab)(?:\.\w+)?$/i.test(name)
}
