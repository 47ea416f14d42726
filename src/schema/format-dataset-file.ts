// Prints a dataset file. What it prints reads back as the dataset that was printed; what equals its default is not printed.

import { Document, isMap, isNode, isSeq, type YAMLMap } from 'yaml'
import { formatType } from './column-type.ts'
import {
  type BloomFilter,
  type Column,
  type Dataset,
  defaultAfterConvert,
  defaultConversionOptions,
  defaultFalsePositives,
  defaultLimits,
  type Limits,
  type MaxRejects,
  type PartitionField,
} from './dataset.ts'
import { type Dialect, defaultDialect } from './dialect.ts'
import { fieldOrdinal } from './field-ordinal.ts'
import { noMark, transformCall } from './scalars.ts'
import { formatSize } from './size.ts'
import { writtenAs } from './written-as.ts'

/** Remarks for whoever goes on to edit the file. */
export interface DatasetFileComments {
  /** Above everything; may have several lines. */
  heading?: string
  /** Behind columns, by their name. */
  columns?: ReadonlyMap<string, string>
}

/** The dataset as YAML; one column a line. */
export function formatDatasetFile(dataset: Dataset, comments: DatasetFileComments = {}): string {
  const document = new Document(withoutUndefined(fileOf(dataset)))
  if (comments.heading !== undefined) document.commentBefore = commentText(comments.heading)
  for (const key of ['columns', 'partitionBy']) flowItems(document, key)
  commentColumns(document, dataset.columns ?? [], comments.columns ?? new Map())
  return document.toString({ lineWidth: 0 })
}

function fileOf(dataset: Dataset): Record<string, unknown> {
  const standard = defaultConversionOptions
  return {
    dataset: dataset.name,
    match: dataset.match.length === 1 ? dataset.match[0] : dataset.match,
    csv: dialectOf(dataset.dialect),
    nullTokens: dataset.nullTokens.length === 0 ? undefined : dataset.nullTokens,
    columns: dataset.columns?.map((column, index) => columnOf(column, index, dataset.dialect.header)),
    missingColumns: unless(standard.missingColumns, dataset.missingColumns),
    extraColumns: unless(standard.extraColumns, dataset.extraColumns),
    onBadRow: unless(standard.onBadRow, dataset.onBadRow),
    maxRejects: dataset.maxRejects && formatMaxRejects(dataset.maxRejects),
    partitionBy: dataset.partitionBy.length === 0 ? undefined : dataset.partitionBy.map(partitionOf),
    codec: unless(standard.codec, dataset.codec),
    encodings: unless(standard.encodings, dataset.encodings),
    rowGroupSize: unlessSize(standard.rowGroupBytes, dataset.rowGroupBytes),
    limits: limitsOf(dataset.limits),
    afterConvert: unless(defaultAfterConvert, dataset.afterConvert),
    onSourceDelete: dataset.onSourceDelete,
    readyMarker: dataset.readyMarker,
  }
}

function dialectOf(dialect: Dialect): Record<string, unknown> | undefined {
  return unlessEmpty({
    delimiter: unless(defaultDialect.delimiter, dialect.delimiter),
    quote: unless(defaultDialect.quote ?? noMark, dialect.quote ?? noMark),
    escape: unless(dialect.quote, dialect.escape),
    comment: dialect.comment,
    header: unless(defaultDialect.header, dialect.header),
    encoding: dialect.encoding,
    skipLines: dialect.skipLines,
    footerLines: dialect.footerLines,
    ragged: dialect.ragged,
  })
}

function columnOf(column: Column, index: number, header: boolean): Record<string, unknown> {
  const ordinal = fieldOrdinal(column.source) ?? column.source
  return withoutUndefined({
    name: column.name,
    type: formatType(column.type),
    nullable: unless(true, column.nullable),
    source: header ? unless(column.name, column.source) : unless<unknown>(index + 1, ordinal),
    ...writtenAs(column),
    bloomFilter: column.bloomFilter && bloomFilterOf(column.bloomFilter),
  })
}

const bloomFilterOf = ({ falsePositives }: BloomFilter): unknown => (falsePositives === defaultFalsePositives ? true : { falsePositives })

/** The short form where it says the same. */
function partitionOf(field: PartitionField): unknown {
  const { column, transform, name } = field
  if (transform !== 'identity') return name === transform ? `${transform}(${column})` : { column, transform, name }
  return name === column && !transformCall.test(column) ? column : withoutUndefined({ column, name: unless(column, name) })
}

function limitsOf(limits: Limits): Record<string, unknown> | undefined {
  return unlessEmpty({
    recordBytes: unlessSize(defaultLimits.recordBytes, limits.recordBytes),
    fieldBytes: limits.fieldBytes === undefined ? undefined : formatSize(limits.fieldBytes),
    columns: unless(defaultLimits.columns, limits.columns),
    sourceBytes: unlessSize(defaultLimits.sourceBytes, limits.sourceBytes),
    compressionRatio: unless(defaultLimits.compressionRatio, limits.compressionRatio),
    partitions: unless(defaultLimits.partitions, limits.partitions),
  })
}

const formatMaxRejects = (most: MaxRejects): unknown => ('count' in most ? most.count : `${most.percent}%`)

const unless = <T>(standard: T, value: T): T | undefined => (value === standard ? undefined : value)

const unlessSize = (standard: number, bytes: number): string | undefined => (bytes === standard ? undefined : formatSize(bytes))

function unlessEmpty(keys: Record<string, unknown>): Record<string, unknown> | undefined {
  const given = withoutUndefined(keys)
  return Object.keys(given).length === 0 ? undefined : given
}

const withoutUndefined = (keys: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined))

/** Writes each item of a list on one line: `- { name: iata, type: string }`. */
function flowItems(document: Document, key: string): void {
  const items = document.get(key)
  if (isSeq(items)) for (const item of items.items) if (isMap(item)) item.flow = true
}

function commentColumns(document: Document, columns: readonly Column[], remarks: ReadonlyMap<string, string>): void {
  for (const [index, { name }] of columns.entries()) {
    const remark = remarks.get(name)
    const node = document.getIn(['columns', index], true)
    if (remark !== undefined && isNode(node)) (node as YAMLMap).comment = commentText(remark.replaceAll(/\s+/g, ' '))
  }
}

/** A space after each `#`. */
const commentText = (text: string): string => text.replaceAll(/^/gm, ' ')
