// `parquetry infer`: a dataset file for a CSV, from all of its values.

import { type InferRequest, type InferredSource, infer as inferTypes, type Progress } from '../convert/convert.ts'
import { otherEncoding } from '../convert/warnings.ts'
import { parquetName } from '../csv/csv-name.ts'
import { TypeExplainer } from '../csv/explain-types.ts'
import { Failure } from '../failure/failure.ts'
import { kernelModule } from '../kernel/kernel-file.ts'
import { formatType } from '../schema/column-type.ts'
import { type Column, type ConversionOptions, type Dataset, defaultAfterConvert } from '../schema/dataset.ts'
import type { Dialect } from '../schema/dialect.ts'
import { formatDatasetFile } from '../schema/format-dataset-file.ts'
import type { Command, Terminal } from './command.ts'
import { dialectOptions, dialectUsage } from './convert/dialect-options.ts'
import { findInputs, type Input } from './convert/find-inputs.ts'
import { openSource } from './convert/open-source.ts'
import { ProgressLine } from './convert/progress-line.ts'
import { conversionOptions, readSettings, sniffedMarks } from './convert/read-settings.ts'
import { exitOk } from './exit-code.ts'
import { explanation } from './infer/explanation.ts'
import { now } from './now.ts'
import { openBucket } from './open-store.ts'
import { onlyArgument, parseOptions } from './parse-options.ts'
import { jsonLine, printable } from './printable.ts'
import { terminalWidth } from './terminal-width.ts'
import { UsageError } from './usage-error.ts'
import { writeText } from './write-text.ts'

const usage = `Print a dataset file for a CSV

Usage
  parquetry infer FILE [OPTION…]

FILE is a path, s3://BUCKET/KEY, or - for stdin. The whole file is read: a
column is typed only if every value survives it (docs/values.md), otherwise it
is a string.

Options
${dialectUsage}
      --explain              why each column has its type, instead of the
                             dataset file: values, nulls, examples, and the
                             value, with its line, that ruled out another
      --json                 the columns as one JSON object, instead of the
                             dataset file; with --explain all that was ruled out

Examples
  parquetry infer sales.csv
  parquetry infer sales.csv --explain
  parquetry infer sales.csv > schemas/sales.yaml
  parquetry convert sales.csv -s schemas/sales.yaml
`

const options = {
  ...dialectOptions,
  explain: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const

export const infer: Command = {
  name: 'infer',
  summary: 'a dataset file for a CSV, its types found from all values',
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, options)
    const input = await onlyInput(onlyArgument('a CSV file', positionals))
    const { explain, json, ...texts } = values
    const settings = await readSettings(texts)
    const standards = conversionOptions(settings, input.name)
    const explainer = explain ? new TypeExplainer() : undefined
    const request = { ...standards, sniff: sniffedMarks(settings, input.name), ...(explainer && { explainer }) }
    const found = await inferred(input, request, io)
    const { columns, dialect } = found
    await writeText(io.stdout, output())
    for (const warning of encodingWarnings(found)) await writeText(io.stderr, `warning: ${printable(input.name)}: ${printable(warning)}\n`)
    return exitOk

    function output(): string {
      if (json) return jsonColumns(input, columns, dialect, explainer)
      if (explainer === undefined) return datasetFile(input, columns, { ...standards, dialect })
      return explanation(columns, explainer, { width: terminalWidth(io, io.stdout), color: io.color })
    }
  },
}

function encodingWarnings({ sniffRemark, isUtf8, isUtf8AfterAll, dialect }: InferredSource): string[] {
  return [sniffRemark ?? [], isUtf8 ? [] : notUtf8, isUtf8AfterAll ? otherEncoding(dialect) : []].flat()
}

/** A dataset file as for UTF-8 would not convert the file that it was made from. */
const notUtf8 =
  'some text is not valid UTF-8, and cannot be converted as it is; if it is an older encoding, name it: --encoding windows-1252, or latin-1'

async function onlyInput(argument: string): Promise<Input> {
  const { inputs, failures } = await findInputs([argument], openBucket)
  if (failures[0]) throw failures[0]
  const [input, ...others] = inputs
  if (!input || others.length > 0 || input.searched) throw new UsageError(`name one file; ${argument} stands for several`)
  return input
}

async function inferred(
  input: Input,
  standards: ConversionOptions & Pick<InferRequest, 'sniff' | 'explainer'>,
  io: Terminal,
): Promise<InferredSource> {
  const source = await openSource(input, { readTwice: false, io, openBucket })
  const line = new ProgressLine(io, input.name, now)
  const onProgress = (progress: Progress) => line.update(progress, source.size)
  try {
    return await inferTypes(kernelModule(), { ...standards, source, onProgress, signal: io.signal })
  } catch (error) {
    throw error instanceof Failure ? error.at({ source: input.name }) : error
  } finally {
    line.clear()
    await source.close()
  }
}

function datasetFile(input: Input, columns: readonly Column[], standards: ConversionOptions): string {
  const dataset: Dataset = {
    ...standards,
    name: datasetName(input.below),
    match: [`**/${input.below.replace(/[*?[\]{}()!+@|\\]/g, '\\$&')}`],
    columns,
    afterConvert: defaultAfterConvert,
    onSourceDelete: undefined,
    readyMarker: undefined,
  }
  return formatDatasetFile(dataset, { heading: `Inferred from all values of ${input.name}. Every key: docs/dataset-files.md` })
}

/** The file's name without suffixes, in the characters that a dataset's name may have. */
function datasetName(fileName: string): string {
  const stem = parquetName(fileName).replace(/\.parquet$/, '')
  return (
    stem
      .replace(/[^A-Za-z0-9_.-]+/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, 128) || 'dataset'
  )
}

function jsonColumns(input: Input, columns: readonly Column[], dialect: Dialect, explainer?: TypeExplainer): string {
  const described = columns.map(({ name, source, type, format, nullable }, i) => ({
    name,
    type: formatType(type),
    ...(format !== undefined && { format }),
    nullable,
    source,
    ...explainer?.columns[i],
  }))
  return jsonLine({ source: input.name, dialect, columns: described })
}
