// What a dataset file declares, validated: see docs/dataset-files.md for the YAML, dataset-file.ts for the reader.

import type { Codec } from './codec.ts'
import type { ColumnType } from './column-type.ts'
import { type Dialect, defaultDialect } from './dialect.ts'
import type { WrittenAs } from './written-as.ts'

/** `compatible`: encodings that every reader knows. `smallest`: whatever takes the least, for current readers. */
export const ENCODING_PROFILES = ['compatible', 'smallest'] as const
export type EncodingProfile = (typeof ENCODING_PROFILES)[number]

export interface Column extends WrittenAs {
  /** Name in the Parquet file. */
  name: string
  type: ColumnType
  nullable: boolean
  /** Name in the CSV header; matched exactly, in any order. Without a header: `column 3` is the third field. */
  source: string
  /** Undefined: none is written. */
  bloomFilter?: BloomFilter
}

/** A bloom filter lets readers leave row groups out that do not hold the one value they look for. */
export interface BloomFilter {
  /** The part of absent values that it does not tell from present ones. */
  falsePositives: number
}

export const defaultFalsePositives = 0.01

export const PARTITION_TRANSFORMS = ['identity', 'year', 'month', 'day', 'hour'] as const
export type PartitionTransform = (typeof PARTITION_TRANSFORMS)[number]

export interface PartitionField {
  /** A declared column, by its Parquet name. */
  column: string
  transform: PartitionTransform
  /** The folder's name before `=`; for identity the column's own name. */
  name: string
}

/** The most rejected records that still let a file through: a count, or a percentage of all its records. */
export type MaxRejects = { count: number } | { percent: number }

export interface Limits {
  /** Bytes of one record, quotes and line breaks included. */
  recordBytes: number
  /** Bytes of one field, quotes included; undefined: as many as a record may have. */
  fieldBytes?: number
  columns: number
  /** Bytes of the source after decompression. */
  sourceBytes: number
  /** Decompressed bytes per compressed byte, once 64 MiB are decompressed. */
  compressionRatio: number
  /** Partitions that one source may write to. */
  partitions: number
}

export const defaultLimits: Limits = {
  recordBytes: 16 * 1024 * 1024,
  columns: 10_000,
  sourceBytes: 1024 ** 4,
  compressionRatio: 1000,
  partitions: 1000,
}

/** How to convert, whether the columns are declared or inferred. */
export interface ConversionOptions {
  dialect: Dialect
  /** Unquoted fields with exactly this text are null. An empty unquoted field always is. */
  nullTokens: readonly string[]
  onBadRow: 'fail' | 'reject'
  /** Used with `onBadRow: reject`; undefined: no limit. */
  maxRejects: MaxRejects | undefined
  /** A declared column that the file lacks: an error, or null in every row (the column must be nullable). */
  missingColumns: 'fail' | 'null'
  /** A column of the file that is not declared: an error, or left out. */
  extraColumns: 'fail' | 'ignore'
  partitionBy: readonly PartitionField[]
  codec: Codec
  encodings: EncodingProfile
  /** Bytes of CSV that go into one row group. */
  rowGroupBytes: number
  limits: Limits
}

/** The options of a dataset, without what it has beyond them. */
export function optionsOnly({
  dialect,
  nullTokens,
  onBadRow,
  maxRejects,
  missingColumns,
  extraColumns,
  partitionBy,
  codec,
  encodings,
  rowGroupBytes,
  limits,
}: ConversionOptions): ConversionOptions {
  return { dialect, nullTokens, onBadRow, maxRejects, missingColumns, extraColumns, partitionBy, codec, encodings, rowGroupBytes, limits }
}

export const AFTER_CONVERT = ['keep', 'archive', 'delete'] as const
export type AfterConvert = (typeof AFTER_CONVERT)[number]

/** Nothing is moved or deleted unless asked. */
export const defaultAfterConvert: AfterConvert = 'keep'

export const ON_SOURCE_DELETE = ['keep', 'remove'] as const
export type OnSourceDelete = (typeof ON_SOURCE_DELETE)[number]

/** What is published stays, unless asked otherwise. */
export const defaultOnSourceDelete: OnSourceDelete = 'keep'

export interface Dataset extends ConversionOptions {
  name: string
  /** Globs on the key below the input prefix. */
  match: readonly string[]
  /** In the order of the Parquet file; undefined: inferred from each source. */
  columns: readonly Column[] | undefined
  /** What becomes of the source once its Parquet is published. */
  afterConvert: AfterConvert
  /** What becomes of the outputs once somebody deletes the source; undefined: as the pipeline is configured. */
  onSourceDelete: OnSourceDelete | undefined
  /** Name of a file: sources are converted once it lies in their folder or one above; undefined: at once. */
  readyMarker: string | undefined
}

export const defaultConversionOptions: ConversionOptions = {
  dialect: defaultDialect,
  nullTokens: [],
  onBadRow: 'fail',
  maxRejects: undefined,
  missingColumns: 'fail',
  extraColumns: 'fail',
  partitionBy: [],
  codec: 'zstd',
  encodings: 'compatible',
  rowGroupBytes: 48 * 1024 * 1024,
  limits: defaultLimits,
}
