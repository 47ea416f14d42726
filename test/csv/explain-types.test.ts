// Which value decided about a column's type, and where it stands.

import { reasonOf } from '../../src/cli/infer/explanation.ts'
import { infer } from '../../src/convert/convert.ts'
import { TypeExplainer } from '../../src/csv/explain-types.ts'
import { kernelModule } from '../../src/kernel/kernel-file.ts'
import { defaultConversionOptions } from '../../src/schema/dataset.ts'
import { inChunks } from '../convert/convert-bytes.ts'

async function explained(values: readonly string[], blockBytes: number) {
  const text = Buffer.from(`c,x\n${values.map(value => `${value},\n`).join('')}`)
  const explainer = new TypeExplainer()
  const source = { name: 'a.csv', open: () => inChunks(text) }
  const { columns } = await infer(kernelModule(), { ...defaultConversionOptions, nullTokens: ['NA'], source, explainer, blockBytes })
  return { reason: reasonOf(columns[0]!, explainer.columns[0]!), column: explainer.columns[0]! }
}

const numbers = Array.from({ length: 500 }, (_, i) => String(i))

it.each([
  [[...numbers, '007'], 'string, not integer or double: line 502 holds "007", behind 500 values that would be'],
  [['"a\nb"', '1'], 'string: no other type begins like "a\\u000ab" in line 2'],
  [['"2026-01-31"', 'NA', '2026-02-30'], 'string, not date: line 4 holds "2026-02-30", behind 1 value that would be one'],
  [['1.5', '2', '2.0'], 'string, not double: the values are written in ways that do not go together'],
  [['1.50', '1.25', '7.5'], 'string, not decimal: line 4 holds "7.5", behind 2 values that would be'],
  [['1', '2'], 'int: all values are written like one'],
  [['31.12.2026', '01.02.2026'], 'date as %d.%m.%Y: all values are written like one'],
  [
    ['01/02/2026', 'NA', '03/04/2026'],
    'string, not date: all of 2 values read as day/month and as month/day; declare which: format: "%d/%m/%Y" or "%m/%d/%Y"',
  ],
  [
    ['1.2.2026 9:05'],
    'string, not timestamp: its value reads as day/month and as month/day; declare which: format: "%d.%m.%Y %H:%M" or "%m.%d.%Y %H:%M"',
  ],
  [
    ['01/02/2024 10:00 +00:00', '03/04/2024 11:00 +00:00'],
    'string, not timestamptz: all of 2 values read as day/month and as month/day; declare which: ' +
      'format: "%d/%m/%Y %H:%M %z" or "%m/%d/%Y %H:%M %z"',
  ],
  [
    ['"1,5"', '"2,25"'],
    'string: no other type begins like "1,5" in line 2; if that is a decimal comma, declare it: type: double, decimal: ","',
  ],
  [
    ['"1,000"', '"2,500"'],
    'string: no other type begins like "1,000" in line 2; if the comma stands between thousands, declare it: type: long, thousands: ","; ' +
      'if it is a decimal comma: type: double, decimal: ","',
  ],
  [
    ['5', 'n/a', '7'],
    'string, not integer or double: line 3 holds "n/a", behind 1 value that would be one; if it stands for no value, declare it: nullTokens: ["n/a"]',
  ],
  [
    ['2024-01-01T00:00:00.123Z', '2024-01-01T00:00:00.12Z'],
    'string, not timestamptz: line 3 holds "2024-01-01T00:00:00.12Z", behind 1 value that would be one; ' +
      'if all are times of that kind, declare it: type: timestamptz',
  ],
  [['13.02.24'], 'string: no other type begins like "13.02.24" in line 2; if that is a date, declare it: type: date, format: "%d.%m.%y"'],
  [['"1,x"', '"2,25"'], 'string: no other type begins like "1,x" in line 2'],
  [['31/12/2026', '12/31/2026'], 'string, not date by a pattern: line 3 holds "12/31/2026", behind 1 value that would be one'],
  [['', 'NA'], 'string, since it holds no value'],
])('%j: %s', async (values, reason) => {
  for (const blockBytes of [10, 1000, 100_000]) expect((await explained(values, blockBytes)).reason).toBe(reason)
})

it('counts values and nulls, and keeps the first values', async () => {
  const { column } = await explained(['5', '', 'NA', '5', '6', '""', '7', '8'], 20)
  expect(column).toMatchObject({ values: 5, nulls: 3, examples: ['5', '6', '7'] })
})
