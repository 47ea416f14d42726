// How to convert: the dataset file, if one is given, with the command line's options on top.

import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { marksOfName } from '../../csv/csv-name.ts'
import { didYouMean } from '../../schema/closest-name.ts'
import { CODECS, type Codec, expectedCodec, parseCodec } from '../../schema/codec.ts'
import {
  type ConversionOptions,
  type Dataset,
  defaultConversionOptions,
  ENCODING_PROFILES,
  type EncodingProfile,
  optionsOnly,
} from '../../schema/dataset.ts'
import { readDatasetFile } from '../../schema/dataset-file.ts'
import { rowGroupSize } from '../../schema/dataset-file-shape.ts'
import type { Dialect } from '../../schema/dialect.ts'
import { oneOf, sizeInBytes, wholeNumber } from '../parse-options.ts'
import { systemFailure } from '../system-failure.ts'
import { UsageError } from '../usage-error.ts'
import { type DialectTexts, dialectMarks } from './dialect-options.ts'

/** Options as they stand on the command line. */
export interface SettingTexts extends DialectTexts {
  schema?: string | undefined
  codec?: string | undefined
  encodings?: string | undefined
  threads?: string | undefined
  'row-group-size'?: string | undefined
}

export interface Settings {
  /** Undefined: defaults, and types inferred. */
  dataset: Dataset | undefined
  /** What the command line says of the dialect; the rest is the dataset's, or sniffed. */
  marks: Partial<Dialect>
  codec: Codec | undefined
  encodings: EncodingProfile | undefined
  rowGroupBytes: number | undefined
  threads: number
}

/** Throws `UsageError`, or the `Failure` of a dataset file that cannot be read. */
export async function readSettings(texts: SettingTexts): Promise<Settings> {
  const { schema, codec, encodings, threads } = texts
  const rowGroupText = texts['row-group-size']
  const dataset = schema === undefined ? undefined : await readDataset(schema)
  return {
    dataset,
    marks: dialectMarks(texts, dataset?.dialect),
    codec: codec === undefined ? undefined : codecOf(codec),
    encodings: encodings === undefined ? undefined : oneOf('--encodings', encodings, ENCODING_PROFILES),
    rowGroupBytes: rowGroupText === undefined ? undefined : sizeInBytes('--row-group-size', rowGroupText, rowGroupSize),
    threads: threads === undefined ? availableParallelism() : wholeNumber('--threads', threads, 1),
  }
}

/** What `convert` and `infer` need to know for an input of this name. */
export function conversionOptions(settings: Settings, inputName: string): ConversionOptions {
  const base: ConversionOptions = settings.dataset ?? defaultConversionOptions
  return {
    ...optionsOnly(base),
    dialect: { ...base.dialect, ...(sniffedMarks(settings, inputName) ?? settings.marks) },
    codec: settings.codec ?? base.codec,
    encodings: settings.encodings ?? base.encodings,
    rowGroupBytes: settings.rowGroupBytes ?? base.rowGroupBytes,
  }
}

/** Without a dataset file the dialect is sniffed, but for what is returned. */
export function sniffedMarks({ dataset, marks }: Settings, inputName: string): Partial<Dialect> | undefined {
  if (dataset !== undefined) return undefined
  return { ...marksOfName(inputName), ...marks }
}

async function readDataset(path: string): Promise<Dataset> {
  const text = await readFile(path, 'utf8').catch(error => {
    throw systemFailure(error, path)
  })
  return readDatasetFile(text, path)
}

function codecOf(text: string): Codec {
  const codec = parseCodec(text)
  if (codec === undefined) throw new UsageError(`--codec takes ${expectedCodec}; not ${JSON.stringify(text)}${didYouMean(text, CODECS)}`)
  return codec
}
