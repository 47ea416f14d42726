// What a CSV's name says: that it is one, that tabs separate its fields, how the Parquet file made of it is called.

import type { Dialect } from '../schema/dialect.ts'

const csvName = /\.(?:csv|tsv|txt)(?:\.(?:gz|gzip|zst|zstd))?$/i
const replacedSuffix = /(?:\.(?:csv|tsv|txt))?(?:\.(?:gz|gzip|zst|zstd))?$/i
const tabSeparatedName = /\.tsv(?:\.[^./]+)?$/i

/** `.csv`, `.tsv`, `.txt`, and these compressed. */
export function isCsvName(name: string): boolean {
  return csvName.test(name)
}

/** `2026/a.csv.gz` → `2026/a.parquet`; a name without such a suffix gets `.parquet` appended. */
export function parquetName(name: string): string {
  return name.replace(replacedSuffix, '.parquet')
}

/** What the name says of the dialect: `.tsv` is tab-separated, also with one more suffix behind it. */
export function marksOfName(name: string): Pick<Dialect, 'delimiter'> | undefined {
  return tabSeparatedName.test(name) ? { delimiter: '\t' } : undefined
}
