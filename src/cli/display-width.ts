// How many terminal cells a text takes: wide East Asian characters and emoji take two, combining marks none, ANSI styles none.

import { stripVTControlCharacters } from 'node:util'

export function displayWidth(text: string): number {
  if (singleCells.test(text)) return text.length
  let width = 0
  for (const { segment } of segments(stripVTControlCharacters(text))) width += wide.test(segment) ? 2 : zeroWidth.test(segment) ? 0 : 1
  return width
}

/** The text cut to at most `width` cells, the last of them `…` where something was cut. ANSI styles are not allowed in it. */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  let used = 0
  for (const { segment } of segments(text)) {
    used += displayWidth(segment)
    if (used > width - 1) break
    kept += segment
  }
  return width > 0 ? `${kept}…` : ''
}

/** The same, with the end kept and `…` in front: for paths, whose end tells them apart. */
export function cutStartToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  let used = 0
  for (const { segment } of [...segments(text)].reverse()) {
    used += displayWidth(segment)
    if (used > width - 1) break
    kept = segment + kept
  }
  return width > 0 ? `…${kept}` : ''
}

/** The text followed (or, aligned right, preceded) by spaces up to `width` cells. */
export function padToWidth(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const spaces = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return align === 'right' ? spaces + text : text + spaces
}

const singleCells = /^[\x20-\x7e\u2013\u2026\u2192\u2500-\u257f]*$/ // ASCII, and what tables are drawn with: – … → ─

let graphemes: Intl.Segmenter | undefined // made when a text needs it: it takes milliseconds to load

function segments(text: string): Intl.Segments {
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return graphemes.segment(text)
}

const zeroWidth = /^[\p{M}\p{Cf}\p{Cc}]+$/u

// Unicode TR11 (East Asian Width W and F), by script and block rather than by table (less the half-width forms), and emoji shown
// as pictures.
const wide =
  /^(?![\uff61-\uffdc])[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]|\ufe0f/u
