// How a text names UTC at its end, as inference tells the ways apart.

import { capitalZ, plus, smallZ } from './ascii'

/** " UTC" */
export const utcWord: u32 = 6

/** How UTC is written, of a text that ends in a zone: 1 Z, 2 z, 3 +00, 4 +0000, 5 +00:00, `utcWord`; 0 for any other zone. */
export function zoneForm(text: usize, length: u32): u32 {
  const end = text + length
  const last = load<u8>(end - 1)
  if (last == capitalZ) return 1
  if (last == smallZ) return 2
  if (last == 0x43) return utcWord
  if (load<u32>(end - 4) == 0x30303030) return load<u8>(end - 5) == plus ? 4 : 0
  if (load<u32>(end - 3) << 8 == 0x30302b00) return 3
  return load<u16>(end - 2) == 0x3030 && load<u32>(end - 6) == 0x3a30302b ? 5 : 0
}

/** How long it is. */
export function zoneBytes(zone: u32): u32 {
  return zone <= 2 ? 1 : zone == 3 ? 3 : zone == 4 ? 5 : zone == 5 ? 6 : 4
}
