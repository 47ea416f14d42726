// What the command line says of a source.

import { dialectMarks } from '../../../src/cli/convert/dialect-options.ts'

it.each([
  ['cp1252', 'windows-1252'],
  ['CP1252', 'windows-1252'],
  ['iso-8859-1', 'latin-1'],
  ['UTF8', 'utf-8'],
  ['utf16le', 'utf-16le'],
  ['latin-1', 'latin-1'],
])('takes %s for an encoding as other programs call it', (encoding, expected) => {
  expect(dialectMarks({ encoding })).toEqual({ encoding: expected })
})

it('refuses an encoding that it does not know', () => {
  expect(() => dialectMarks({ encoding: 'cp1250' })).toThrow(
    '--encoding takes utf-8, utf-16, utf-16le, utf-16be, latin-1, windows-1252, not',
  )
})
