import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { sha256 } from '../../src/schema/sha256.ts'

const expected = (text: string) => createHash('sha256').update(text).digest('hex')

it('gives what node:crypto gives, whatever the length', () => {
  for (let length = 0; length < 300; length++) expect(sha256('é'.repeat(length))).toBe(expected('é'.repeat(length)))
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 500 }), text => expect(sha256(text)).toBe(expected(text))))
})
