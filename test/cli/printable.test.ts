import { printable, printableLines } from '../../src/cli/printable.ts'

describe('printable', () => {
  it.each([
    ['plain, Zürich, 日本, 👍', 'plain, Zürich, 日本, 👍'],
    ['a\u001b[31mred', 'a\\u001b[31mred'],
    ['two\nlines\r\n', 'two\\nlines\\r\\n'],
    ['tab\there', 'tab\\there'],
    ['\u009b31m', '\\u009b31m'], // the one-character CSI
    ['\u202egpj.exe', '\\u202egpj.exe'], // right-to-left override
    ['\u2066x\u2069', '\\u2066x\\u2069'],
    ['bell\u0007del\u007f', 'bell\\u0007del\\u007f'],
    ['half \ud800 pair', 'half \\ud800 pair'],
  ])('%j', (text, shown) => expect(printable(text)).toBe(shown))

  it('leaves the line breaks of a message', () => expect(printableLines('a\nb\u0007')).toBe('a\nb\\u0007'))
})
