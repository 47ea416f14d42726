// The kernel's exports: bytes in memory → bytes in memory. The host's side is src/kernel/kernel.ts.

export { allocate, getPositions, keepTail, reserveBlock } from './memory'
export { setDialect } from './dialect'
export { cutAt, getEndsInsideQuotes, getRecordsEnd, getStructuralCount, isRecordEnd, scan } from './scan'
export { countLines, dropRows, getBadRecordCount, getBadRecords, getRowStarts, indexRows, reserveRowList, rowEnd } from './rows'
export { fieldEndOffset, fieldStartOffset } from './field'
export { createColumn, getIsBytes, getPresent, getSlots } from './column'
export { beginParse, getBadValueCount, getBadValues, parseColumn, setNullTokens } from './parse'
export { setPowersOfFive } from './parse-double'
export {
  append, appendNulls, closeDictionary, closePage, getBody, getBodyLength, getPageNans, getPageNulls, getPageRows, isPageFull, nextPage,
  openChunk, sumRowHashes,
} from './page'
export { getBound, maximum, minimum } from './bounds'
export { createEvidence, observe } from './evidence'
