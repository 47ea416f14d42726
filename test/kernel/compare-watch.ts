// Evidence that starts from a sample: what watching makes of later values (kernel/watch.ts), and what observing them in full does.

import { JointEvidence } from '../../src/convert/type-watch.ts'
import { concludeType } from '../../src/csv/infer.ts'
import { evidenceBytes, evidenceOf } from '../../src/kernel/evidence.ts'
import { Kernel } from '../../src/kernel/kernel.ts'
import { kernelModule } from '../../src/kernel/kernel-file.ts'
import { describeColumn } from '../../src/schema/describe-column.ts'
import { parseValue } from '../oracle/parse-value.ts'
import type { Random } from '../oracle/random.ts'
import { evidenceByKernel, inferredByKernel } from './compare-types.ts'
import { unquoted } from './compare-values.ts'
import { lines } from './one-column.ts'
import { alikeTexts } from './random-columns.ts'
import { mutated } from './random-values.ts'

const kernel = new Kernel(kernelModule())
kernel.exports.setDialect(0x01, 0x22, 0x22, 0) // commas are text

/** Seeded columns of which the two make different types, at most ten, as sentences. Values that the parser refuses are left out. */
export function wrongWatches(columns: number, random: Random): string[] {
  const wrong: string[] = []
  for (let i = 0; i < columns && wrong.length < 10; i++) {
    const early = alikeTexts(random)
    const typed = inferredByKernel(early)
    const late = [...early, ...early.map(text => later(text, random)), ...alikeTexts(random)]
      .map(text => text.replace(/["\r\n]/g, ''))
      .filter(text => 'value' in parseValue(unquoted(text), typed))
    const column = { name: 'c', source: 'c', ...typed, nullable: true }
    const seed = new JointEvidence({ columns: [column], evidence: [evidenceByKernel(early)], isWhole: false, isUtf8: true }).watched
      .evidence[0]!
    kernel.exports.listBelow(random.once(2) ? 17 : 0)
    const [watched, observed] = [kernel.exports.watch, kernel.exports.observe].map(look => typeBehind(seed, late, look))
    if (watched !== observed) wrong.push(`${JSON.stringify({ early, late })}: watched ${watched}, observed ${observed}`)
  }
  return wrong
}

function later(text: string, random: Random): string {
  return random.pick([
    (same: string) => same,
    mutated,
    (same: string) => ` ${same}`,
    (same: string) => `${same} `,
    (same: string) => `0${same}`,
    (same: string) => `${same}0`,
  ])(text, random)
}

function typeBehind(seed: Uint8Array, texts: readonly string[], look: (evidence: number) => number): string {
  const source = lines(texts)
  kernel.input.reserve(Math.max(1, source.length))
  kernel.input.view(0, source.length).set(source)
  kernel.exports.scan(0, source.length, 1)
  const evidence = kernel.place(seed)
  kernel.exports.indexRows(0, 1)
  look(evidence)
  return describeColumn(concludeType(evidenceOf(kernel.bytes(evidence, evidenceBytes))))
}
