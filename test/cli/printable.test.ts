import { jsonLine, printable, printableLines } from '../../src/cli/printable.ts'

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

  it('keeps a line of JSON one, and what it says', () => {
    const value = { name: 'a\u009b2J\u2028\u202egpj\n\ufeff \u00a0' }
    expect(jsonLine(value)).toBe('{"name":"a\\u009b2J\\u2028\\u202egpj\\n\\ufeff \u00a0"}\n')
    expect(JSON.parse(jsonLine(value))).toEqual(value)
  })

  it('leaves the line breaks of a message', () => expect(printableLines('a\nb\u0007')).toBe('a\nb\\u0007'))
})
