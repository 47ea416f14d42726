// UTF-8 as the Unicode Standard defines it (table 3-7): no overlong forms, no surrogates, nothing above U+10FFFF.

/** Runs of ASCII are passed over 16 bytes a step. Reads up to 15 bytes behind the text. */
export function isUtf8(text: usize, length: u32): bool {
  const end = text + length
  let at = text
  while (at < end) {
    const highBytes = i8x16.bitmask(v128.load(at))
    if (highBytes == 0) {
      at += 16
      continue
    }
    at += ctz(highBytes)
    // From here on one character at a time, until the next ASCII one.
    while (at < end && load<u8>(at) >= 0x80) {
      const size = characterSize(at, end)
      if (size == 0) return false
      at += size
    }
  }
  return true
}

/** Bytes of the character at `at`, two to four; 0 if it is none. */
@inline
function characterSize(at: usize, end: usize): u32 {
  const lead = load<u8>(at)
  const size: u32 = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  if (lead < 0xc2 || lead > 0xf4 || at + size > end) return 0
  const second = load<u8>(at + 1)
  const lowest: u8 = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80
  const highest: u8 = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf
  if (second < lowest || second > highest) return 0
  if (size > 2 && (load<u8>(at + 2) & 0xc0) != 0x80) return 0
  if (size > 3 && (load<u8>(at + 3) & 0xc0) != 0x80) return 0
  return size
}
