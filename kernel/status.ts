// What comes of a value: numbers, so that the kernel never throws. src/convert/block-parser.ts gives them their failure codes.

export const ok: u32 = 0
export const valueInvalid: u32 = 1
export const valueOutOfRange: u32 = 2
export const valueNull: u32 = 3
export const valueNotUtf8: u32 = 4
/** The text means null in this column: no failure where the column is nullable, else `valueNull`. */
export const valueAbsent: u32 = 5
