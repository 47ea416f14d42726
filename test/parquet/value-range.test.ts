import { ValueRange } from '../../src/parquet/value-range.ts'
import type { ColumnType } from '../../src/schema/column-type.ts'
import { plainValue, type Stored, smallestAndLargest } from './plain-values.ts'
import { sampleValues } from './sample-values.ts'

function rangeOf(type: ColumnType, values: readonly Stored[]) {
  const range = new ValueRange(type)
  for (const value of values) range.add(plainValue(type, value), plainValue(type, value))
  return range.bounds()
}

describe('a range of values', () => {
  it.each(sampleValues.map(sample => ({ ...sample, name: JSON.stringify(sample.type) })))(
    'is in the order of $name',
    ({ type, values }) => {
      const comparable = values.filter(
        value => !Number.isNaN(value) && !(value instanceof Uint8Array && value.length > 64) && !isZero(value),
      )
      const expected = smallestAndLargest(type, comparable)
      const { min, max } = rangeOf(type, comparable)
      expect(min?.value).toEqual(expected && Uint8Array.from(plainValue(type, expected.min)).slice(0, 64))
      if (type.name !== 'string') expect(max?.value).toEqual(expected && Uint8Array.from(plainValue(type, expected.max)))
    },
  )

  it.each(['float', 'double'] as const)('of %s zeros is from -0 to +0, whichever it holds', name => {
    for (const zeros of [[0], [-0], [0, -0], [-0, 0]]) {
      const { min, max } = rangeOf({ name }, zeros)
      expect(min?.value).toEqual(plainValue({ name }, -0))
      expect(max?.value).toEqual(plainValue({ name }, 0))
    }
  })

  it('compares decimals of many bytes by their sign, then from the front', () => {
    const type = { name: 'decimal', precision: 38, scale: 0 } as const
    const { min, max } = rangeOf(type, [1n, -1n, -(10n ** 30n), 256n, 10n ** 30n])
    expect(min?.value).toEqual(plainValue(type, -(10n ** 30n)))
    expect(max?.value).toEqual(plainValue(type, 10n ** 30n))
  })

  it('of nothing is undefined', () => {
    expect(rangeOf({ name: 'double' }, [])).toEqual({ min: undefined, max: undefined })
  })
})

const isZero = (value: Stored): boolean => value === 0
