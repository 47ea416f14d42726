// Bytes of ASCII that numbers, dates and times are written with.

export const tab: u8 = 0x09
export const space: u8 = 0x20
export const plus: u8 = 0x2b
export const comma: u8 = 0x2c
export const minus: u8 = 0x2d
export const hyphen: u8 = minus
export const point: u8 = 0x2e
export const slash: u8 = 0x2f
export const zero: u8 = 0x30
export const colon: u8 = 0x3a
export const capitalE: u8 = 0x45
export const capitalT: u8 = 0x54
export const capitalZ: u8 = 0x5a

/** What small letters have and capital ones lack. */
export const smallBit: u8 = 0x20
export const smallA: u8 = 0x61
export const smallE: u8 = 0x65
export const smallM: u8 = 0x6d
export const smallP: u8 = 0x70
export const smallZ: u8 = 0x7a

@inline
export function isDigit(byte: u8): bool {
  return <u8>(byte - zero) <= 9
}

/** 1 to 9. */
@inline
export function isDigitAboveZero(byte: u8): bool {
  return <u8>(byte - zero - 1) <= 8
}

/** In either case. */
@inline
export function isLetter(byte: u8): bool {
  return <u8>((byte | smallBit) - smallA) < 26
}
