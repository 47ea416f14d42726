// The type that a column is given when nobody declared one: by the kernel's evidence, and by the slow twin.

import { concludeType } from '../../src/csv/infer.ts'
import type { TypedAs } from '../../src/csv/time-outline.ts'
import { evidenceBytes, evidenceOf } from '../../src/kernel/evidence.ts'
import { Kernel } from '../../src/kernel/kernel.ts'
import { kernelModule } from '../../src/kernel/kernel-file.ts'
import { describeColumn } from '../../src/schema/describe-column.ts'
import { inferColumn } from '../oracle/infer-column.ts'
import type { Random } from '../oracle/random.ts'
import { unquoted } from './compare-values.ts'
import { lines } from './one-column.ts'
import { alikeTexts } from './random-columns.ts'

const kernel = new Kernel(kernelModule())
kernel.exports.setDialect(0x01, 0x22, 0x22, 0) // commas are text

export function inferredByKernel(texts: readonly string[]): TypedAs {
  return concludeType(evidenceOf(evidenceByKernel(texts)))
}

export function evidenceByKernel(texts: readonly string[]): Uint8Array {
  const source = lines(texts)
  kernel.input.reserve(Math.max(1, source.length))
  kernel.input.view(0, source.length).set(source)
  kernel.exports.scan(0, source.length, 1)
  const evidence = kernel.exports.createEvidence(0)
  if (kernel.exports.indexRows(0, 1) !== texts.length) throw new Error('not every text is a record')
  kernel.exports.observe(evidence)
  return kernel.bytes(evidence, evidenceBytes).slice()
}

/** Seeded columns of which the two make different types, at most ten, as sentences. */
export function wrongTypes(columns: number, random: Random): string[] {
  const wrong: string[] = []
  for (let i = 0; i < columns && wrong.length < 10; i++) {
    const texts = alikeTexts(random)
    kernel.exports.listBelow(random.once(2) ? 17 : 0)
    const [actual, expected] = [inferredByKernel(texts), inferColumn(texts.map(unquoted))].map(describeColumn)
    if (actual !== expected) wrong.push(`${JSON.stringify(texts)}: kernel ${actual}, twin ${expected}`)
  }
  return wrong
}
