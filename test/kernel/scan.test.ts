// The kernel's scanner (SIMD, and its byte-by-byte road) against its slow twin, wherever blocks end and wherever they lie.

import { defaultDialect } from '../../src/schema/dialect.ts'
import { generateCsv } from '../oracle/generate-csv.ts'
import { Random, testSeed } from '../oracle/random.ts'
import { type BlockPlan, randomBlocks, randomSource, type ScanDisagreement, ScannerPair, scanDisagreements } from './compare-scan.ts'
import { alphabetOf, dialects } from './dialects.ts'

const seed = testSeed()

/** One block, and two blocks cut at every place. */
function everySplit(source: Uint8Array): BlockPlan[] {
  return [{ blockEnds: [], start: 0 }, ...Array.from({ length: source.length + 1 }, (_, end) => ({ blockEnds: [end], start: 0 }))]
}

describe.each(Object.entries(dialects))('files %s', (_name, dialect) => {
  const alphabet = alphabetOf(dialect)

  it.each([1, 2, 3])('T62: scan as the twin does in any two blocks: all texts of up to 3 pieces, %d fields', fieldCount => {
    const pair = new ScannerPair(dialect, fieldCount)
    const found: ScanDisagreement[] = []
    let texts = ['']
    for (let length = 1; length <= 3; length++) {
      texts = texts.flatMap(text => [...new Set(alphabet)].map(piece => text + piece))
      for (const text of texts) found.push(...scanDisagreements(pair, Buffer.from(text), everySplit(Buffer.from(text))))
    }
    expect(found.slice(0, 3)).toEqual([])
  })

  it.each([1, 2, 4])(`scan as the twin does in any blocks: 300 seeded texts, %d fields (SEED=${seed})`, fieldCount => {
    const random = new Random(seed)
    const pair = new ScannerPair(dialect, fieldCount)
    const found: ScanDisagreement[] = []
    for (let i = 0; i < 300; i++) {
      const source = randomSource(random, alphabet)
      const runs = Array.from({ length: 4 }, () => randomBlocks(random, source.length))
      found.push(...scanDisagreements(pair, source, [{ blockEnds: [], start: 0 }, ...runs]))
    }
    expect(found.slice(0, 3)).toEqual([])
  })

  it(`find the generated fields, whatever the blocks (SEED=${seed})`, () => {
    const found: ScanDisagreement[] = []
    for (let file = 0; file < 20; file++) {
      const { bytes, columns } = generateCsv(seed + file, { dialect: { ...dialect, header: false }, rows: 30, raggedEvery: 10 })
      const random = new Random(seed + file)
      const source = withoutByteOrderMark(bytes)
      const runs = Array.from({ length: 5 }, () => randomBlocks(random, source.length))
      found.push(...scanDisagreements(new ScannerPair(dialect, columns.length), source, runs))
    }
    expect(found.slice(0, 3)).toEqual([])
  })
})

describe('the scanner steps over 64 bytes', () => {
  const snippets = [
    '""',
    '"a"',
    '"a""b"',
    '"a,b"',
    '"a\nb"',
    '"a\r\nb"',
    '\r\n',
    '\r',
    '"a"\r\n"b"',
    '"a"x',
    'x"a"',
    '"a" ',
    '"""',
    '""""',
    '"',
    'a"',
    ',"a',
    '","',
  ]
  const pair = new ScannerPair(defaultDialect, 2)

  it.each(snippets)('and reads %j alike wherever it lies', snippet => {
    const found: ScanDisagreement[] = []
    for (let before = 0; before <= 132; before++) {
      for (const source of [
        `${'a'.repeat(before)},${snippet}\nb,c\n`,
        `"${'a'.repeat(before)}",${snippet}\nb,c\n`,
        `x,y\n${','.repeat(before)}${snippet},z`,
      ]) {
        found.push(...scanDisagreements(pair, Buffer.from(source), [{ blockEnds: [], start: 0 }]))
      }
    }
    expect(found.slice(0, 3)).toEqual([])
  })

  it('S3: and reads a quoted field that ends at each split point of a long file', () => {
    const source = Buffer.from('a,"b ""c"" d"\r\n"e,f","g\r\nh"\n\r\n"",\ri,"j"\r\n'.repeat(6))
    expect(scanDisagreements(pair, source, everySplit(source)).slice(0, 3)).toEqual([])
  })

  it('and ignores what lies behind the block', () => {
    const long = Buffer.from(`${'"a",b\n'.repeat(40)}"open`)
    const short = Buffer.from('a,"b"\nc,d')
    pair.kernel(long)
    expect(scanDisagreements(pair, short, everySplit(short))).toEqual([])
  })
})

function withoutByteOrderMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef ? bytes.subarray(3) : bytes
}
