// Values that are not written as usual: the kernel against its slow twin.

import { Random, testSeed } from '../oracle/random.ts'
import { disagreements, kernelValues, quoted, unquoted } from './compare-values.ts'
import { isPlain } from './random-values.ts'
import { writtenColumns, writtenText } from './written-columns.ts'

const seed = testSeed()

it.each(Object.keys(writtenColumns))(`reads seeded texts like the twin: %s (SEED=${seed})`, name => {
  const random = new Random(seed)
  const fields = Array.from({ length: 3_000 }, () => {
    const text = writtenText(name, random)
    return isPlain(text) && text !== '' && !random.once(5) ? unquoted(text) : quoted(text)
  })
  expect(disagreements(writtenColumns[name]!.column, fields, ['NA', 'NULL'])).toEqual([])
})

it.each<[string, string, unknown]>([
  ['double, German', '1.234.567,89', 1234567.89],
  ['double, German', '1.23', undefined],
  ['double, German', '12.34.567', undefined],
  ['double, German', '1234.567', undefined],
  ['double with comma', '1.5', undefined],
  ['double with comma', ',5', 0.5],
  ['decimal, French', '1\u202f234,50', 123450n],
  ['German dates', '31.1.2026', 20484n],
  ['German dates', '31.02.2026', undefined],
  ['German dates', '2026-01-31', undefined],
  ['dates of digits', '20260131', 20484n],
  ['dates of digits', '2026131', undefined],
  ['times of day', '12:05 AM', 300_000_000n],
  ['times of day', '13:05 PM', undefined],
  ['local times in Berlin', '2026-07-01T12:00:00', 1_782_900_000_000_000n],
  ['local times in Berlin', '2026-03-29T02:30:00', undefined],
  ['local times in Berlin', '2026-10-25T02:30:00', undefined],
  ['local times in Berlin', '2026-10-25T02:30:00Z', 1_792_895_400_000_000n],
  ['Unix seconds', '0.5', 500_000n],
  ['Unix seconds', '253402300800', undefined],
  ['yes and no in German', 'Ja', undefined],
])('%s: %j is %s', (name, text, expected) => {
  const [parsed] = kernelValues(writtenColumns[name]!.column, [quoted(text)])
  expect('value' in parsed! ? parsed.value : undefined).toEqual(expected)
})
