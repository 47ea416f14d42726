// A generated file of all types (test/oracle/generate-csv.ts) through scanner, parsers and pages: what comes out must be what the generator
// put in, whatever the blocks.

import { isDeepStrictEqual } from 'node:util'
import { type GeneratedCsv, generateCsv } from '../oracle/generate-csv.ts'
import { Random } from '../oracle/random.ts'
import { randomBlocks } from './compare-scan.ts'
import { describeValue, equalValues } from './compare-values.ts'
import { type HostResult, KernelHost } from './host/kernel-host.ts'
import { wrongBounds } from './wrong-bounds.ts'

/** What is wrong with the file of this seed, as sentences. */
export function wrongInFile(seed: number): string[] {
  const file = generateCsv(seed, {
    dialect: { header: false },
    rows: seed % 3 === 0 ? 300 : 40,
    badCellEvery: 30,
    raggedEvery: 20,
    extras: false,
    mostColumns: seed % 4 === 0 ? 40 : 8,
    ...(seed % 2 === 0 && { nulls: [0, 5, 50, 95, 100][(seed >> 1) % 5]! }),
  })
  const host = hostOf(file)
  const whole = host.run(file.bytes)
  const { blockEnds, start } = randomBlocks(new Random(seed), file.bytes.length)
  const wrong = [...wrongValues(whole, file), ...wrongStatistics(whole, file)]
  const others = { '': host, ', filled fields listed': hostOf(file, true), ', none listed': hostOf(file, false) }
  for (const [how, other] of Object.entries(others)) {
    const inBlocks = other.run(file.bytes, blockEnds, start)
    if (!isDeepStrictEqual(inBlocks, whole)) wrong.push(`other rows or pages in blocks that end at ${blockEnds}${how}`)
  }
  return wrong.map(sentence => `file of SEED=${seed}: ${sentence}`)
}

function hostOf({ columns, nullTokens }: GeneratedCsv, listsFilled?: boolean): KernelHost {
  return new KernelHost({ columns, nullTokens, ...(listsFilled !== undefined && { listsFilled }) })
}

/** Rows with a bad value, and records of another shape, are left out. */
function wrongValues({ columns }: HostResult, { records, columns: declared }: GeneratedCsv): string[] {
  const good = records.filter(({ cells }) => cells.length === declared.length && cells.every(({ outcome }) => 'value' in outcome))
  return columns.flatMap((values, column) => {
    if (values.length !== good.length) return [`${values.length} rows instead of ${good.length}`]
    return values.flatMap((value, row) => {
      const { outcome } = good[row]!.cells[column]!
      const expected = 'value' in outcome ? outcome.value : null
      return equalValues(value, expected)
        ? []
        : [`column ${column}, row ${row}: ${describeValue(value)} instead of ${describeValue(expected)}`]
    })
  })
}

function wrongStatistics({ chunks }: HostResult, { columns }: GeneratedCsv): string[] {
  return chunks.flatMap((chunk, column) => wrongBounds(chunk, columns[column]!).map(wrong => `column ${column}: ${wrong}`))
}
