import { fieldOrdinal, ordinalSource } from '../../src/schema/field-ordinal.ts'

describe('fieldOrdinal', () => {
  it('undoes ordinalSource', () => {
    expect([1, 3, 1_000_000].map(ordinal => fieldOrdinal(ordinalSource(ordinal)))).toEqual([1, 3, 1_000_000])
  })

  it.each(['column 0', 'column 03', 'column -1', 'column 1.0', 'column', 'Column 1', 'column 1 '])('%j stands for no field', source => {
    expect(fieldOrdinal(source)).toBeUndefined()
  })
})
