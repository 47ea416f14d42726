// What may stand around a value that is no text: spaces and tabs.

@inline
export function isSpace(byte: u8): bool {
  return byte == 0x20 || byte == 0x09
}
