// Words that mean null where a field has no quotes: u32 length and bytes, one after the other; at most 2^16 bytes in all.

import { isDigit, minus, plus, point } from './ascii'

let nullTokens: usize = 0
let nullTokenCount: u32 = 0

/** Some null token begins as numbers and dates do. */
export let areTokensLikeNumbers: bool = false
/** Some null token is as long as a UUID. */
export let areTokensLikeUuids: bool = false

const uuidLength: u32 = 36

export function setNullTokens(address: usize, count: u32): void {
  nullTokens = address
  nullTokenCount = count
  areTokensLikeNumbers = false
  areTokensLikeUuids = false
  for (let i: u32 = 0, at = address; i < count; at += 4 + load<u32>(at), i++) {
    if (beginsNumber(load<u8>(at, 4))) areTokensLikeNumbers = true
    if (load<u32>(at) == uuidLength) areTokensLikeUuids = true
  }
}

@inline
export function hasNullTokens(): bool {
  return nullTokenCount != 0
}

@inline
export function isNullToken(start: usize, end: usize): bool {
  return nullTokenCount != 0 && isOneOf(nullTokens, nullTokenCount, start, <u32>(end - start))
}

/** Whether the text is one of `count` words: u32 length and bytes, one after the other. */
export function isOneOf(words: usize, count: u32, text: usize, length: u32): bool {
  let at = words
  for (let i: u32 = 0; i < count; i++) {
    const wordLength = load<u32>(at)
    if (wordLength == length && memory.compare(at + 4, text, length) == 0) return true
    at += 4 + wordLength
  }
  return false
}

/** A digit, a sign or a point. */
@inline
export function beginsNumber(byte: u8): bool {
  return isDigit(byte) || byte == plus || byte == minus || byte == point
}
