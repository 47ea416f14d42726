// Which bucket and prefixes a pipeline serves, and how it retries.

import { Failure } from '../failure/failure.ts'
import { type AfterConvert, type Dataset, defaultAfterConvert, defaultOnSourceDelete, type OnSourceDelete } from '../schema/dataset.ts'

/** Prefixes end with `/`, and none contains another. */
export interface PipelineConfig {
  bucket: string
  inputPrefix: string
  outputPrefix: string
  /** Failed objects with their `.error.json`. */
  retryPrefix: string
  /** Rejected records of files that were converted. */
  rejectPrefix: string
  /** Where corrected files of rejected records are dropped. */
  fixPrefix: string
  archivePrefix: string
  /** The ledger. */
  statePrefix: string
  datasets: readonly Dataset[]
  /** What happens to a source without a dataset file, once converted. */
  afterConvert: AfterConvert
  /** What happens to outputs whose source is deleted, where no dataset file says it. */
  onSourceDelete: OnSourceDelete
  /** Deliveries after which a message counts as failed. The queue's own maxReceiveCount must not be lower. */
  maxReceives: number
  /** Worker threads of a conversion. */
  threads: number
}

export const defaultPipelineConfig: Omit<PipelineConfig, 'bucket'> = {
  inputPrefix: 'incoming/',
  outputPrefix: 'parquet/',
  retryPrefix: 'retry/',
  rejectPrefix: 'rejects/',
  fixPrefix: 'fix/',
  archivePrefix: 'archive/',
  statePrefix: '_parquetry/',
  datasets: [],
  afterConvert: defaultAfterConvert,
  onSourceDelete: defaultOnSourceDelete,
  maxReceives: 5,
  threads: 1,
}

export const PREFIXES = ['inputPrefix', 'outputPrefix', 'retryPrefix', 'rejectPrefix', 'fixPrefix', 'archivePrefix', 'statePrefix'] as const

/**
 * Refuses what would convert its own outputs, mix up kinds of objects, or never give up.
 *
 * @throws Failure CONFIG_INVALID, PREFIX_OVERLAP
 */
export function checkConfig(config: PipelineConfig): PipelineConfig {
  if (config.bucket === '') throw invalid('the bucket has no name')
  for (const name of PREFIXES) checkPrefix(name, config[name])
  for (const [index, name] of PREFIXES.entries()) {
    for (const other of PREFIXES.slice(index + 1)) checkApart(config, name, other)
  }
  // A delivery may be counted without anybody having seen it, so a single one must not be the last.
  if (!Number.isInteger(config.maxReceives) || config.maxReceives < 2) throw invalid(`maxReceives is ${config.maxReceives}, not 2 or more`)
  if (!Number.isInteger(config.threads) || config.threads < 1) throw invalid(`threads is ${config.threads}, not 1 or more`)
  return config
}

type PrefixName = (typeof PREFIXES)[number]

function checkPrefix(name: PrefixName, prefix: string): void {
  const isFolder = /^[^/].*\/$/s.test(prefix) && !prefix.includes('//')
  if (!isFolder) throw invalid(`${name} is "${prefix}", not a folder like "incoming/"`)
  if (/(^|\/)\.\.?\//.test(prefix)) throw invalid(`${name} "${prefix}" has a folder named . or ..`)
}

function checkApart(config: PipelineConfig, name: PrefixName, other: PrefixName): void {
  const [a, b] = [config[name], config[other]]
  if (!a.startsWith(b) && !b.startsWith(a)) return
  throw new Failure({ code: 'PREFIX_OVERLAP', detail: `${name} "${a}" and ${other} "${b}"` })
}

function invalid(detail: string): Failure {
  return new Failure({ code: 'CONFIG_INVALID', detail })
}
