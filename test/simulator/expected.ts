// What the pipeline must make of a source, said anew and as plainly as possible: no code of the product.

import { fixPrefix, folderOf, inputPrefix, isMarker, markerName, relativeKey } from './datasets.ts'
import { badRowText, type SourceVersion } from './source-text.ts'

/** Key of each output → its rows, `id,n`, sorted. */
export type Outputs = Readonly<Record<string, readonly string[]>>

export function expectedOutputs({ key, rows, flaw }: SourceVersion): Outputs {
  if (flaw !== undefined) return {}
  const name = relativeKey(key).replace(/\.csv$/, '.parquet')
  const outputs: Record<string, string[]> = {}
  for (const { id, n, part } of rows) {
    const folder = folderOf(key) === 'parted' ? `parted/part=${part}/${name.slice('parted/'.length)}` : name
    const place = `parquet/${folder}`
    outputs[place] = [...(outputs[place] ?? []), `${id},${n}`].sort()
  }
  return outputs
}

/** Text of the file of rejected rows; undefined when there are none. */
export function expectedRejects({ key, version, badRows }: SourceVersion): string | undefined {
  if (badRows === 0) return undefined
  return ['id,n,part', ...Array.from({ length: badRows }, (_, index) => badRowText(key, version, index)), ''].join('\n')
}

export function rejectKey(key: string): string {
  return `rejects/${relativeKey(key)}.rows.csv`
}

export function retryKey(key: string): string {
  return `retry/${relativeKey(key)}`
}

export function archiveKey(key: string): string {
  return `archive/${relativeKey(key)}`
}

export function ledgerKey(key: string): string {
  return `_parquetry/ledger/${key}.json`
}

export function isArchived(key: string): boolean {
  return folderOf(key) === 'archived'
}

export function isMirrored(key: string): boolean {
  return folderOf(key) === 'mirrored'
}

/** Where the rows were rejected that a fix corrects: `incoming/plain/a.csv` of `fix/plain/a.csv.rows.csv`; a fix, of rows of a fix. */
export function parentOf(fix: string): string {
  const name = relativeKey(fix).slice(0, -'.rows.csv'.length)
  return name.endsWith('.rows.csv') ? fixPrefix + name : inputPrefix + name
}

/** The fix of a source's, or another fix's, rejected rows. */
export function fixOf(key: string): string {
  return `${fixPrefix}${relativeKey(key)}.rows.csv`
}

/** Where the markers may lie that a source waits for; none: it waits for nothing. */
export function markersOf(key: string): string[] {
  if (!key.startsWith(`${inputPrefix}marked/`) || isMarker(key)) return []
  const folders = key.split('/').slice(0, -1)
  return folders.slice(1).map((_, depth) => `${folders.slice(0, depth + 2).join('/')}/${markerName}`)
}
