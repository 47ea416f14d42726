import { packRejects, unpackRejects } from '../../src/convert/packed-rejects.ts'

const rejects = [
  {
    bytes: Buffer.from('a,\0é\n'),
    data: { code: 'RECORD_TOO_SHORT' as const, line: 7, record: 3, byteOffset: 2 ** 40, detail: 'it has 2' },
  },
  {
    bytes: Uint8Array.of(0xff, 0x0d),
    data: { code: 'VALUE_INVALID' as const, line: 8, record: 4, value: '\u{1f600}\ufffd', expected: 'int' },
  },
]

it('gives back what was packed, byte for byte', () => {
  const unpacked = unpackRejects(packRejects(rejects))
  expect(unpacked.map(({ bytes, data }) => ({ bytes: [...bytes], data }))).toEqual(
    rejects.map(({ bytes, data }) => ({ bytes: [...bytes], data })),
  )
})

it('takes less room than the rows', () => {
  const bytes = Buffer.from('hello world, 12345678 and more\n')
  const many = Array.from({ length: 5000 }, (_, i) => ({ bytes, data: { code: 'RECORD_TOO_SHORT' as const, line: i + 2, record: i + 1 } }))
  expect(packRejects(many).length).toBeLessThan(many.length * bytes.length)
})
