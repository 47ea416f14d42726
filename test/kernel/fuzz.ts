// Goes on comparing the kernel, and whole conversions of small sources, with their slow twins, each round with a new seed, until time is up or
// something differs. A source that differs is made as small as it can be.
//
//   npm run test:fuzz -- [--seconds 60] [--seed N]      a round's seed repeats it: --seed N --seconds 0

import { parseArgs } from 'node:util'
import { wrongReadings } from '../convert/compare-reading.ts'
import { parseFloating } from '../oracle/parse-number.ts'
import { Random, testSeed } from '../oracle/random.ts'
import { wrongInFile } from './compare-file.ts'
import { randomBlocks, randomSource, ScannerPair, scanDisagreements } from './compare-scan.ts'
import { wrongTypes } from './compare-types.ts'
import { disagreements, quoted } from './compare-values.ts'
import { wrongWatches } from './compare-watch.ts'
import { alphabetOf, dialects } from './dialects.ts'
import { columnOf, hardCases } from './hard-cases.ts'
import { wrongCompressed } from './random-bodies.ts'
import { doubleKinds, randomDoubleText, wrongDoubles, wrongFloats } from './random-doubles.ts'
import { randomFields } from './random-values.ts'
import { writtenColumns, writtenText } from './written-columns.ts'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string' } } })
const firstSeed = values.seed === undefined ? testSeed() : Number(values.seed)
const deadline = performance.now() + Number(values.seconds) * 1000
let rounds = 0

do {
  const seed = (firstSeed + rounds++) % 2 ** 32
  const wrong = [...round(seed), ...(await wrongReadings(1_000, new Random(seed)))]
  if (wrong.length > 0) {
    process.stdout.write(`${wrong.join('\n')}\nrepeat with: npm run test:fuzz -- --seed ${seed} --seconds 0\n`)
    process.exit(1)
  }
} while (performance.now() < deadline)
process.stdout.write(`${rounds} rounds from seed ${firstSeed} on: no difference\n`)

function round(seed: number): string[] {
  const random = new Random(seed)
  return [
    ...doubleKinds.flatMap(kind => wrongDoubles(kind, kind === 'halfway' ? 2_000 : 20_000, random)),
    ...floats(random),
    ...Object.keys(hardCases).flatMap(name => disagreements(columnOf(name), randomFields(columnOf(name), 2_000, random))),
    ...Object.keys(writtenColumns).flatMap(name => written(name, random)),
    ...scans(random),
    ...wrongTypes(5_000, random),
    ...wrongWatches(3_000, random),
    ...wrongCompressed(20, 600_000, random),
    ...wrongCompressed(500, 2_000, random),
    ...Array.from({ length: 20 }, (_, i) => wrongInFile(seed + i)).flat(),
  ]
}

function written(name: string, random: Random): string[] {
  const fields = Array.from({ length: 2_000 }, () => quoted(writtenText(name, random)))
  return disagreements(writtenColumns[name]!.column, fields, ['NA']).map(sentence => `${name}: ${sentence}`)
}

function floats(random: Random): string[] {
  const texts = Array.from({ length: 2_000 }, () => randomDoubleText(random.pick(doubleKinds), random))
  return wrongFloats(texts, text => {
    const parsed = parseFloating(text, 'float')
    return 'value' in parsed ? Number(parsed.value) : Number.NaN
  })
}

function scans(random: Random): string[] {
  return Object.values(dialects).flatMap(dialect => {
    const pair = new ScannerPair(dialect, 1 + random.below(4))
    return Array.from({ length: 300 }, () => {
      const source = randomSource(random, alphabetOf(dialect))
      return scanDisagreements(pair, source, [
        { blockEnds: [], start: 0 },
        randomBlocks(random, source.length),
        randomBlocks(random, source.length),
      ])
    })
      .flat()
      .map(disagreement => JSON.stringify(disagreement))
  })
}
