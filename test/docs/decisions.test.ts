// Decisions that replace each other, or a part of each other: both say so, in their third line.

import { basename } from 'node:path'
import { documents } from './documents.ts'

const decisions = documents.filter(({ path }) => /^docs\/decisions\/\d/.test(path))

/** The decisions that sentences of the third line with this beginning link to. */
function linked(text: string, begin: string): string[] {
  const sentences = text.split('\n')[2]!.split(/(?<=\.)\s/)
  return sentences.filter(sentence => sentence.startsWith(begin)).flatMap(sentence => sentence.match(/(?<=\]\()\d[^)]+/g) ?? [])
}

const pair = (newer: string, older: string) => `${newer} replaces ${older}`

it('what a decision replaces says by which it is replaced', () => {
  const told = decisions.flatMap(({ path, text }) => linked(text, 'Replaces ').map(older => pair(basename(path), older)))
  const admitted = decisions.flatMap(({ path, text }) => linked(text, 'Replaced by ').map(newer => pair(newer, basename(path))))
  expect(told.length).toBeGreaterThan(5)
  expect(admitted.sort()).toEqual(told.sort())
})

it('no line but the third says it', () => {
  const late = decisions.filter(({ text }) => /^(?:Replace[sd]|Supersede[sd]) /m.test(text.split('\n').slice(3).join('\n')))
  expect(late.map(({ path }) => path)).toEqual([])
})
