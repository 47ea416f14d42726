// One output column: what it is, the dictionary of the open column chunk and the open page. Lives at a fixed address in wasm memory.

// How the text becomes a slot (parse.ts); the numbers are shared with src/convert/kernel-column.ts.
export const kindBoolean: u32 = 0
export const kindInt: u32 = 1
export const kindLong: u32 = 2
export const kindFloat: u32 = 3
export const kindDouble: u32 = 4
export const kindDecimal: u32 = 5 // at most 18 digits: unscaled i64
export const kindWideDecimal: u32 = 6 // more: big-endian bytes in the arena
export const kindDate: u32 = 7
export const kindTime: u32 = 8
export const kindTimestamp: u32 = 9
export const kindTimestampTz: u32 = 10
export const kindString: u32 = 11
export const kindUuid: u32 = 12
export const kindBinaryUtf8: u32 = 13
export const kindBinaryHex: u32 = 14
export const kindBinaryBase64: u32 = 15
export const kindAsWritten: u32 = 16 // rewritten first: column-as-written.ts has the kind

// How a slot is stored (PLAIN encoding).
export const storeBits: u32 = 0 // boolean
export const storeFour: u32 = 1
export const storeEight: u32 = 2
export const storeBytes: u32 = 3 // length + bytes
export const storeFixed: u32 = 4 // bytes of one length

// How two slots compare, for statistics.
export const orderSigned: u32 = 0
export const orderFloat: u32 = 1
export const orderDouble: u32 = 2
export const orderBytes: u32 = 3 // unsigned, bytewise
export const orderSignedBytes: u32 = 4 // big-endian two's complement

/** In place of a field's number: the source lacks the column. */
export const noField: u32 = 0xffffffff

/** Bytes of a page's smallest and largest value that are kept: one more than statistics show, so that a cut is noticed. */
export const boundBytes: u32 = 65

@unmanaged
export class Column {
  kind: u32
  storage: u32
  order: u32
  nullable: u32
  precision: u32
  scale: u32
  fixedLength: u32
  field: u32 // number of the field in the record, or `noField`
  index: u32 // number of the column, for the content hash
  slotBase: usize // the block's slots and present bytes of this column
  presentBase: usize
  blockNulls: u32
  blockAppended: u32 // rows of the block that are in pages already (columns.ts)
  valueRows: usize // the rows that hold a value, where the block's filled fields are listed (filled-fields.ts); 0: not listed
  blockKnown: u32 // rows of the block whose text was recognised: their slot is an index in the dictionary

  // The dictionary of the open column chunk.
  dictionaryOpen: u32 // new values may enter, pages hold indices
  dictionaryCount: u32
  dictionaryHashed: u32 // entries in the table; the others are in the window
  dictionaryBytes: u32
  dictionaryTable: usize // u32 a place (dictionary.ts)
  dictionaryMask: u32
  dictionaryEntries: usize // u64 an entry: the slot, or offset into dictionaryArena | length << 32
  dictionaryEntryCapacity: u32
  dictionaryArena: usize // the dictionary page's body, for storeBytes and storeFixed
  dictionaryArenaCapacity: u32
  encodingChosen: u32 // how values are encoded has been said (close-page.ts)
  valueEncoding: u32 // of values that are no indices (encoding.ts)
  lacksPlaces: u32 // of some block most decimals were not written with all places that the scale has, or it has none; stays so
  isProbedOut: u32 // its first values were nearly all new: the dictionary was given up (page.ts)
  pagesClosed: u32 // in the open column chunk

  // The open page.
  pageRows: u32
  pageNulls: u32
  pageNans: u32
  pageHasDictionary: u32
  levelCapacity: u32
  indexCapacity: u32
  indices: usize // u32 a value while pageHasDictionary
  levels: usize // a bit a row (levels.ts)
  plain: usize
  plainCapacity: u32
  plainLength: u32
  holdsWords: u32 // values of a page with a dictionary are held in `plain` (held-words.ts)
  smallest: i64 // words, as keys (bounds.ts); above `largest` while there are none
  largest: i64
  bounded: u32 // bytes: minimum and maximum are set
  minimumBytes: usize
  minimumLength: u32
  maximumBytes: usize
  maximumLength: u32
  minimumPrefix: u64 // their first bytes (bounds.ts)
  maximumPrefix: u64
  cellHashes: usize // u64 a dictionary entry: what the value adds to its row's hash (hash.ts)
  usedEntries: usize // u8 a dictionary entry: 1 if the open page has it, and the page's bounds have yet to take it in

  // The window of the dictionary's words that lie close to each other (dense-words.ts).
  denseTable: usize // u32 a place: index + 1, 0 where empty
  denseBytes: u32 // of room
  densePlaces: u32 // 0: there is no window
  denseOrigin: u64
  denseInverse: u64
  denseShift: u64

  asWritten: usize // for kindAsWritten

  // The hashes of the open column chunk's values, each once (bloom-filter.ts).
  hashTable: usize // u64 a place, 0 where empty
  hashPlaces: u32 // 0: none are collected
  hashCount: u32
  hashedZero: u32

  // Whether the open column chunk is sorted (sortedness.ts).
  mayRise: u32
  mayFall: u32
  nullsPlace: u32
  hasLast: u32
  lastKey: i64 // words
  lastBytes: usize
  lastLength: u32
  lastKept: usize // a copy, from page to page
  lastCapacity: u32

  // Texts seen in the open column chunk (seen-texts.ts).
  seenTable: usize
  seenPlaces: u32
  seenShift: u32
  seenCount: u32
  seenAboveWords: u32 // how many of them have more than eight bytes
  seenAboveShort: u32 // more than 16
  seenIsGivenUp: u32
}

// What `present` says of a row.
export const isNull: u8 = 0
export const isValue: u8 = 1 // the slot is the value
export const isKnown: u8 = 2 // the slot is the value's index in the dictionary

/** Columns of four or eight bytes a value. */
export let wordColumns: u32 = 0

@inline
export function isWordColumn(column: Column): bool {
  return column.storage == storeFour || column.storage == storeEight
}

export function createColumn(
  kind: u32,
  storage: u32,
  order: u32,
  nullable: u32,
  precision: u32,
  scale: u32,
  fixedLength: u32,
  field: u32,
  index: u32,
): usize {
  const address = heap.alloc(offsetof<Column>())
  memory.fill(address, 0, offsetof<Column>())
  const column = changetype<Column>(address)
  column.kind = kind
  column.storage = storage
  column.order = order
  column.nullable = nullable
  column.precision = precision
  column.scale = scale
  column.fixedLength = fixedLength
  column.field = field
  column.index = index
  if (isWordColumn(column)) wordColumns++
  return address
}

export function getSlots(column: Column): usize {
  return column.slotBase
}

export function getPresent(column: Column): usize {
  return column.presentBase
}

export function getIsBytes(column: Column): bool {
  return column.storage >= storeBytes
}
