// The kernel's exports: bytes in memory → bytes in memory. The host's side is src/kernel/kernel.ts.

export { getBound, maximum, minimum } from './bounds'
export { openChunk } from './chunk'
export { createColumn, getIsBytes, getPresent, getSlots } from './column'
export { setAsWritten } from './column-as-written'
export { closeBloomFilter, collectHashes, getHashCount } from './bloom-filter'
export { getSortedness } from './sortedness'
export { setDialect } from './dialect'
export { createEvidence, observe } from './evidence'
export { fieldEndOffset, fieldStartOffset } from './field'
export { allocate, getPositions, keepTail, reserveBlock } from './memory'
export { append, appendNulls, getPageNans, getPageNulls, getPageRows, isPageFull, openPage, sumRowHashes } from './page'
export { choose, closeDictionary, closePage, getBody, getBodyLength, needsChoice } from './close-page'
export { beginParse, getBadValueCount, getBadValues, parseColumn, setNullTokens } from './parse'
export { setPowersOfFive } from './parse-double'
export { countLines } from './lines'
export { dropRows, getBadRecordCount, getBadRecords, getRowStarts, indexRows, reserveRowList, rowEnd } from './rows'
export {
  encodeSample, getDictionaryBytes, getDictionaryCount, getEntriesAtHalf, getPlainBytes, sampleDictionary, takeSample,
} from './sample'
export { endOfRecord, setPadding } from './ragged'
export { setSourceUnit, sourceLength } from './source-length'
export { countScannedLines, cutAt, getEndsInsideQuotes, getRecordsEnd, getStructuralCount, isRecordEnd, scan } from './scan'
