// Evidence of two halves of a column, put together, is the evidence of the whole.

import { concludeType } from '../../src/csv/infer.ts'
import { evidenceOf, mergeEvidence } from '../../src/kernel/evidence.ts'
import { describeColumn } from '../../src/schema/describe-column.ts'
import { Random, testSeed } from '../oracle/random.ts'
import { evidenceByKernel } from './compare-types.ts'
import { alikeTexts } from './random-columns.ts'

const seed = testSeed()

it(`concludes the same type for 5000 seeded columns cut in two (SEED=${seed})`, () => {
  const random = new Random(seed)
  for (let i = 0; i < 5_000; i++) {
    const texts = random.once(3) ? [...alikeTexts(random), ...alikeTexts(random)] : alikeTexts(random)
    const cut = random.below(texts.length + 1)
    const [one, other] = [texts.slice(0, cut), texts.slice(cut)].map(evidenceByKernel) as [Uint8Array, Uint8Array]
    const types = [evidenceByKernel(texts), mergeEvidence(one, other), mergeEvidence(other, one)].map(each =>
      describeColumn(concludeType(evidenceOf(each))),
    )
    expect([texts, ...types]).toEqual([texts, types[0], types[0], types[0]])
  }
})
