// The one description of a dataset file. The reader checks files against it, schemas/dataset.schema.json is generated from it
// (`npm run schema`), and docs/dataset-files.md must name its keys and defaults: a test compares them.

import { codecScalar } from './codec.ts'
import {
  AFTER_CONVERT,
  defaultAfterConvert,
  defaultFalsePositives,
  ENCODING_PROFILES,
  ON_SOURCE_DELETE,
  PARTITION_TRANSFORMS,
  defaultConversionOptions as standard,
} from './dataset.ts'
import {
  anyText,
  columnFormat,
  columnType,
  count,
  encodingName,
  flag,
  fraction,
  glob,
  mark,
  maxRejects,
  noMark,
  numberMark,
  oneOf,
  patterned,
  shortPartition,
  size,
  text,
} from './scalars.ts'
import { list, mapping, oneOrMore, optional, required, shortOrLong, type ValueOf } from './shape.ts'
import { formatSize } from './size.ts'
import { AMBIGUOUS_TIMES } from './written-as.ts'

const KiB = 2 ** 10
const MiB = 2 ** 20
const GiB = 2 ** 30
const TiB = 2 ** 40

/** Also what the command line takes. */
export const rowGroupSize = size(64 * KiB, 2 * GiB)

const column = mapping({
  name: required(text('a name'), 'Name in the Parquet file.'),
  type: required(columnType, 'Type of the values, by its Iceberg name.'),
  nullable: optional(flag, 'Whether values may be missing.', true),
  source: optional(text('a name in the header'), 'Name in the CSV header; without a header, the number of the field. Default: the name.'),
  format: optional(
    columnFormat,
    'Dates and times: a pattern of strptime directives, or unix-seconds, unix-millis, unix-micros. Binary: utf8, hex or base64.',
  ),
  zone: optional(text('a zone such as Europe/Berlin'), 'Only for timestamptz: the zone of values that name none.'),
  ambiguousTimes: optional(oneOf(AMBIGUOUS_TIMES), 'With zone: what a local time that was twice becomes.', 'fail'),
  decimal: optional(numberMark, 'The decimal mark of numbers.', '.'),
  thousands: optional(numberMark, 'What stands between groups of three digits. Default: nothing.'),
  trueWords: optional(oneOrMore(text('a text that means true')), 'Only for boolean: the texts that are true, exactly.'),
  falseWords: optional(oneOrMore(text('a text that means false')), 'Only for boolean: the texts that are false, exactly.'),
  nullTokens: optional(oneOrMore(anyText), 'Null tokens of this column, instead of those of the dataset; "" for none.'),
  bloomFilter: optional(
    shortOrLong(
      flag,
      mapping({
        falsePositives: optional(
          fraction(0.0001, 0.5),
          'The part of absent values that is not told from present ones.',
          defaultFalsePositives,
        ),
      }),
    ),
    'Whether readers can leave out row groups that do not hold a value they look for.',
    false,
  ),
})

const csv = mapping({
  delimiter: optional(mark('";" or "\\t"', false), 'What stands between fields.', standard.dialect.delimiter),
  quote: optional(mark('"\'"', true), 'What stands around fields that hold delimiters or line breaks.', standard.dialect.quote ?? noMark),
  escape: optional(mark('"\\\\"', false), 'What makes a quote inside quotes literal. Default: the quote itself, doubled.'),
  comment: optional(mark('"#"', true), 'Lines that start with it are skipped.', standard.dialect.comment ?? noMark),
  header: optional(flag, 'Whether the first record names the columns.', standard.dialect.header),
  encoding: optional(encodingName, 'Encoding of the text; a byte order mark counts more.', 'utf-8'),
  skipLines: optional(count(0, 1_000_000), 'Lines in front of the header that are no CSV.', 0),
  footerLines: optional(count(0, 1_000_000), 'Lines at the end that are no CSV.', 0),
  ragged: optional(
    oneOf(['reject', 'pad']),
    'Records with fewer or more fields than the header: bad, or filled with nulls (and empty fields too many left out).',
    'reject',
  ),
})

const limits = mapping({
  recordBytes: optional(size(KiB, 32 * MiB), 'Size of one record.', formatSize(standard.limits.recordBytes)),
  fieldBytes: optional(size(1, 32 * MiB), 'Size of one field; a larger one makes its record bad. Default: as a record.'),
  columns: optional(count(1, 1_000_000), 'Columns in a source.', standard.limits.columns),
  sourceBytes: optional(size(1, 1024 * TiB), 'Size of a source after decompression.', formatSize(standard.limits.sourceBytes)),
  compressionRatio: optional(count(1, 1_000_000), 'Decompressed bytes per compressed byte.', standard.limits.compressionRatio),
  partitions: optional(count(1, 100_000), 'Partitions that one source may write to.', standard.limits.partitions),
})

const partition = shortOrLong(
  shortPartition,
  mapping({
    column: required(text('a column'), 'A declared column.'),
    transform: optional(oneOf(PARTITION_TRANSFORMS), 'What of its value names the folder.', 'identity'),
    name: optional(text('a folder name'), 'The part before `=`. Default: the transform, or the column for identity.'),
  }),
)

export const datasetFileShape = mapping({
  dataset: required(
    patterned('a name of letters, digits, "_", "-" and "."', '^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$'),
    'Name of the dataset, unique among all dataset files.',
  ),
  match: required(oneOrMore(glob), 'Which sources it is for: globs on the key below the input prefix.'),
  columns: optional(list(column), 'The columns of the Parquet files, in their order. Default: inferred from each source.'),
  csv: optional(csv, 'How the sources are written. Default: as in RFC 4180.'),
  nullTokens: optional(oneOrMore(text('a text that means null')), 'Unquoted fields with exactly this text are null.'),
  onBadRow: optional(oneOf(['fail', 'reject']), 'What a record that cannot be converted does to its file.', standard.onBadRow),
  maxRejects: optional(maxRejects, 'Rejected records that still let a file through: a count or a percentage. Default: no limit.'),
  missingColumns: optional(oneOf(['fail', 'null']), 'What a source without a declared column does.', standard.missingColumns),
  extraColumns: optional(oneOf(['fail', 'ignore']), 'What a source with an undeclared column does.', standard.extraColumns),
  partitionBy: optional(oneOrMore(partition), 'Columns, or parts of time columns, that name Hive-style folders, outermost first.'),
  codec: optional(codecScalar, 'Compression of the pages.', standard.codec),
  encodings: optional(oneOf(ENCODING_PROFILES), 'Which encodings of values come into question.', standard.encodings),
  rowGroupSize: optional(rowGroupSize, 'CSV that goes into one row group.', formatSize(standard.rowGroupBytes)),
  limits: optional(limits, 'Where to stop rather than to go on.'),
  afterConvert: optional(oneOf(AFTER_CONVERT), 'What becomes of a source once it is published as Parquet.', defaultAfterConvert),
  onSourceDelete: optional(
    oneOf(ON_SOURCE_DELETE),
    'What becomes of the Parquet once the source is deleted. Default: as PARQUETRY_ON_SOURCE_DELETE says.',
  ),
  readyMarker: optional(
    patterned('the name of a file, such as _SUCCESS, without a slash', '^(?!\\.{1,2}$)[^/]+$'),
    'Name of a file that says that its folder is complete: sources wait for it. Default: they do not wait.',
  ),
})

/** A dataset file as it was written; what was wrong is left out. */
export type DatasetFile = ValueOf<typeof datasetFileShape>
export type ColumnEntry = ValueOf<typeof column>
export type CsvEntry = ValueOf<typeof csv>
export type PartitionEntry = ValueOf<typeof partition>
