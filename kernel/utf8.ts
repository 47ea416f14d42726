// UTF-8 as the Unicode Standard defines it (table 3-7): no overlong forms, no surrogates, nothing above U+10FFFF.

const highBits: u64 = 0x8080808080808080

/** Whether all bytes are ASCII. Reads up to 7 bytes behind the text. */
@inline
export function isAscii(text: usize, length: u32): bool {
  let at = text
  let left = length
  for (; left >= 8; left -= 8, at += 8) if ((load<u64>(at) & highBits) != 0) return false
  return left == 0 || (load<u64>(at) & highBits & (~(<u64>0) >> ((8 - left) << 3))) == 0
}

export function isUtf8(text: usize, length: u32): bool {
  const end = text + length
  let at = text
  while (at < end) {
    const lead = load<u8>(at)
    if (lead < 0x80) {
      at++
      continue
    }
    const size: u32 = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
    if (lead < 0xc2 || lead > 0xf4 || at + size > end) return false
    const second = load<u8>(at + 1)
    const lowest: u8 = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80
    const highest: u8 = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf
    if (second < lowest || second > highest) return false
    if (size > 2 && (load<u8>(at + 2) & 0xc0) != 0x80) return false
    if (size > 3 && (load<u8>(at + 3) & 0xc0) != 0x80) return false
    at += size
  }
  return true
}
