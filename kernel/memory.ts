// The block workspace: where one block of whole records lies, and what is derived from it. Drawn in docs/kernel-memory-map.md.
//
//   input      block bytes                    capacity + slack     kept when the workspace grows
//   positions  u32 a structural byte          (delimiters and record ends outside quotes, in order), and one in front
//   slots      u64 a field, column-major      the parsed value: integer, float bits, or `address | length << 32` of bytes
//   present    u8 a field, column-major       1 or 2 where there is a value (column.ts), 0 where it is null
//   listed     u32 a row                      of one column: what a second loop parses (parse.ts), then the rows that hold a value (present-rows.ts)
//   rowHashes  u64 a row                      sum of the row's cell hashes (hash.ts)
//   arena      bytes made while parsing       unescaped text, UUIDs, wide decimals
//
// Every area is sized for the worst block (each byte a field), so nothing below needs a bounds check; memory that is never
// touched costs nothing. Offsets into `input` are u32 and stay below 2^30: the two top bits of a position are flags (scan-bytewise.ts).

/** Readable bytes behind every area: a 64-byte scan step or a 48-byte copy may run over the end. */
export const slack: u32 = 64

/** Of the positions there is one in front (rows.ts); 16 bytes keep the others where vectors like them. */
const inFront: u32 = 16

/** The most bytes that one field can put into the arena for every byte of its text (a 38-digit decimal written as `1,`). */
const arenaBytesPerByte: u32 = 9

let capacity: u32 = 0
export let input: usize = 0
export let positions: usize = 0
export let slots: usize = 0
export let present: usize = 0
export let listed: usize = 0
export let rowHashes: usize = 0
let arena: usize = 0
let arenaEnd: usize = 0

/** Makes room for blocks of `bytes` and returns the address of `input`, whose contents are kept. */
export function reserveBlock(bytes: u32): usize {
  if (bytes <= capacity) return input
  input = resize(input, bytes + slack)
  positions = replace(positions == 0 ? 0 : positions - inFront, (bytes + slack) * 4 + inFront) + inFront
  slots = replace(slots, (bytes + slack) * 8)
  present = replace(present, bytes + slack)
  listed = replace(listed, (bytes + slack) * 4)
  rowHashes = replace(rowHashes, (bytes + slack) * 8)
  arena = replace(arena, bytes * arenaBytesPerByte + slack)
  arenaEnd = arena
  capacity = bytes
  return input
}

/** Forgets what the last block put into the arena. */
export function resetArena(): void {
  arenaEnd = arena
}

/** Where the arena is filled to: what is taken behind it can be given back. */
export function markArena(): usize {
  return arenaEnd
}

/** Gives back what was taken since `markArena` said so. */
export function returnArena(mark: usize): void {
  arenaEnd = mark
}

/** Takes `bytes` of the arena. */
export function takeArena(bytes: u32): usize {
  const taken = arenaEnd
  arenaEnd += bytes
  return taken
}

/** Moves what lies at `from..to` of the block to its beginning: the unfinished record that the next block starts with. */
export function keepTail(from: u32, to: u32): void {
  memory.copy(input, input + from, to - from)
}

/** Room for `bytes` that the host fills before anything runs (null tokens, tables); never given back. */
export function allocate(bytes: u32): usize {
  return heap.alloc(bytes + slack)
}

function replace(old: usize, bytes: u32): usize {
  if (old != 0) heap.free(old)
  return heap.alloc(bytes)
}

export function getPositions(): usize {
  return positions
}

/** The same contents at a place with `bytes` of room; 0 stands for none yet. */
export function resize(address: usize, bytes: usize): usize {
  return address == 0 ? heap.alloc(bytes) : heap.realloc(address, bytes)
}
