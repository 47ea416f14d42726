// Finite state entropy, the coder of few symbols that differ much in frequency: how many states each symbol gets, the description of that,
// and the table to encode by. Spec: RFC 8878, section 4.1.
//
// A symbol that occurs has at least one state; the probability "less than 1" of the specification is not used.

import { addBits, beginBits, endBits } from './bits'

const leastLog: u32 = 5
const mostLog: u32 = 9 // 2^9 states
const mostSymbols: u32 = 53 // codes of match lengths

/** A table: for each state a u16, then for each symbol what leads to its states: u32 `step`, i32 `first`. */
export const fseTableBytes: u32 = (2 << mostLog) + mostSymbols * 8
const stepsAt: usize = 2 << mostLog

const shares = memory.data(mostSymbols * 4) // u32 a symbol: its states
const symbolOf = memory.data(1 << mostLog) // u8 a state
const placeOf = memory.data(mostSymbols * 4) // u32 a symbol: where its next state goes

/** log2 of the number of states, for `total` symbols of which `different` are different: as many as they are worth, and enough for all. */
export function fseLog(total: u32, different: u32, most: u32): u32 {
  const worth: u32 = 30 - min<u32>(clz(total), 30 - leastLog)
  return max(min(most, worth), max(leastLog, 32 - clz(different - 1)))
}

/** Distributes 2^log states over symbols by their counts (u32 each); at least two occur. */
export function shareStates(counts: usize, symbols: u32, total: u32, log: u32): void {
  let left: i32 = 1 << log
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const count = load<u32>(counts + (<usize>symbol << 2))
    const share = count == 0 ? 0 : max<u32>(1, <u32>(((<u64>count << log) + (total >> 1)) / total))
    store<u32>(shares + (<usize>symbol << 2), share)
    left -= share
  }
  // What rounding has taken or left is made up for by the largest share: all at once, or state by state, since it may not lose too many.
  while (left != 0) {
    const change = left > 0 ? left : -1
    const at = shares + (<usize>largestShare(symbols) << 2)
    store<u32>(at, load<u32>(at) + change)
    left -= change
  }
}

function largestShare(symbols: u32): u32 {
  let largest: u32 = 0
  for (let symbol: u32 = 1; symbol < symbols; symbol++) {
    if (shareOf(symbol) > shareOf(largest)) largest = symbol
  }
  return largest
}

@inline
function shareOf(symbol: u32): u32 {
  return load<u32>(shares + (<usize>symbol << 2))
}

/** Describes the shares. Returns the address behind. */
export function writeShares(log: u32, out: usize): usize {
  beginBits(out)
  addBits(log - leastLog, 4)
  let left: u32 = (1 << log) + 1 // states, and one
  let threshold: u32 = 1 << log
  let width = log + 1
  for (let symbol: u32 = 0; left > 1; ) {
    const share = shareOf(symbol++)
    // Spec: the values of which one bit less says all, because of how many are left, come in the shorter form.
    const shorter: u32 = 2 * threshold - 1 - left
    const value = share + 1 < threshold ? share + 1 : share + 1 + shorter
    addBits(value, value < shorter ? width - 1 : width)
    left -= share
    for (; left < threshold; threshold >>= 1) width--
    if (share == 0) symbol = writeZeros(symbol)
  }
  return endBits()
}

/** Behind a symbol without states: how many more there are, up to three at a time. Returns the first that has some. */
function writeZeros(from: u32): u32 {
  let symbol = from
  while (shareOf(symbol) == 0) symbol++
  let zeros = symbol - from
  for (; zeros >= 3; zeros -= 3) addBits(3, 2)
  addBits(zeros, 2)
  return symbol
}

/** Makes the table of the shares. */
export function buildFseTable(symbols: u32, log: u32, table: usize): void {
  spreadSymbols(symbols, log)
  const states: u32 = 1 << log
  let first: u32 = 0
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const share = shareOf(symbol)
    store<u32>(placeOf + (<usize>symbol << 2), first)
    if (share == 0) continue
    // From a state below `share << width` the symbol takes width - 1 bits, else `width`: `step` makes that a sum.
    const width: u32 = share == 1 ? log : log - (31 - clz(share - 1))
    store<u32>(table + stepsAt + (<usize>symbol << 3), (width << 16) - (share << width))
    store<i32>(table + stepsAt + (<usize>symbol << 3), <i32>first - <i32>share, 4)
    first += share
  }
  for (let state: u32 = 0; state < states; state++) {
    const at = placeOf + (<usize>load<u8>(symbolOf + state) << 2)
    const place = load<u32>(at)
    store<u32>(at, place + 1)
    store<u16>(table + (<usize>place << 1), states + state)
  }
}

/** Spec: a symbol's states lie apart by a step that comes by all places. */
function spreadSymbols(symbols: u32, log: u32): void {
  const states: u32 = 1 << log
  const step = (states >> 1) + (states >> 3) + 3
  let state: u32 = 0
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    for (let n = shareOf(symbol); n > 0; n--) {
      store<u8>(symbolOf + state, symbol)
      state = (state + step) & (states - 1)
    }
  }
}

/** Encoding begins with the last symbol, and a state of it. */
@inline
export function firstState(table: usize, symbol: u32): u32 {
  const at = table + stepsAt + (<usize>symbol << 3)
  const step = load<u32>(at)
  const width = (step + (1 << 15)) >> 16
  return load<u16>(table + (<usize>((((width << 16) - step) >> width) + load<i32>(at, 4)) << 1))
}

/** How many of the state's low bits are written on the way to a state of the symbol in front. */
@inline
export function stateBits(table: usize, state: u32, symbol: u32): u32 {
  return (state + load<u32>(table + stepsAt + (<usize>symbol << 3))) >> 16
}

/** The state of the symbol in front, once `bits` have been written. */
@inline
export function nextState(table: usize, state: u32, symbol: u32, bits: u32): u32 {
  return load<u16>(table + (<usize>((state >> bits) + load<i32>(table + stepsAt + (<usize>symbol << 3), 4)) << 1))
}
