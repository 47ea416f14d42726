// A checked dataset file → Dataset: every default filled in, every short form spelt out.

import {
  type Column,
  type Dataset,
  defaultAfterConvert,
  defaultConversionOptions,
  defaultFalsePositives,
  defaultLimits,
  type Limits,
  type PartitionField,
} from './dataset.ts'
import type { ColumnEntry, CsvEntry, DatasetFile, PartitionEntry } from './dataset-file-shape.ts'
import { type Dialect, defaultDialect } from './dialect.ts'
import { ordinalSource } from './field-ordinal.ts'
import { noMark } from './scalars.ts'
import { writtenAs } from './written-as.ts'

/** `file` must have passed all checks; where a required value is missing all the same, something harmless stands in. */
export function buildDataset(file: DatasetFile): Dataset {
  const dialect = buildDialect(file.csv ?? {})
  return {
    name: file.dataset ?? '',
    match: present(file.match ?? []),
    columns: file.columns && present(file.columns).map((entry, index) => buildColumn(entry, index, dialect.header)),
    dialect,
    nullTokens: present(file.nullTokens ?? []),
    onBadRow: file.onBadRow ?? defaultConversionOptions.onBadRow,
    maxRejects: file.maxRejects,
    missingColumns: file.missingColumns ?? defaultConversionOptions.missingColumns,
    extraColumns: file.extraColumns ?? defaultConversionOptions.extraColumns,
    partitionBy: present(file.partitionBy ?? []).map(buildPartitionField),
    codec: file.codec ?? defaultConversionOptions.codec,
    encodings: file.encodings ?? defaultConversionOptions.encodings,
    rowGroupBytes: file.rowGroupSize ?? defaultConversionOptions.rowGroupBytes,
    limits: buildLimits(file.limits ?? {}),
    afterConvert: file.afterConvert ?? defaultAfterConvert,
    onSourceDelete: file.onSourceDelete,
    readyMarker: file.readyMarker,
  }
}

/** The dialect with its defaults: the escape is the quote itself unless another one is given. */
export function buildDialect(csv: CsvEntry): Dialect {
  const quote = csv.quote === noMark ? undefined : (csv.quote ?? defaultDialect.quote)
  return {
    delimiter: csv.delimiter ?? defaultDialect.delimiter,
    quote,
    escape: quote === undefined ? undefined : (csv.escape ?? quote),
    comment: csv.comment === noMark ? undefined : (csv.comment ?? defaultDialect.comment),
    header: csv.header ?? defaultDialect.header,
    ...(csv.encoding !== undefined && csv.encoding !== 'utf-8' && { encoding: csv.encoding }),
    ...(csv.skipLines !== undefined && csv.skipLines > 0 && { skipLines: csv.skipLines }),
    ...(csv.footerLines !== undefined && csv.footerLines > 0 && { footerLines: csv.footerLines }),
    ...(csv.ragged === 'pad' && { ragged: csv.ragged }),
  }
}

/** The part of the folder's name before `=`. */
export function partitionName(entry: PartitionEntry): string | undefined {
  const ownName = 'name' in entry ? entry.name : undefined
  return ownName ?? (transformOf(entry) === 'identity' ? entry.column : transformOf(entry))
}

export const transformOf = (entry: PartitionEntry) => entry.transform ?? 'identity'

/** What a column reads, as written or by default: its name in the header or, without a header, its place in the list. */
export const sourceOf = (entry: ColumnEntry, index: number, header: boolean): string | undefined =>
  entry.source ?? (header ? entry.name : String(index + 1))

function buildColumn(entry: ColumnEntry, index: number, header: boolean): Column {
  const source = sourceOf(entry, index, header) ?? ''
  return {
    name: entry.name ?? '',
    type: entry.type ?? { name: 'string' },
    nullable: entry.nullable ?? true,
    source: header ? source : ordinalSource(Number(source)),
    ...writtenAs(writtenEntry(entry)),
    ...bloomFilterOf(entry),
  }
}

function bloomFilterOf({ bloomFilter }: ColumnEntry): Pick<Column, 'bloomFilter'> {
  if (bloomFilter === undefined || bloomFilter === false) return {}
  const given = bloomFilter === true ? undefined : bloomFilter.falsePositives
  return { bloomFilter: { falsePositives: given ?? defaultFalsePositives } }
}

/** Lists without the items that were wrong. */
export const writtenEntry = ({ trueWords, falseWords, nullTokens, ...rest }: ColumnEntry) => ({
  ...rest,
  trueWords: trueWords && present(trueWords),
  falseWords: falseWords && present(falseWords),
  nullTokens: nullTokens && present(nullTokens),
})

function buildPartitionField(entry: PartitionEntry): PartitionField {
  return { column: entry.column ?? '', transform: transformOf(entry), name: partitionName(entry) ?? '' }
}

function buildLimits(limits: { readonly [Name in keyof Limits]?: number | undefined }): Limits {
  return {
    recordBytes: limits.recordBytes ?? defaultLimits.recordBytes,
    ...(limits.fieldBytes !== undefined && { fieldBytes: limits.fieldBytes }),
    columns: limits.columns ?? defaultLimits.columns,
    sourceBytes: limits.sourceBytes ?? defaultLimits.sourceBytes,
    compressionRatio: limits.compressionRatio ?? defaultLimits.compressionRatio,
    partitions: limits.partitions ?? defaultLimits.partitions,
  }
}

const present = <T>(items: readonly (T | undefined)[]): T[] => items.filter(item => item !== undefined)
