import { cutStartToWidth, cutToWidth, displayWidth, padToWidth } from '../../src/cli/display-width.ts'

describe('displayWidth', () => {
  it.each([
    ['abc', 3],
    ['', 0],
    ['Zürich', 6],
    ['e\u0301', 1], // e and a combining accent
    ['日本語', 6],
    ['한국', 4],
    ['ｱ', 1], // half-width
    ['👍🏽', 2], // one picture of two code points
    ['👨‍👩‍👧', 2], // joined by zero-width joiners
    ['\u001b[1mbold\u001b[22m', 4],
  ])('%j takes %d cells', (text, cells) => expect(displayWidth(text)).toBe(cells))
})

describe('cutToWidth', () => {
  it('leaves what fits', () => expect(cutToWidth('abc', 3)).toBe('abc'))
  it('ends with an ellipsis within the width', () => expect(cutToWidth('abcdef', 4)).toBe('abc…'))
  it('does not halve a wide character', () => {
    expect(cutToWidth('日本語', 4)).toBe('日…')
    expect(displayWidth(cutToWidth('日本語', 4))).toBeLessThanOrEqual(4)
  })
  it('does not split a grapheme', () => expect(cutToWidth('👨‍👩‍👧abc', 3)).toBe('👨‍👩‍👧…'))
  it('gives nothing for no room', () => expect(cutToWidth('abc', 0)).toBe(''))
})

describe('cutStartToWidth', () => {
  it('keeps the end', () => {
    expect(cutStartToWidth('data/2026/sales.csv', 10)).toBe('…sales.csv')
    expect(cutStartToWidth('sales.csv', 9)).toBe('sales.csv')
    expect(cutStartToWidth('日本語', 4)).toBe('…語')
  })
})

describe('padToWidth', () => {
  it('fills up to the cells, not the code units', () => expect(padToWidth('日本', 6)).toBe('日本  '))
  it('aligns right', () => expect(padToWidth('42', 5, 'right')).toBe('   42'))
  it('leaves what is wider', () => expect(padToWidth('abcdef', 3)).toBe('abcdef'))
})
