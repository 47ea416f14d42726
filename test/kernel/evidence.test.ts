// Which type a column is given when nobody declared one: the kernel's evidence and its conclusion against the slow twin.

import { concludeType } from '../../src/csv/infer.ts'
import { readEvidence } from '../../src/kernel/evidence.ts'
import { Kernel } from '../../src/kernel/kernel.ts'
import { kernelModule } from '../../src/kernel/kernel-file.ts'
import { type ColumnType, formatType } from '../../src/schema/column-type.ts'
import { inferColumn } from '../oracle/infer-column.ts'
import { Random, testSeed } from '../oracle/random.ts'
import { unquoted } from './compare-values.ts'
import { lines } from './one-column.ts'
import { alikeTexts } from './random-columns.ts'

const seed = testSeed()

const kernel = new Kernel(kernelModule())
kernel.exports.setDialect(0x2c, 0x22, 0x22, 0)

function inferredByKernel(texts: readonly string[]): ColumnType {
  const source = lines(texts)
  kernel.input.reserve(source.length)
  kernel.input.view(0, source.length).set(source)
  kernel.exports.scan(0, source.length, 1)
  const evidence = kernel.exports.createEvidence(0)
  if (kernel.exports.indexRows(0, 1) !== texts.length) throw new Error('not every text is a record')
  kernel.exports.observe(evidence)
  return concludeType(readEvidence(kernel, evidence))
}

const columns: readonly string[][] = [
  [],
  [''],
  ['true', 'false'],
  ['true', 'False'],
  ['TRUE', 'FALSE', ''],
  ['0', '1'],
  ['yes', 'no'],
  ['0', '-0'],
  ['007'],
  ['+1'],
  ['2147483647', '-2147483648'],
  ['2147483648'],
  ['-2147483649'],
  ['9223372036854775807', '-9223372036854775808'],
  ['9223372036854775808'],
  ['9007199254740993', '9223372036854775808'],
  ['100000000000000000000'],
  ['1.50', '2.25'],
  ['1.5', '2.25'],
  ['1.5', '2.250'],
  ['1.5', '2'],
  ['1.0', '2'],
  ['1.0', '2.5'],
  ['1.0', '2.25'],
  ['-0.00', '1.25'],
  ['-0.0', '1.25'],
  ['-0.0', '1.5'],
  ['-0.0'],
  ['-0.01', '1.25'],
  ['00.01'],
  ['.5'],
  ['5.'],
  ['0.1', '1e-05'],
  ['1e-05'],
  ['1e5', '0.5'],
  ['1E5', '0.5'],
  ['1.0E10', '2.5'],
  ['1.0E10', '2.5E-7'],
  ['1.5e+300', '0.5'],
  ['1.5e+30', '0.25'],
  ['1.5e+030', '0.25'],
  ['1.5e-007', '0.25'],
  ['1.5E+7', '0.25'],
  ['1.5E07', '0.25'],
  ['1e400', '0.5'],
  ['0.1234567890123456789', '0.5'],
  ['73.993896484375', '40.750110626220703'],
  ['73.993896484375', '40.7501106262207030'],
  ['0.30000000000000004', '0.5'],
  ['123456789012345678', '0.5'],
  ['1234567890123456', '0.5'],
  [`${'9'.repeat(20)}.${'9'.repeat(18)}`],
  [`${'9'.repeat(20)}.${'9'.repeat(19)}`],
  [`0.${'0'.repeat(37)}1`],
  ['NaN', '0.5'],
  ['Infinity'],
  ['2026-01-31', '2024-02-29'],
  ['2026-01-31', '2023-02-29'],
  ['2026-01-31', '2026-01-31T00:00:00'],
  ['2026-01-31T00:00', '2026-01-31T00:00'],
  ['2026-01-31T00:00', '2026-01-31T00:00:00'],
  ['2026-01-31T00:00:00', '2026-01-31 00:00:00'],
  ['2026-01-31T00:00:00.1', '2026-01-31T00:00:00.2'],
  ['2026-01-31T00:00:00.1', '2026-01-31T00:00:00.25'],
  ['2026-01-31T00:00:00.123456', '2026-01-31T00:00:00.000000'],
  ['2026-01-31T00:00:00.1234560'],
  ['2026-01-31T00:00:00Z', '2026-01-31T00:00:00Z'],
  ['2026-01-31T00:00:00Z', '2026-01-31T00:00:00z'],
  ['2026-01-31T00:00:00+00:00'],
  ['2026-01-31T00:00:00-00:00'],
  ['2026-01-31T00:00:00+0000'],
  ['2026-01-31T00:00:00+00'],
  ['2026-01-31T00:00:00+01:00'],
  ['2026-01-31T00:00:00 UTC'],
  ['2026-01-31T00:00Z'],
  ['2026-01-31T00:00:00.123456Z', '2026-01-31T00:00:00.1Z'],
  ['2026-01-31T00:00:00.1234567Z'],
  ['12:34:56', '00:00:00'],
  ['12:34'],
  ['12:34:56.123', '00:00:00.000'],
  ['12:34:56.123', '00:00:00.0000'],
  ['12:34:56.1234560'],
  ['24:00:00'],
  ['123e4567-e89b-12d3-a456-426614174000'],
  ['123E4567-e89b-12d3-a456-426614174000'],
  ['123e4567-e89b-12d3-a456-426614174000', '{123e4567-e89b-12d3-a456-426614174000}'],
  [' 1'],
  ['1 '],
  ['1', 'x'],
  ['x', '1'],
]

describe('the type of a column that nobody declared', () => {
  it.each(columns.map(texts => [texts]))('is what the values page says for %j', texts => {
    expect(formatType(inferredByKernel(texts))).toBe(formatType(inferColumn(texts.map(unquoted))))
  })

  it(`is what the values page says for 10000 seeded columns (SEED=${seed})`, () => {
    const random = new Random(seed)
    const wrong: string[] = []
    for (let i = 0; i < 10_000 && wrong.length < 10; i++) {
      const texts = alikeTexts(random)
      const [actual, expected] = [inferredByKernel(texts), inferColumn(texts.map(unquoted))].map(formatType)
      if (actual !== expected) wrong.push(`${JSON.stringify(texts)}: kernel ${actual}, twin ${expected}`)
    }
    expect(wrong).toEqual([])
  })
})
