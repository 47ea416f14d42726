import { listed, sentence, shown } from '../../src/failure/sentence.ts'

describe('a sentence', () => {
  it('has place, value, expectation and advice', () => {
    const data = { line: 8124, column: 4, columnName: 'amount', value: '12,50', expected: 'decimal(10,2)' }
    expect(sentence({ code: 'VALUE_INVALID', source: 's3://in/2026/a.csv', ...data, fix: 'set decimalSeparator: ","' })).toBe(
      's3://in/2026/a.csv line 8124, column 4 "amount": cannot read "12,50" as decimal(10,2): ' +
        'the value cannot be read as the type of its column; fix: set decimalSeparator: ","',
    )
  })

  it.each([
    [{}, ''],
    [{ source: 'a.csv' }, 'a.csv: '],
    [{ line: 3 }, 'line 3: '],
    [{ source: 'a.csv', line: 3 }, 'a.csv line 3: '],
    [{ column: 2 }, 'column 2: '],
    [{ columnName: 'id' }, 'column "id": '],
    [{ line: 3, column: 2, columnName: 'id' }, 'line 3, column 2 "id": '],
    [{ source: 'a.csv', line: 3, columnName: 'id' }, 'a.csv line 3, column "id": '],
    [{ source: 'a.csv', record: 2, byteOffset: 17 }, 'a.csv: '], // these are for machines
  ])('of the place %j begins with %j', (place, begin) => {
    expect(sentence({ code: 'SOURCE_EMPTY', ...place })).toBe(`${begin}the file is empty; fix: drop a file with at least a header line`)
  })

  it('names what was expected and details', () => {
    const limit = { expected: 'at most 10 bytes', fix: 'split it' }
    expect(sentence({ code: 'RECORD_TOO_LARGE', ...limit })).toBe(
      'a record is larger than the limit: expected at most 10 bytes; fix: split it',
    )
    expect(sentence({ code: 'RECORD_TOO_LARGE', ...limit, detail: 'it has 11' })).toBe(
      'a record is larger than the limit: expected at most 10 bytes (it has 11); fix: split it',
    )
    expect(sentence({ code: 'INTERNAL', detail: 'out of memory' })).toMatch(/^an unexpected error \(out of memory\); fix: /)
  })

  it('takes the catalogue’s advice when there is none of its own', () => {
    expect(sentence({ code: 'VALUE_NULL' })).toMatch(/; fix: fill it in, or set nullable: true$/)
  })

  it('escapes names of columns', () => {
    expect(sentence({ code: 'VALUE_NULL', columnName: 'a\n"b"' })).toMatch(/^column "a\\u000a\\"b\\"": /)
  })
})

describe('a shown text', () => {
  it('stands in quotes', () => {
    expect(shown('Zürich 東京 🦆')).toBe('"Zürich 東京 🦆"')
    expect(shown('')).toBe('""')
  })

  it('has its quotes and backslashes escaped', () => {
    expect(shown('a"b\\c')).toBe('"a\\"b\\\\c"')
  })

  it.each([
    ['no-break space', '\u00a0', '\\u00a0'],
    ['zero-width space', '\u200b', '\\u200b'],
    ['byte order mark', '\ufeff', '\\ufeff'],
    ['line feed', '\n', '\\u000a'],
    ['zero', '\0', '\\u0000'],
    ['escape, which begins terminal sequences', '\u001b', '\\u001b'],
    ['delete', '\u007f', '\\u007f'],
    ['C1 control', '\u009b', '\\u009b'],
    ['right-to-left mark', '\u200f', '\\u200f'],
    ['right-to-left override', '\u202e', '\\u202e'],
    ['isolate', '\u2066', '\\u2066'],
    ['line separator', '\u2028', '\\u2028'],
    ['Arabic letter mark', '\u061c', '\\u061c'],
    ['byte order mark', '\ufeff', '\\ufeff'],
    ['half of a pair', '\ud800', '\\ud800'],
    ['no-break space', '\u00a0', '\\u00a0'],
    ['narrow no-break space', '\u202f', '\\u202f'],
  ])('has a %s escaped', (_, character, escaped) => {
    expect(shown(`a${character}b`)).toBe(`"a${escaped}b"`)
  })

  it('holds no control or bidirectional character, whatever the text', () => {
    const text = Array.from({ length: 0x2100 }, (_, code) => String.fromCharCode(code))
    const unsafe = text.map(shown).filter(quoted => /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/u.test(quoted))
    expect(unsafe).toEqual([])
  })

  it('is cut behind 64 characters, and says so', () => {
    expect(shown('x'.repeat(64))).toBe(`"${'x'.repeat(64)}"`)
    expect(shown('x'.repeat(65))).toBe(`"${'x'.repeat(64)}…"`)
  })
})

it('a list of names is cut behind the eighth, and says how many are missing', () => {
  expect(listed([])).toBe('')
  expect(listed(['a', 'b "c"'])).toBe('"a", "b \\"c\\""')
  expect(listed([...'abcdefgh'])).toBe('"a", "b", "c", "d", "e", "f", "g", "h"')
  expect(listed([...'abcdefghij'])).toBe('"a", "b", "c", "d", "e", "f", "g", "h" and 2 more')
})
