// What kernel/index.ts exports, typed by hand: addresses and offsets are byte offsets into wasm memory and into the block; lengths are in
// bytes unless said otherwise. See docs/kernel-memory-map.md.

export type Address = number
export type ColumnHandle = Address

export interface KernelExports {
  memory: WebAssembly.Memory

  allocate(bytes: number): Address
  reserveBlock(bytes: number): Address
  keepTail(from: number, to: number): void

  setDialect(delimiterByte: number, quoteByte: number, escapeByte: number, commentByte: number): void
  /** Bytes of the source's code unit; 0: it is UTF-8. */
  setSourceUnit(bytes: number): void
  /** Bytes of the source for input[start, end). */
  sourceLength(start: number, end: number): number
  /** 1: short records are filled with nulls, and empty fields too many are left out; 0: ragged records are bad. */
  setPadding(isOn: number): void
  /** Fields may have so many bytes, quotes included. */
  setMaxFieldBytes(bytes: number): void
  /** Offset behind the `count`th record of the scan; 0 if there are not so many. */
  endOfRecord(count: number): number
  setNullTokens(address: Address, count: number): void
  setPowersOfFive(address: Address): void

  scan(start: number, end: number, isLast: number): void
  cutAt(offset: number): number
  /** Line breaks up to `getRecordsEnd()`. */
  countScannedLines(): number
  getStructuralCount(): number
  getRecordsEnd(): number
  getEndsInsideQuotes(): number
  findOpenQuote(start: number, end: number): number
  beginQuotes(): void
  /** 0: a quote stands where parity cannot be trusted. */
  followQuotes(start: number, end: number): number
  isInsideQuotes(): number
  getPositions(): Address
  isRecordEnd(offset: number): number

  indexRows(start: number, fieldCount: number): number
  /** Blocks with less than so many of 16 fields filled are read field by field; 0: none, 17: all. The same comes out: for tests. */
  listBelow(filledOfSixteen: number): void
  dropRows(rows: Address, count: number): number
  getBadRecords(): Address
  getBadRecordCount(): number
  rowStart(row: number): number
  /** Behind what ends the record. */
  rowEnd(row: number): number
  reserveRowList(count: number): Address
  /** Quotes included, the CR of a CRLF left out. */
  fieldStartOffset(row: number, field: number): number
  fieldEndOffset(row: number, field: number): number
  countLines(start: number, end: number): number

  createColumn(
    kind: number,
    storage: number,
    order: number,
    nullable: number,
    precision: number,
    scale: number,
    fixedLength: number,
    field: number,
    index: number,
  ): ColumnHandle
  /** `asWritten`: what src/convert/place-as-written.ts lays down. */
  setAsWritten(column: ColumnHandle, asWritten: Address): void
  beginParse(): void
  parseColumn(column: ColumnHandle): number
  /** `columns`: address of `count` handles. Returns how many bad values the block has. */
  parseColumns(columns: Address, count: number): number
  /** One i64 a row. */
  getSlots(column: ColumnHandle): Address
  /** One byte a row: 0 for null. */
  getPresent(column: ColumnHandle): Address
  /** Whether slots are `address | length << 32`. */
  getIsBytes(column: ColumnHandle): number
  getBadValues(): Address
  getBadValueCount(): number

  openChunk(column: ColumnHandle): void
  append(column: ColumnHandle, from: number, to: number): number
  /** Returns the number of the column whose page is full, to go on from when it is closed and another opened; `count` if all is appended. */
  appendColumns(columns: Address, first: number, count: number, rows: number): number
  appendNulls(column: ColumnHandle, from: number, to: number): number
  isPageFull(column: ColumnHandle): number
  /** Whether `choose` must be called before the open page is closed. */
  needsChoice(column: ColumnHandle): number
  /** Values in the sample. */
  takeSample(column: ColumnHandle): number
  encodeSample(column: ColumnHandle, encoding: number): void
  sampleDictionary(column: ColumnHandle): void
  getDictionaryBytes(column: ColumnHandle): number
  getDictionaryCount(column: ColumnHandle): number
  getEntriesAtHalf(column: ColumnHandle): number
  getPlainBytes(column: ColumnHandle): number
  choose(column: ColumnHandle, keepDictionary: number, encoding: number): void
  /** The page's encoding, as numbered in the format. */
  closePage(column: ColumnHandle): number
  openPage(column: ColumnHandle): void
  closeDictionary(column: ColumnHandle): number
  /** How the closed column chunk is sorted: kernel/sortedness.ts. */
  getSortedness(column: ColumnHandle): number
  /** From now on the column's values are hashed for a bloom filter. */
  collectHashes(column: ColumnHandle): void
  /** Different values of the closed column chunk. */
  getHashCount(column: ColumnHandle): number
  closeBloomFilter(column: ColumnHandle, bytes: number): Address
  getBody(): Address
  getBodyLength(): number
  /** Length of a zstd frame; 0: it would not be worth it. `width`: bytes of a value. */
  compressValues(body: Address, length: number, width: number): number
  /** Length of the bytes in Snappy. */
  compressSnappy(body: Address, length: number): number
  /** What was compressed last. */
  getCompressed(): Address
  getPageRows(column: ColumnHandle): number
  getPageNulls(column: ColumnHandle): number
  getPageNans(column: ColumnHandle): number
  /** Length of the smallest value's bytes, which lie at `getBound()`; -1: there is none. */
  minimum(column: ColumnHandle): number
  maximum(column: ColumnHandle): number
  getBound(): Address
  sumRowHashes(from: number, to: number): bigint

  createEvidence(field: number): Address
  /** 0: the evidence is as it was. */
  observe(evidence: Address): number
  observeRows(evidence: Address, from: number, to: number): void
  /** Rows whose field is not null. */
  countValues(field: number, from: number, to: number): number
  /** Like `observe`, for evidence with one type alive whose parser looks at the values too. */
  watch(evidence: Address): number
}
