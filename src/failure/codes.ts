// The catalogue of failures: one line a code, with its class and the advice on how to go on. `docs/errors.md` is checked against it.
//
// Classes decide what the pipeline does (src/pipeline): `permanent` goes to the retry prefix on the first receive, `transient` returns
// to the queue with growing visibility, `operator` needs a person (permissions, keys, configuration) and raises an alarm.

export type FailureClass = 'permanent' | 'transient' | 'operator'

export interface FailureKind {
  class: FailureClass
  /** What is wrong, in a few words; the sentence is composed in sentence.ts. */
  what: string
  /** How to go on. */
  fix: string
}

const permanent = (what: string, fix: string): FailureKind => ({ class: 'permanent', what, fix })
const transient = (what: string, fix: string): FailureKind => ({ class: 'transient', what, fix })
const operator = (what: string, fix: string): FailureKind => ({ class: 'operator', what, fix })

export const FAILURES = {
  // The file as a whole
  SOURCE_EMPTY: permanent('the file is empty', 'drop a file with at least a header line'),
  SOURCE_NOT_CSV: permanent('the file is not CSV', 'drop plain, gzip or zstd CSV text'),
  SOURCE_ENCODING: permanent(
    'the file’s encoding is wrong',
    'declare it with csv.encoding, or convert it to UTF-8 (for example with iconv) and drop it again',
  ),
  DIALECT_UNSURE: permanent(
    'how the file is written cannot be told',
    'declare delimiter, quote and header in a dataset file (csv), or on the command line',
  ),
  SOURCE_TRUNCATED: permanent('the compressed file ends too early', 'upload it again; it was cut off'),
  SOURCE_CORRUPT: permanent('the compressed file is damaged', 'compress and upload it again'),
  SOURCE_TOO_LARGE: permanent('the file is larger than the limit', 'raise the limit or split the file'),
  SOURCE_NOT_FOUND: permanent('there is no such file or object', 'drop the file again'),
  SOURCE_CHANGED: transient('the object changed while it was read', 'nothing to do: the new version is converted instead'),

  // Header and records
  HEADER_DUPLICATE: permanent(
    'two columns have the same name',
    'rename one of them in the header, or leave the header out and let columns be numbered: csv.skipLines: 1 and csv.header: false (--skip-lines 1 --header false)',
  ),
  HEADER_EMPTY_NAME: permanent(
    'a column has no name',
    'name it in the header, or leave the header out and let columns be numbered: csv.skipLines: 1 and csv.header: false (--skip-lines 1 --header false)',
  ),
  HEADER_MISSING_COLUMN: permanent(
    'a declared column is missing',
    'add it to the file, set missingColumns: null, or remove it from the dataset file',
  ),
  HEADER_EXTRA_COLUMN: permanent('the file has a column that the dataset file does not know', 'declare it, or set extraColumns: ignore'),
  TOO_MANY_COLUMNS: permanent('the file has more columns than the limit', 'check the delimiter, or raise limits.columns'),
  RECORD_TOO_LARGE: permanent('a record is larger than the limit', 'check for a missing closing quote, or raise limits.recordBytes'),
  FIELD_TOO_LARGE: permanent('a field is larger than the limit', 'check for a missing closing quote, or raise limits.fieldBytes'),
  QUOTE_UNTERMINATED: permanent(
    'a quoted field is never closed',
    'add the closing quote, or where quotes mean nothing set csv.quote: none (--quote none)',
  ),
  RECORD_TOO_SHORT: permanent(
    'the record has too few fields',
    'add the missing delimiters; leave out a footer with csv.footerLines (--skip-footer); if records may be short, set csv.ragged: pad in a dataset file',
  ),
  RECORD_TOO_LONG: permanent('the record has too many fields', 'quote the fields that contain the delimiter'),
  QUOTE_TEXT_AFTER_CLOSING: permanent(
    'text follows a closing quote',
    "double the quotes inside the field; if a backslash is in front of them, set csv.escape: '\\' (--escape), or where quotes mean nothing csv.quote: none (--quote)",
  ),

  // Values
  VALUE_INVALID: permanent(
    'the value cannot be read as the type of its column',
    'correct the value, or change the type in the dataset file',
  ),
  VALUE_OUT_OF_RANGE: permanent('the value does not fit the type of its column', 'choose a wider type in the dataset file'),
  VALUE_NULL: permanent('the value is missing in a column that is not nullable', 'fill it in, or set nullable: true'),
  VALUE_NOT_UTF8: permanent(
    'the value is not valid UTF-8',
    'declare how the file is encoded with csv.encoding or --encoding (windows-1252, latin-1), or convert it to UTF-8 and drop it again',
  ),
  TOO_MANY_REJECTS: permanent('more records were rejected than maxRejects allows', 'correct the records, or raise maxRejects'),

  // Outputs
  TOO_MANY_PARTITIONS: permanent(
    'the file has rows for more partitions than the limit',
    'partition by a coarser key, or raise limits.partitions',
  ),
  OUTPUT_CONFLICT: permanent('another source already owns this output', 'rename one of the two source files'),
  OUTPUT_EXISTS: permanent('the output is there already', 'choose another with -o, or replace it with --force'),
  OUTPUT_CHANGED: transient('the output was replaced by another worker meanwhile', 'nothing to do: it is looked at again'),
  ROWS_LOST: operator('parsed rows ≠ written + rejected rows', 'this is a bug; keep the file and report it'),

  // Corrected rows
  FIX_UNKNOWN: permanent(
    'no source has a file of rejected rows of that name',
    'drop it under the name that it has below the reject prefix, <source>.rows.csv',
  ),
  FIX_OUTDATED: permanent(
    'the rows that it corrects are not the rejected rows of today',
    'correct the present file of rejected rows, if there is one, and drop that',
  ),

  // Configuration
  CONFIG_INVALID: operator('the configuration is not valid', 'correct it as the message says'),
  DATASET_FILE_INVALID: operator('a dataset file is not valid', 'correct the line that the message names'),
  PREFIX_OVERLAP: operator(
    'an output, retry or state prefix lies inside the input filter',
    'choose prefixes that do not contain one another',
  ),
  EVENT_UNKNOWN: operator('the message is not an event that this pipeline knows', 'remove whatever sends it to this queue'),
  EVENT_FOREIGN: operator('the event names a bucket that this pipeline does not serve', 'correct the notification, or PARQUETRY_BUCKET'),

  // Platform
  ACCESS_DENIED: operator('access is denied', 'grant the role the permissions in serverless.yml'),
  KEY_UNAVAILABLE: operator('the KMS key cannot be used', 'grant the role kms:Decrypt and kms:GenerateDataKey, or enable the key'),
  STORE_UNAVAILABLE: transient('the store did not answer as it should', 'nothing to do: it is tried again'),
  TIMEOUT: transient('it took longer than the limit', 'nothing to do: it is tried again'),
  WORKER_DIED: permanent(
    'the function died each time it was converted, most likely out of memory or time',
    'raise memoryMegabytes, split the file, or convert it with parquetry convert',
  ),
  OUTPUT_UNWRITABLE: operator('the output cannot be written', 'check the path, its permissions and the free space'),
  INTERNAL: transient('an unexpected error', 'if it stays, report it with the log line'),

  // Parquet files given to inspect, cat
  PARQUET_INVALID: permanent('the file is not a readable Parquet file', 'check where it came from'),
} as const satisfies Record<string, FailureKind>

export type FailureCode = keyof typeof FAILURES
