import { decimalBytes, physicalType } from '../../src/parquet/physical-type.ts'

describe('how a decimal is stored', () => {
  it.each([
    [1, 'INT32'],
    [9, 'INT32'],
    [10, 'INT64'],
    [18, 'INT64'],
    [19, 'FIXED_LEN_BYTE_ARRAY'],
    [38, 'FIXED_LEN_BYTE_ARRAY'],
  ])('of %i digits: %s', (precision, type) => {
    expect(physicalType({ name: 'decimal', precision, scale: 0 }).type).toBe(type)
  })

  it('takes the bytes that the specification allows for its digits, and not one more', () => {
    // Spec: n bytes store floor(log10(2^(8n - 1) - 1)) digits.
    const digitsOf = (bytes: number) => (2n ** BigInt(8 * bytes - 1) - 1n).toString().length - 1
    for (let precision = 1; precision <= 38; precision++) {
      const bytes = decimalBytes(precision)
      expect(digitsOf(bytes)).toBeGreaterThanOrEqual(precision)
      if (bytes > 1) expect(digitsOf(bytes - 1)).toBeLessThan(precision)
    }
  })
})
