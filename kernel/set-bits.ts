// The places of the bits that are set among eight, one after the other: u8 each, eight for each of the 256 sets. What follows the last one is 0.

const places = memory.data(256 * 8)
for (let set: u32 = 0; set < 256; set++) {
  let out = places + (set << 3)
  for (let place: u32 = 0; place < 8; place++) if ((set & (1 << place)) != 0) store<u8>(out++, <u8>place)
}

/** In the low half of a vector. */
@inline
export function placesOfBits(set: u32): v128 {
  return v128.load64_zero(places + (<usize>set << 3))
}
