// BYTE_STREAM_SPLIT: the first bytes of all values, then their second bytes, and so on: what is alike lies together.
// Spec: parquet-format, Encodings.md, "Byte Stream Split".
//
// Sixteen values a step. Seen as one row of bytes, a byte's place has the bits `value value value value byte byte byte` (eight bytes a value);
// it has to be `byte byte byte value value value value`. Interleaving the row's two halves turns the place's bits by one to the left,
// so four such rounds do it, whatever the width:
//
//   a b c d | e f g h   →   a e b f | c g d h

/** Splits `count` values of `width` bytes; returns the address behind. */
export function encodeByteStreamSplit(values: usize, count: u32, width: u32, out: usize): usize {
  const whole = width == 4 || width == 8 ? count & ~15 : 0
  if (width == 4) for (let i: u32 = 0; i < whole; i += 16) splitFours(values + (<usize>i << 2), out + i, count)
  else if (width == 8) for (let i: u32 = 0; i < whole; i += 16) splitEights(values + (<usize>i << 3), out + i, count)
  for (let byte: u32 = 0; byte < width; byte++) {
    const stream = out + <usize>byte * count
    for (let i = whole; i < count; i++) store<u8>(stream + i, load<u8>(values + <usize>i * width + byte))
  }
  return out + <usize>width * count
}

@inline
function low(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
}

@inline
function high(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
}

function splitFours(values: usize, out: usize, stride: usize): void {
  let a = v128.load(values)
  let b = v128.load(values, 16)
  let c = v128.load(values, 32)
  let d = v128.load(values, 48)
  for (let round = 0; round < 4; round++) {
    const a1 = low(a, c)
    const b1 = high(a, c)
    const c1 = low(b, d)
    const d1 = high(b, d)
    a = a1
    b = b1
    c = c1
    d = d1
  }
  v128.store(out, a)
  v128.store(out + stride, b)
  v128.store(out + 2 * stride, c)
  v128.store(out + 3 * stride, d)
}

function splitEights(values: usize, out: usize, stride: usize): void {
  let a = v128.load(values)
  let b = v128.load(values, 16)
  let c = v128.load(values, 32)
  let d = v128.load(values, 48)
  let e = v128.load(values, 64)
  let f = v128.load(values, 80)
  let g = v128.load(values, 96)
  let h = v128.load(values, 112)
  for (let round = 0; round < 4; round++) {
    const a1 = low(a, e)
    const b1 = high(a, e)
    const c1 = low(b, f)
    const d1 = high(b, f)
    const e1 = low(c, g)
    const f1 = high(c, g)
    const g1 = low(d, h)
    const h1 = high(d, h)
    a = a1
    b = b1
    c = c1
    d = d1
    e = e1
    f = f1
    g = g1
    h = h1
  }
  v128.store(out, a)
  v128.store(out + stride, b)
  v128.store(out + 2 * stride, c)
  v128.store(out + 3 * stride, d)
  v128.store(out + 4 * stride, e)
  v128.store(out + 5 * stride, f)
  v128.store(out + 6 * stride, g)
  v128.store(out + 7 * stride, h)
}
