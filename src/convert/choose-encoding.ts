// How the values of a column chunk are encoded: its first page with values decides, by what a sample of it takes compressed.
//
// A dictionary is charged for the entries that a page brings once the first values have passed, not for all it has: the later pages of
// the chunk share it. Depends on the page's values and the codec alone, so the bytes are the same for any blocks and threads.

import type { Kernel } from '../kernel/kernel.ts'
import type { ColumnHandle } from '../kernel/kernel-exports.ts'
import type { Compressor } from '../parquet/codec/compress.ts'
import type { ValueEncoding } from '../parquet/encoded-page.ts'
import { encodingNumbers } from '../parquet/format/enums.ts'

export interface EncodingChoice {
  keepDictionary: boolean
  /** Of values that are no indices. */
  encoding: ValueEncoding
}

/** What is known of the first page before anything is compressed. */
export interface FirstPage {
  /** Nulls left out. */
  values: number
  /** The page is the only one of its chunk. */
  isOnly: boolean
  /** Undefined where the page has no dictionary. */
  dictionary: { entries: number; entriesAtHalf: number; bytes: number; plainBytes: number } | undefined
}

/** Chooses for the open page of a column whose `needsChoice` says so. */
export function chooseEncoding(
  kernel: Kernel,
  handle: ColumnHandle,
  candidates: readonly ValueEncoding[],
  compress: Compressor,
  isOnly: boolean,
): EncodingChoice {
  const page = firstPage(kernel, handle, isOnly)
  const obvious = obviousChoice(page)
  if (obvious === 'dictionary') return { keepDictionary: true, encoding: candidates[0]! }
  if (obvious === 'plain' && candidates.length === 1) return { keepDictionary: false, encoding: candidates[0]! }
  return measuredChoice(kernel, handle, candidates, compress, page)
}

function firstPage({ exports }: Kernel, handle: ColumnHandle, isOnly: boolean): FirstPage {
  const values = exports.getPageRows(handle) - exports.getPageNulls(handle)
  const bytes = exports.getDictionaryBytes(handle)
  if (bytes === 0 && exports.getDictionaryCount(handle) === 0) return { values, isOnly, dictionary: undefined }
  const entries = exports.getDictionaryCount(handle)
  const entriesAtHalf = exports.getEntriesAtHalf(handle)
  return { values, isOnly, dictionary: { entries, entriesAtHalf, bytes, plainBytes: exports.getPlainBytes(handle) } }
}

/** A dictionary that takes an eighth of PLAIN, uncompressed, is kept whatever the codec makes of both: samples err, and it is fast to read. */
const obviousRatio = 8

/** Between a dictionary and PLAIN, where nothing needs to be measured. */
export function obviousChoice({ values, dictionary }: FirstPage): 'dictionary' | 'plain' | undefined {
  if (dictionary === undefined) return 'plain'
  const { entries, bytes, plainBytes } = dictionary
  const withDictionary = bytes + (values * indexBits(entries)) / 8
  if (withDictionary * obviousRatio <= plainBytes) return 'dictionary'
  return withDictionary >= plainBytes ? 'plain' : undefined
}

function measuredChoice(
  kernel: Kernel,
  handle: ColumnHandle,
  candidates: readonly ValueEncoding[],
  compress: Compressor,
  page: FirstPage,
): EncodingChoice {
  const { exports } = kernel
  const compressedBody = () => compress(kernel.bytes(exports.getBody(), exports.getBodyLength())).length
  const scale = page.values / exports.takeSample(handle)
  const sizeOf = (encoding: ValueEncoding | 'RLE_DICTIONARY') => {
    exports.encodeSample(handle, encodingNumbers[encoding])
    return compressedBody() * scale
  }
  const sizes = candidates.map(encoding => ({ encoding, bytes: sizeOf(encoding) }))
  const best = sizes.reduce((a, b) => (b.bytes < a.bytes ? b : a))
  if (page.dictionary === undefined) return { keepDictionary: false, encoding: best.encoding }
  const indices = sizeOf('RLE_DICTIONARY')
  exports.sampleDictionary(handle)
  const ratio = compressedBody() / exports.getBodyLength()
  return { keepDictionary: indices + chargedDictionaryBytes(page) * ratio <= best.bytes, encoding: best.encoding }
}

/** The part of the dictionary that the page has to pay for, uncompressed. */
export function chargedDictionaryBytes({ isOnly, dictionary }: FirstPage): number {
  if (dictionary === undefined) return 0
  const { entries, entriesAtHalf, bytes } = dictionary
  const charged = isOnly ? entries : Math.min(entries, 2 * (entries - entriesAtHalf))
  return (bytes * charged) / Math.max(1, entries)
}

const indexBits = (entries: number): number => Math.max(1, 32 - Math.clz32(entries - 1))
