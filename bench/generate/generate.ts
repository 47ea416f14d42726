// Writes a shape's CSV to disk, of any size, in constant memory. The same shape, seed and size give the same bytes.

import { closeSync, openSync, renameSync, writeSync } from 'node:fs'
import { maxRowBytes, type Shape } from '../shapes/shape.ts'
import { Random } from './random.ts'
import { RowBuffer } from './row-buffer.ts'

const bufferBytes = 1 << 20

/** Writes whole records until the file has at least `size` bytes; it appears under its name when it is complete. */
export function generate(shape: Shape, path: string, size: number, seed: number): void {
  const partial = `${path}.partial`
  const file = openSync(partial, 'w')
  const buffer = new RowBuffer(bufferBytes)
  const addRow = shape.rows(new Random(seed))
  let written = writeSync(file, `${shape.columns.map(column => column.name).join(',')}\n`)
  while (written + buffer.length < size) {
    addRow(buffer)
    if (buffer.length > bufferBytes - maxRowBytes) {
      written += writeAll(file, buffer.bytes.subarray(0, buffer.length))
      buffer.length = 0
    }
  }
  writeAll(file, buffer.bytes.subarray(0, buffer.length))
  closeSync(file)
  renameSync(partial, path)
}

function writeAll(file: number, bytes: Uint8Array): number {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done)
  return bytes.length
}
