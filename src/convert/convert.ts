// One source → Parquet. Bytes in, bytes out: where they come from and go to is given.

import type { TypeExplainer } from '../csv/explain-types.ts'
import { type Inference, inferColumns } from '../csv/infer.ts'
import { type ColumnMapping, mapColumns } from '../csv/map-columns.ts'
import { type OpenRecords, openRecords } from '../csv/open-records.ts'
import type { RecordBlocks } from '../csv/record-blocks.ts'
import { Failure } from '../failure/failure.ts'
import { Kernel } from '../kernel/kernel.ts'
import { kernelModule } from '../kernel/kernel-file.ts'
import type { Column, ConversionOptions } from '../schema/dataset.ts'
import type { Dialect } from '../schema/dialect.ts'
import { fieldOrdinal } from '../schema/field-ordinal.ts'
import { DataOutput } from './data-output.ts'
import type { Destination } from './destination.ts'
import type { encodeInParallel } from './encode-in-parallel.ts'
import type { encodePartitioned } from './encode-partitioned.ts'
import { encodeSerially } from './encode-serially.ts'
import type { EncodedStretch } from './encoded-stretch.ts'
import { RejectOutput } from './reject-output.ts'
import type { ConversionReport, WrittenOutput } from './report.ts'
import { JointEvidence, roomyColumns, TypesContradicted } from './type-watch.ts'
import { sniffedOddities, warningsOf } from './warnings.ts'

/**
 * Where the bytes come from. `open` may be called several times (inference reads a sample first, and the whole source if the sample was
 * misleading) and must give the same bytes. A chunk need be valid only until the next one is asked for.
 */
export interface Source {
  /** For messages: `s3://bucket/key` or a path. */
  name: string
  open(): AsyncIterable<Uint8Array>
  /** Bytes as stored, when known. */
  size?: number
}

export type { Destination }

export interface ConvertRequest extends ConversionOptions {
  source: Source
  destination: Destination
  /** The declared columns; undefined: inferred, with types that every value survives. */
  columns?: readonly Column[]
  /** Into the footer, beside the writer's own (`parquetry.source`, `parquetry.etag`, …). */
  keyValueMetadata?: Readonly<Record<string, string>>
  /** Worker threads; 1 converts on the calling thread. The output does not depend on it. */
  threads?: number
  /** Bytes that are parsed at a time; speed depends on it, the output does not. */
  blockBytes?: number
  /** The dialect is not known, but for these marks: it is sniffed from the source's beginning. Only where columns are not declared. */
  sniff?: Partial<Dialect> | undefined
  /** CSV from which types are inferred before the conversion begins; the types do not depend on it. */
  sampleBytes?: number
  onProgress?: (progress: Progress) => void
  signal?: AbortSignal
}

/** Read in some hundredths of a second. */
export const defaultSampleBytes = 4 * 1024 * 1024

export interface Progress {
  phase: 'infer' | 'convert'
  bytesRead: number
  rows: number
}

/**
 * Converts one source. Every output is complete when it resolves, and none is committed: the caller does that.
 * When it rejects (with a `Failure` that names the source), all outputs are aborted.
 */
export async function convert(request: ConvertRequest): Promise<ConversionReport> {
  try {
    const module = kernelModule()
    if (request.columns !== undefined) return await new Conversion(module, request, request.columns).run()
    return await convertInferred(module, request)
  } catch (error) {
    throw error instanceof Failure ? error.at({ source: request.source.name }) : error
  }
}

/**
 * Types by the source's first bytes, watched while it is converted. When a value contradicts them, they are inferred from the whole source,
 * and it is converted again: at most once, for now they are final.
 */
async function convertInferred(module: WebAssembly.Module, request: ConvertRequest): Promise<ConversionReport> {
  const sample = await inferFrom(module, request, request.sampleBytes ?? defaultSampleBytes)
  const report = await convertAfter(sample, module, { ...request, dialect: sample.dialect, sniff: undefined })
  const oddities = request.sniff === undefined ? [] : sniffedOddities(sample.dialect, request.sniff)
  return { ...report, warnings: [sample.sniffRemark ?? [], oddities, report.warnings].flat() }
}

async function convertAfter(sample: InferredSource, module: WebAssembly.Module, request: ConvertRequest): Promise<ConversionReport> {
  if (sample.isWhole) return await new Conversion(module, request, sample.columns).run()
  try {
    return await new Conversion(module, request, roomyColumns(sample.columns), new JointEvidence(sample)).run()
  } catch (error) {
    if (!(error instanceof TypesContradicted)) throw error
    return await new Conversion(module, request, (await infer(module, request)).columns).run()
  }
}

/** The types that every value of the source survives: reads all of it. */
export async function infer(module: WebAssembly.Module, request: InferRequest): Promise<InferredSource> {
  return await inferFrom(module, request, Number.POSITIVE_INFINITY)
}

/** What was found out about a source, and how it is written. */
export type InferredSource = Inference & Pick<OpenRecords, 'dialect' | 'sniffRemark'> & { isUtf8AfterAll: boolean }

async function inferFrom(module: WebAssembly.Module, request: InferRequest, mostBytes: number): Promise<InferredSource> {
  const kernel = new Kernel(module)
  let bytesRead = 0
  const records = await openRecords(kernel, request.source.open(), { ...request, rowGroupBytes: Number.POSITIVE_INFINITY }, bytes => {
    bytesRead = bytes
  })
  try {
    const inference = await inferColumns(kernel, records, mostBytes, {
      onBlock: rows => {
        request.signal?.throwIfAborted()
        request.onProgress?.({ phase: 'infer', bytesRead, rows })
      },
      explainer: request.explainer,
    })
    const { dialect, sniffRemark } = records
    return { ...inference, dialect, sniffRemark, isUtf8AfterAll: records.isUtf8AfterAll() }
  } finally {
    await records.blocks.close()
  }
}

export interface InferRequest extends InferredFrom {
  /** Keeps what decided about each column. */
  explainer?: TypeExplainer
}

type InferredFrom = Pick<ConvertRequest, 'source' | 'dialect' | 'sniff' | 'nullTokens' | 'limits' | 'blockBytes' | 'onProgress' | 'signal'>

/** A pass with the columns known, or taken for known. */
class Conversion {
  readonly #module: WebAssembly.Module
  readonly #request: ConvertRequest
  readonly #columns: readonly Column[]
  readonly #watch: JointEvidence | undefined
  readonly #outputs = new Map<string, DataOutput>()
  #rejects: RejectOutput | undefined
  #bytesRead = 0
  #records = 0

  /** @param watch where the columns are no more than a sample's */
  constructor(module: WebAssembly.Module, request: ConvertRequest, columns: readonly Column[], watch?: JointEvidence) {
    this.#module = module
    this.#watch = watch
    this.#request = request
    this.#columns = columns
  }

  async run(): Promise<ConversionReport> {
    const request = this.#request
    const kernel = new Kernel(this.#module)
    const options = { ...request, fieldCount: declaredFieldCount(request) }
    const records = await openRecords(kernel, request.source.open(), options, bytes => {
      this.#bytesRead = bytes
    })
    const { header, blocks, dialect } = records
    try {
      const mapping = mapColumns(header.fields, this.#columns, request)
      this.#rejects = new RejectOutput(request.destination, { ...request, dialect }, header.bytes)
      for await (const stretch of this.#encode(kernel, blocks, mapping, dialect)) await this.#write(stretch, this.#rejects)
      return await this.#finish(this.#rejects, records, mapping)
    } catch (error) {
      await this.#abort()
      throw error
    } finally {
      await blocks.close()
    }
  }

  /** @param dialect as it was settled */
  #encode(kernel: Kernel, blocks: RecordBlocks, mapping: ColumnMapping, dialect: Dialect): AsyncGenerator<EncodedStretch> {
    const request = { ...this.#request, dialect }
    const threads = request.threads ?? 1
    if (request.partitionBy.length > 0) return intoPartitions(kernel, this.#module, blocks, mapping, request)
    return threads > 1
      ? onThreads(kernel, this.#module, blocks, mapping, request, threads, this.#watch, request.source.size)
      : encodeSerially(kernel, blocks, mapping, request, this.#watch)
  }

  async #write({ records, rejects, rowGroups }: EncodedStretch, rejectOutput: RejectOutput): Promise<void> {
    this.#request.signal?.throwIfAborted()
    this.#records += records
    if (rejects.length > 0) await rejectOutput.add(rejects)
    for (const { partition, rowGroup } of rowGroups) await this.#output(partition).writeRowGroup(rowGroup)
    this.#request.onProgress?.({ phase: 'convert', bytesRead: this.#bytesRead, rows: this.#records })
  }

  #output(partition: string): DataOutput {
    const known = this.#outputs.get(partition)
    if (known !== undefined) return known
    const output = new DataOutput(partition, this.#request.destination.data(partition), this.#columns, this.#request.codec)
    this.#outputs.set(partition, output)
    return output
  }

  async #finish(rejectOutput: RejectOutput, { blocks, isUtf8AfterAll }: OpenRecords, mapping: ColumnMapping): Promise<ConversionReport> {
    const rejectFiles = await rejectOutput.finish(this.#records)
    if (this.#request.partitionBy.length === 0) this.#output('') // a source without records makes a file without rows
    const metadata = this.#request.keyValueMetadata ?? {}
    const outputs: WrittenOutput[] = []
    const columns = this.#watch?.settled(this.#columns) ?? this.#columns
    for (const output of this.#outputs.values()) outputs.push(await output.finish(metadata, columns))
    const rowsWritten = outputs.reduce((sum, { rows }) => sum + rows, 0)
    checkNothingLost(this.#records, rowsWritten, rejectOutput.count)
    return {
      columns,
      inferred: this.#request.columns === undefined,
      rowsParsed: this.#records,
      rowsWritten,
      rowsRejected: rejectOutput.count,
      bytesRead: this.#bytesRead,
      bytesParsed: blocks.bytesParsed,
      outputs,
      rejects: rejectOutput.reported,
      rejectFiles,
      dialect: this.#request.dialect,
      warnings: warningsOf(columns, mapping, this.#request.dialect, isUtf8AfterAll()),
    }
  }

  async #abort(): Promise<void> {
    await Promise.all([...this.#outputs.values()].map(({ writer }) => writer.abort()))
    await this.#rejects?.abort()
  }
}

// What partitions and threads need is loaded where there are any.

async function* intoPartitions(...parameters: Parameters<typeof encodePartitioned>): AsyncGenerator<EncodedStretch> {
  const { encodePartitioned } = await import('./encode-partitioned.ts')
  yield* encodePartitioned(...parameters)
}

async function* onThreads(...parameters: Parameters<typeof encodeInParallel>): AsyncGenerator<EncodedStretch> {
  const { encodeInParallel } = await import('./encode-in-parallel.ts')
  yield* encodeInParallel(...parameters)
}

/** Without a header, columns that must all be there and no others say how many fields a record has. */
function declaredFieldCount({ dialect, columns, missingColumns, extraColumns }: ConvertRequest): number | undefined {
  if (dialect.header || columns === undefined || missingColumns !== 'fail' || extraColumns !== 'fail') return undefined
  return Math.max(...columns.map(({ source }) => fieldOrdinal(source) ?? 0))
}

/** The promise that no row is lost silently: every parsed record has been written or rejected. */
export function checkNothingLost(parsed: number, written: number, rejected: number): void {
  if (parsed === written + rejected) return
  throw new Failure({ code: 'ROWS_LOST', detail: `${parsed} parsed, ${written} written, ${rejected} rejected` })
}
