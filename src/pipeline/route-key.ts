// Where a source key leads: pure string mapping, so the same key always has the same outputs.
//
//   incoming/sales/2026/01/a.csv.gz   → parquet/sales/2026/01/a.parquet
//
// A partitioned dataset is one table, and its partition folders follow the table's root: the folders that the dataset's glob spells out.
// What varies below stays below, so that Hive, Athena and Spark see one root with one depth of partitions. With match: sales/**/*.csv
//
//   incoming/sales/2026/01/a.csv      → parquet/sales/day=2026-01-31/2026/01/a.parquet

import picomatch from 'picomatch'
import { isCsvName, parquetName } from '../csv/csv-name.ts'
import type { Dataset } from '../schema/dataset.ts'
import { matchesGlob } from '../schema/glob.ts'
import { matchDataset } from '../schema/match-dataset.ts'
import { decodeKey, encodeKeyShort, withoutDotFolders } from './object-key.ts'
import type { PipelineConfig } from './pipeline-config.ts'

export interface SourceRoute {
  kind: 'source'
  key: string
  /** Below the input prefix. */
  relativeKey: string
  /** undefined: types are inferred. */
  dataset: Dataset | undefined
  /** Of corrected rows: the source they came in, below the input prefix; it decides dataset, layout and table. */
  follows?: string
}

/** Corrected rows, under the fix prefix; which source they belong to is in the ledger (fix-source.ts). */
export interface FixRoute {
  kind: 'fix'
  key: string
  /** Below the fix prefix. */
  relativeKey: string
}

/** A file that says that its folder is complete. */
export interface MarkerRoute {
  kind: 'marker'
  key: string
  /** Below the input prefix; empty or ending in `/`. */
  folder: string
  /** Whose sources wait for it. */
  datasets: readonly Dataset[]
}

export type Route = SourceRoute | FixRoute | MarkerRoute | { kind: 'ignored'; reason: string }

/** @throws Failure DATASET_FILE_INVALID when two datasets match */
export function routeKey(config: PipelineConfig, key: string): Route {
  if (key.startsWith(config.fixPrefix)) return routeFix(key, key.slice(config.fixPrefix.length))
  if (!key.startsWith(config.inputPrefix)) return { kind: 'ignored', reason: `outside ${config.inputPrefix}` }
  const relativeKey = key.slice(config.inputPrefix.length)
  if (relativeKey === '' || relativeKey.endsWith('/')) return { kind: 'ignored', reason: 'a folder marker' }
  const marker = markerRoute(config, key, relativeKey)
  if (marker !== undefined) return marker
  // Hive's convention, also of Spark's and Hadoop's half-written files: a reader would not see the output either.
  if (relativeKey.split('/').some(isHidden)) return { kind: 'ignored', reason: 'a hidden name: it starts with . or _' }
  const dataset = matchDataset(config.datasets, relativeKey)
  if (dataset === undefined && !isCsvName(relativeKey)) return { kind: 'ignored', reason: 'no CSV name, and no dataset matches it' }
  return { kind: 'source', key, relativeKey, dataset }
}

function routeFix(key: string, relativeKey: string): Route {
  if (relativeKey === '' || relativeKey.endsWith('/')) return { kind: 'ignored', reason: 'a folder marker' }
  if (relativeKey.split('/').some(isHidden)) return { kind: 'ignored', reason: 'a hidden name: it starts with . or _' }
  return { kind: 'fix', key, relativeKey }
}

function markerRoute({ datasets }: PipelineConfig, key: string, relativeKey: string): MarkerRoute | undefined {
  const folder = relativeKey.slice(0, relativeKey.lastIndexOf('/') + 1)
  const name = relativeKey.slice(folder.length)
  const waiting = datasets.filter(({ readyMarker, match }) => readyMarker === name && match.some(glob => folder.startsWith(globRoot(glob))))
  return waiting.length === 0 ? undefined : { kind: 'marker', key, folder, datasets: waiting }
}

function isHidden(name: string): boolean {
  return /^[._]/.test(name) && name !== '.' && name !== '..'
}

/** @param partition Hive path, `day=2026-01-31/`; empty without partitions */
export function outputKey(config: PipelineConfig, route: SourceRoute, partition: string): string {
  const root = partition === '' ? '' : tableRoot(route)
  const below = parquetName(route.relativeKey.slice(root.length))
  return config.outputPrefix + withoutDotFolders(root) + partition + withoutDotFolders(below)
}

/** The folders of the key that the dataset's glob spells out, `sales/`; empty if it starts with a wildcard. */
export function tableRoot({ relativeKey, follows = relativeKey, dataset }: SourceRoute): string {
  const glob = dataset?.match.find(glob => matchesGlob(glob, follows))
  return glob === undefined ? '' : globRoot(glob)
}

/** The folders that a glob spells out; empty if it starts with a wildcard. */
export function globRoot(glob: string): string {
  const { base, isGlob } = picomatch.scan(glob)
  return isGlob ? (base === '' ? '' : `${base}/`) : base.slice(0, base.lastIndexOf('/') + 1)
}

export function rejectKeys(config: PipelineConfig, { relativeKey }: SourceRoute): { rows: string; reasons: string } {
  const key = config.rejectPrefix + withoutDotFolders(relativeKey)
  return { rows: key + rowsSuffix, reasons: `${key}.reasons.ndjson` }
}

/** Rejected rows have the same name under the reject prefix as, corrected, under the fix prefix. */
export function rejectedRowsKey({ rejectPrefix, fixPrefix }: PipelineConfig, fixKey: string): string {
  return rejectPrefix + fixKey.slice(fixPrefix.length)
}

export const rowsSuffix = '.rows.csv'

export function retryKey(config: PipelineConfig, relativeKey: string): string {
  return config.retryPrefix + relativeKey
}

export const errorSuffix = '.error.json'

export function archiveKey(config: PipelineConfig, relativeKey: string): string {
  return config.archivePrefix + relativeKey
}

const maxLedgerName = 900 // bytes; S3 keys have at most 1,024

export function ledgerKey(config: PipelineConfig, key: string): string {
  return `${ledgerPrefix(config)}${encodeKeyShort(key, maxLedgerName)}.json`
}

/** The source that an entry is about; undefined where its place does not tell, and the entry must be read: long keys are cut. */
export function sourceKeyOf(config: PipelineConfig, place: string): string | undefined {
  const name = place.slice(ledgerPrefix(config).length).replace(/\.json$/, '')
  return decodeKey(name)
}

export function ledgerPrefix(config: PipelineConfig): string {
  return `${config.statePrefix}ledger/`
}

/** What an object's metadata says of its source: printable ASCII, at most 1,000 characters. */
export function sourceTag(key: string): string {
  return encodeKeyShort(key, 1000)
}
