// Which tests say that they prove a case: their titles begin with its id (`T06, T07: …`) or end with it (`… (T70)`).

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

export interface TitledTest {
  /** From the repository's root. */
  file: string
  /** Without the ids. */
  title: string
}

const root = join(import.meta.dirname, '../..')
const id = '[TS]\\d{1,2}'
const begins = new RegExp(`(['"\`])((?:${id}(?:, )?)+): ([^\\n]*?)\\1`, 'g')
const ends = new RegExp(`['"\`]([^'"\`\\n]*?) \\((${id}(?:, ${id})*)\\)['"\`]`, 'g')

/** By the case's id, in the order of files and lines. */
export function titledTests(): Map<string, TitledTest[]> {
  const found = new Map<string, TitledTest[]>()
  for (const path of testFiles()) {
    const text = readFileSync(path, 'utf8')
    const file = relative(root, path).replaceAll('\\', '/')
    for (const [, , ids = '', title = ''] of text.matchAll(begins)) add(found, ids, { file, title })
    for (const [, title = '', ids = ''] of text.matchAll(ends)) add(found, ids, { file, title })
  }
  return found
}

function testFiles(): string[] {
  const entries = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  return entries
    .filter(name => name.endsWith('.test.ts'))
    .sort()
    .map(name => join(root, 'test', name))
}

function add(found: Map<string, TitledTest[]>, ids: string, test: TitledTest): void {
  for (const each of ids.split(', ')) found.set(each, [...(found.get(each) ?? []), test])
}
