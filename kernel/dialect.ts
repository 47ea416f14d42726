// The dialect of the file being read: one-byte marks, 0 where a mark is not used.

export let delimiter: u8 = 0x2c // ,
export let quote: u8 = 0x22 // "
export let escape: u8 = 0x22
export let comment: u8 = 0

export const LF: u8 = 0x0a
export const CR: u8 = 0x0d

export function setDialect(delimiterByte: u8, quoteByte: u8, escapeByte: u8, commentByte: u8): void {
  delimiter = delimiterByte
  quote = quoteByte
  escape = escapeByte
  comment = commentByte
}

/** Whether the SIMD scanner knows the dialect: quotes are escaped by doubling them, and no line is a comment. */
@inline
export function isSimple(): bool {
  return comment == 0 && (quote == 0 || escape == quote)
}
