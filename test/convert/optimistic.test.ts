// Types inferred from a sample and watched: what comes out is what inference from all values gives, whatever the sample, the blocks, the
// threads, and however late a surprise comes.

import { describeColumn } from '../../src/schema/describe-column.ts'
import { hyparquet } from '../interop/readers/hyparquet.ts'
import { alikeTexts } from '../kernel/random-columns.ts'
import { generateCsv } from '../oracle/generate-csv.ts'
import { Random, testSeed } from '../oracle/random.ts'
import { type ConvertBytesOptions, convertBytes, inChunks } from './convert-bytes.ts'

const whole = Number.POSITIVE_INFINITY

/** Everything that a conversion makes, or how it fails. */
async function outcome(source: string | Uint8Array, options: ConvertBytesOptions) {
  try {
    const { report, files, rejectedRows, rejectReasons } = await convertBytes(source, options)
    const types = report.columns.map(describeColumn)
    return { types, files: [...files.values()].map(file => file.toString('base64')), rejectedRows, rejectReasons }
  } catch (error) {
    return { error: String(error) }
  }
}

const number = Array.from({ length: 200 }, (_, i) => String(i))

it.each<[string, string[], string]>([
  ['a word behind integers', [...number, 'x'], 'string'],
  ['a leading zero behind integers', [...number, '007'], 'string'],
  ['a plus sign behind integers', [...number, '+7'], 'string'],
  ['a fraction behind integers', [...number, '1.5'], 'double'],
  ['an integer beyond 2^31', [...number, '2147483648'], 'long'],
  ['an integer beyond 2^63', [...number, '9223372036854775808'], 'string'],
  ['a trailing zero behind doubles', ['1.5', '2.25', ...Array.from({ length: 200 }, () => '0.5'), '1.50'], 'string'],
  ['more digits in front of the point', [...Array.from({ length: 200 }, () => '1.50'), '12345.25'], 'decimal(7,2)'],
  ['2 and 2.0 behind doubles', ['1.5', '2.25', ...Array.from({ length: 200 }, () => '0.5'), '2', '2.0'], 'string'],
  ['a point behind exponents', [...Array.from({ length: 200 }, () => '1e-05'), '0.5'], 'double'],
  ['a value behind nulls', [...Array.from({ length: 200 }, () => ''), '5'], 'int'],
  ['a word behind nulls', [...Array.from({ length: 200 }, () => ''), 'x'], 'string'],
  ['another separator behind timestamps', [...Array.from({ length: 200 }, () => '2026-01-31T00:00:00'), '2026-01-31 00:00:00'], 'string'],
  ['an impossible date', [...Array.from({ length: 200 }, () => '2026-01-31'), '2026-02-29'], 'string'],
  ['another zone', [...Array.from({ length: 200 }, () => '2026-01-31T00:00:00Z'), '2026-01-31T00:00:00+01:00'], 'string'],
  ['a proof of the order behind dates', [...Array.from({ length: 200 }, () => '01/02/2026'), '31/12/2026'], 'date as %d/%m/%Y'],
  ['the other order behind dates', ['31/12/2026', ...Array.from({ length: 200 }, () => '01/02/2026'), '12/31/2026'], 'string'],
  ['a digit less behind dates', [...Array.from({ length: 200 }, () => '31.01.2026'), '1.1.2026'], 'string'],
  ['a space behind dates', [...Array.from({ length: 200 }, () => '31.01.2026'), '31.01.2026 '], 'string'],
  ['a clock behind dates', [...Array.from({ length: 200 }, () => '31.01.2026'), '31.01.2026 00:00'], 'string'],
  ['a date that does not exist', [...Array.from({ length: 200 }, () => '2026/01/31'), '2026/02/29'], 'string'],
  ['another case of the name', [...Array.from({ length: 200 }, () => '31-Jan-2026'), '31-JAN-2026'], 'string'],
  ['another way to write true', [...Array.from({ length: 200 }, () => 'true'), 'False'], 'string'],
])('T23, T24: %s', async (_, values, type) => {
  const source = `c,x\n${values.map(value => `${value},\n`).join('')}`
  const expected = await outcome(source, { rowGroupBytes: 300, sampleBytes: whole })
  expect(expected.types?.[0]).toBe(type)
  expect(await outcome(source, { rowGroupBytes: 300, sampleBytes: 20, blockBytes: 50 })).toEqual(expected)
})

it.each([['x'], ['1.5'], ['5']])('T24: several threads, %s at the end', async last => {
  const source = `c,x\n${[...number, last].map(value => `${value},\n`).join('')}`
  const expected = await outcome(source, { rowGroupBytes: 300, sampleBytes: whole })
  expect(await outcome(source, { rowGroupBytes: 300, sampleBytes: 20, blockBytes: 64, threads: 2 })).toEqual(expected)
})

it.each([
  ['UUIDs, then a word', ['550e8400-e29b-41d4-a716-446655440000', '550e8400-e29b-41d4-a716-446655440001', 'n-17']],
  ['a UUID in capitals behind another', ['550e8400-e29b-41d4-a716-446655440000', '550E8400-E29B-41D4-A716-446655440001']],
])('leaves other values alone where a column without values in the sample gets %s', async (_, late) => {
  const early = Array.from({ length: 200 }, (_, i) => `${i},x,,00000000-0000-4000-8000-000000000${100 + i}\n`)
  const records = late.map((ref, i) => `${i},"he said ""hello"" to ${i}",${ref},00000000-0000-4000-8000-0000000000${i}0\n`)
  const source = `id,remark,ref,key\n${early.join('')}${records.join('')}`
  const { files } = await convertBytes(source, { sampleBytes: 100, blockBytes: 4096 })
  const { rows } = await hyparquet.read(files.get('')!)
  const expected = late.map((ref, i) => [String(i), `he said "hello" to ${i}`, ref, `00000000-0000-4000-8000-0000000000${i}0`])
  expect(rows.slice(early.length)).toEqual(expected)
})

it('sees what two threads have seen, each without a contradiction', async () => {
  const half = (odd: string) => Array.from({ length: 300 }, (_, i) => (i === 150 ? odd : '0.5'))
  const source = `c,x\n1.5,\n2.25,\n${[...half('2'), ...half('3.0')].map(value => `${value},\n`).join('')}`
  const { report } = await convertBytes(source, { threads: 2, rowGroupBytes: 1500, sampleBytes: 10, blockBytes: 200 })
  expect(describeColumn(report.columns[0]!)).toBe('string')
})

it('sees the two orders that two threads have proven, one each', async () => {
  const half = (odd: string) => Array.from({ length: 300 }, (_, i) => (i === 150 ? odd : '01/02/2026'))
  const source = `c,x\n${[...half('31/12/2026'), ...half('12/31/2026')].map(value => `${value},\n`).join('')}`
  const { report } = await convertBytes(source, { threads: 2, rowGroupBytes: 3600, sampleBytes: 10, blockBytes: 200 })
  expect(describeColumn(report.columns[0]!)).toBe('string')
})

it('reads the source twice, and twice more when the sample was misleading', async () => {
  const opensOf = async (last: string) => {
    let opens = 0
    const bytes = Buffer.from(`c,x\n${number.map(each => `${each},\n`).join('')}${last},\n`)
    const source = () => {
      opens++
      return inChunks(bytes)
    }
    await convertBytes(source, { sampleBytes: 50, blockBytes: 64 })
    return opens
  }
  expect([await opensOf('5'), await opensOf('x')]).toEqual([2, 4])
})

const seed = testSeed()

it(`gives what whole inference gives, for columns with late surprises (SEED=${seed})`, async () => {
  for (let i = 0; i < 120; i++) {
    const random = new Random(seed + i)
    const columns = Array.from({ length: 1 + random.below(4) }, () => {
      const early = alikeTexts(random)
      const late = random.once(2) ? alikeTexts(random) : early
      const turn = random.below(80)
      return Array.from({ length: 60 }, (_, row) => random.pick(row < turn ? early : late))
    })
    const names = columns.map((_, at) => `c${at}`)
    const rows = Array.from({ length: 60 }, (_, row) => [...columns.map(column => column[row]!.replaceAll(',', '')), ''].join(','))
    const source = `${[...names, 'x'].join(',')}\n${rows.join('\n')}\n`
    const settings = { blockBytes: 20 + random.below(200), rowGroupBytes: 100 + random.below(900), threads: i % 20 === 19 ? 2 : 1 }
    const expected = await outcome(source, { ...settings, sampleBytes: whole })
    const actual = await outcome(source, { ...settings, sampleBytes: 1 + random.below(400) })
    expect([seed + i, actual]).toEqual([seed + i, expected])
  }
})

it(`gives what whole inference gives, for generated files with bad records (SEED=${seed})`, async () => {
  for (let i = 0; i < 40; i++) {
    const random = new Random(seed + i)
    const { bytes, nullTokens } = generateCsv(seed + i, { rows: 60, badCellEvery: 20, raggedEvery: random.pick([0, 15]) })
    if (bytes.subarray(0, 4096).includes(0)) continue
    const onBadRow = random.pick(['fail', 'reject'] as const)
    const settings = { nullTokens, onBadRow, blockBytes: 100, rowGroupBytes: 700, threads: i % 20 === 19 ? 2 : 1 }
    const expected = await outcome(bytes, { ...settings, sampleBytes: whole })
    const actual = await outcome(bytes, { ...settings, sampleBytes: 1 + random.below(1000) })
    expect([seed + i, actual]).toEqual([seed + i, expected])
  }
})
