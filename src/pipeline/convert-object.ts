// One source object → complete, not yet visible outputs, each with the key it will have.

import { csvContentType, ndjsonContentType, parquetContentType } from '../convert/content-types.ts'
import type { ConvertRequest, Progress } from '../convert/convert.ts'
import type { ConversionReport, WrittenFile } from '../convert/report.ts'
import { marksOfName } from '../csv/csv-name.ts'
import { Failure } from '../failure/failure.ts'
import { configHash } from '../schema/config-hash.ts'
import { type ConversionOptions, defaultConversionOptions } from '../schema/dataset.ts'
import type { SourceIdentity } from './ledger-entry.ts'
import type { Pipeline } from './pipeline.ts'
import { footerMetadata, type OutputKind, outputMetadata } from './provenance.ts'
import { outputKey, rejectKeys, type SourceRoute } from './route-key.ts'

export interface ConversionControls {
  onProgress?: (progress: Progress) => void
  signal?: AbortSignal
}

/** An output that is written but not published. */
export type PendingOutput = WrittenFile & { key: string } & ({ kind: 'data'; contentHash: string } | { kind: 'rejects' })

export interface ConvertedObject {
  report: ConversionReport
  outputs: readonly PendingOutput[]
}

/** @throws Failure of the conversion, ROWS_LOST; then nothing is left of the outputs */
export async function convertObject(
  pipeline: Pipeline,
  route: SourceRoute,
  source: SourceIdentity,
  hash: string,
  controls: ConversionControls,
): Promise<ConvertedObject> {
  const report = await pipeline.convert(convertRequest(pipeline, route, source, hash, controls))
  const outputs = pendingOutputs(pipeline, route, report)
  try {
    checkRows(report)
    return { report, outputs }
  } catch (error) {
    await discard(outputs)
    throw error
  }
}

/** Ends every output that is not published. */
export async function discard(outputs: readonly PendingOutput[]): Promise<void> {
  await Promise.all(outputs.map(({ writer }) => writer.abort()))
}

/** Names everything that shapes the outputs of a route beside the source. */
export function routeHash(route: SourceRoute): string {
  return configHash(conversionOptions(route), route.dataset?.columns)
}

/** How a source is converted: as its dataset file says, or by default with the types inferred. */
function conversionOptions({ dataset, relativeKey, follows = relativeKey }: SourceRoute): ConversionOptions {
  if (dataset !== undefined) return dataset
  return { ...defaultConversionOptions, dialect: { ...defaultConversionOptions.dialect, ...marksOfName(follows) } }
}

function convertRequest(
  { store, config }: Pipeline,
  route: SourceRoute,
  source: SourceIdentity,
  hash: string,
  { onProgress, signal }: ConversionControls,
): ConvertRequest {
  const ending = signal === undefined ? {} : { signal }
  const versionId = source.versionId === undefined ? {} : { versionId: source.versionId }
  const version = { bytes: source.size, ifMatch: source.etag, ...versionId, ...ending }
  const options = (kind: OutputKind, contentType: string) => ({ contentType, metadata: outputMetadata(source, hash, kind), ...ending })
  const rejects = rejectKeys(config, route)
  const { dataset, relativeKey, follows = relativeKey } = route
  const columns = dataset?.columns
  return {
    ...conversionOptions(route),
    ...(columns === undefined ? {} : { columns }),
    ...(dataset === undefined ? { sniff: marksOfName(follows) ?? {} } : {}),
    source: { name: `s3://${source.bucket}/${source.key}`, size: source.size, open: () => store.read(source.key, version) },
    destination: {
      data: partition => store.writer(outputKey(config, route, partition), options('data', parquetContentType)),
      rejectedRows: () => store.writer(rejects.rows, options('rejects', csvContentType)),
      rejectReasons: () => store.writer(rejects.reasons, options('rejects', ndjsonContentType)),
    },
    keyValueMetadata: footerMetadata(source, hash),
    threads: config.threads,
    ...(onProgress === undefined ? {} : { onProgress }),
    ...ending,
  }
}

function pendingOutputs({ config }: Pipeline, route: SourceRoute, report: ConversionReport): PendingOutput[] {
  const outputs: PendingOutput[] = report.outputs.map(({ partition, ...written }) => ({
    ...written,
    key: outputKey(config, route, partition),
    kind: 'data',
  }))
  if (report.rejectFiles === undefined) return outputs
  const { rows, reasons } = rejectKeys(config, route)
  const { rows: rowsFile, reasons: reasonsFile } = report.rejectFiles
  return [{ ...rowsFile, key: rows, kind: 'rejects' }, { ...reasonsFile, key: reasons, kind: 'rejects' }, ...outputs]
}

/** Every parsed row is in exactly one place, by two independent counts. */
function checkRows({ rowsParsed, rowsWritten, rowsRejected, outputs }: ConversionReport): void {
  const inOutputs = outputs.reduce((sum, { rows }) => sum + rows, 0)
  if (rowsParsed === rowsWritten + rowsRejected && rowsWritten === inOutputs) return
  const detail = `${rowsParsed} parsed, ${rowsWritten} written (${inOutputs} by the outputs' own count), ${rowsRejected} rejected`
  throw new Failure({ code: 'ROWS_LOST', detail })
}
