// A source as stored → its records in blocks and its header.
//
//   chunks → decompress → transcode → withoutFooter → sniffed → RecordBlocks

import { Failure } from '../failure/failure.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { ConversionOptions } from '../schema/dataset.ts'
import type { Dialect } from '../schema/dialect.ts'
import { configureKernel } from './configure-kernel.ts'
import { decompress } from './decompress.ts'
import { padRows } from './pad-rows.ts'
import { type Header, readHeader } from './read-header.ts'
import { RecordBlocks } from './record-blocks.ts'
import { resolveEncoding } from './resolve-encoding.ts'
import { byteOrderMarkBytes, sniff, sniffedBytes } from './sniff.ts'
import { dialectSampleBytes, sniffDialect } from './sniff-dialect.ts'
import { sniffEncoding } from './sniff-encoding.ts'
import { sniffed } from './sniffed.ts'
import { transcode } from './transcode.ts'
import { Utf8Watch } from './utf8-watch.ts'
import { peek } from './with-head.ts'
import { withoutFooter } from './without-footer.ts'

export interface OpenRecords {
  header: Header
  blocks: RecordBlocks
  /** The dialect with its encoding settled. */
  dialect: Dialect
  /** How the encoding was found out, where that is worth a word. */
  sniffRemark: string | undefined
  /** Whether what has been read so far is UTF-8, though something else was declared. */
  isUtf8AfterAll: () => boolean
}

export type RecordOptions = Pick<ConversionOptions, 'dialect' | 'nullTokens' | 'limits' | 'rowGroupBytes'> & {
  blockBytes?: number
  fieldCount?: number | undefined
  /** The dialect is not known, but for these marks: it is sniffed. */
  sniff?: Partial<Dialect> | undefined
}

/**
 * @param onBytesRead bytes of `chunks` read so far
 * @throws Failure as `decompress`, `resolveEncoding`, `sniffEncoding`, `sniffDialect`, `transcode`, `sniff`, `RecordBlocks` and `readHeader` do
 */
export async function openRecords(
  kernel: Kernel,
  chunks: AsyncIterable<Uint8Array>,
  options: RecordOptions,
  onBytesRead?: (bytes: number) => void,
): Promise<OpenRecords> {
  const { text, isEmpty, dialect, ...remarks } = await decoded(decompress(chunks, options.limits, onBytesRead), options)
  configureKernel(kernel, { ...options, dialect })
  const body = dialect.footerLines === undefined ? text : withoutFooter(text, dialect.footerLines, options.limits)
  const blocks = new RecordBlocks(kernel, sniffed(body), { ...options, skipLines: dialect.skipLines })
  try {
    const header = await readHeader(kernel, blocks, { ...options, dialect })
    blocks.limitRecords(padRows(kernel, dialect, header.fields.length))
    return { header, blocks, dialect, ...remarks }
  } catch (error) {
    await blocks.close()
    throw isEmpty ? error : emptiedBy(dialect, error)
  }
}

/** The same error; where the dialect leaves out every line of a source that has some, it says so. */
function emptiedBy({ skipLines = 0, footerLines = 0 }: Dialect, error: unknown): unknown {
  if (!(error instanceof Failure) || error.code !== 'SOURCE_EMPTY' || skipLines + footerLines === 0) return error
  const first = skipLines > 0 ? [{ lines: `its first ${skipLines}`, key: 'csv.skipLines (--skip-lines)' }] : []
  const last = footerLines > 0 ? [{ lines: `its last ${footerLines}`, key: 'csv.footerLines (--skip-footer)' }] : []
  const leftOut = [...first, ...last]
  const detail = `no record is left without ${leftOut.map(({ lines }) => lines).join(' and ')} lines`
  return new Failure({ ...error.data, detail, fix: `leave out fewer lines: ${leftOut.map(({ key }) => key).join(', ')}` })
}

interface Decoded extends Pick<OpenRecords, 'dialect' | 'sniffRemark' | 'isUtf8AfterAll'> {
  /** As UTF-8. */
  text: AsyncIterable<Uint8Array>
  /** Whether it has not a byte. */
  isEmpty: boolean
}

/** The text, and the dialect with the encoding that it had. */
async function decoded(
  chunks: AsyncIterable<Uint8Array>,
  { dialect, sniff: given }: Pick<RecordOptions, 'dialect' | 'sniff'>,
): Promise<Decoded> {
  const watch = new Utf8Watch()
  const headBytes = given === undefined ? sniffedBytes : dialectSampleBytes
  return peek(isSingleByte(dialect) ? watch.pass(chunks) : chunks, headBytes, async (head, bytes) => {
    const isEmpty = head.length === 0
    const { encoding, remark } =
      given === undefined || dialect.encoding !== undefined
        ? { encoding: resolveEncoding(head, dialect.encoding) }
        : sniffEncoding(head.subarray(0, dialectSampleBytes), head.length < dialectSampleBytes)
    const { encoding: _, ...rest } = dialect
    const settled = encoding === 'utf-8' ? rest : { ...rest, encoding }
    const text = transcode(bytes, encoding)
    const read = given === undefined ? { text, dialect: settled } : await sniffedFrom(text, settled, given)
    return { ...read, isEmpty, sniffRemark: remark, isUtf8AfterAll: () => encoding !== 'utf-8' && watch.isUtf8 }
  })
}

function isSingleByte({ encoding }: Dialect): boolean {
  return encoding === 'latin-1' || encoding === 'windows-1252'
}

/** The same text, with the dialect that its beginning shows. What is no CSV at all is told by `sniffed`, in better words. */
function sniffedFrom(
  chunks: AsyncIterable<Uint8Array>,
  dialect: Dialect,
  given: Partial<Dialect>,
): Promise<{ text: AsyncIterable<Uint8Array>; dialect: Dialect }> {
  return peek(chunks, dialectSampleBytes, (head, text) => {
    const isWhole = head.length < dialectSampleBytes
    if (sniff(head, isWhole) !== undefined) return { text, dialect }
    const sample = head.subarray(byteOrderMarkBytes(head), dialectSampleBytes)
    return { text, dialect: { ...dialect, ...sniffDialect(Buffer.from(sample).toString(), isWhole, given) } }
  })
}
