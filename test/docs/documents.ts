// The documents that belong to the repository: Markdown in the root, in docs/ and beside the examples.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

export const root = join(import.meta.dirname, '../..')

export interface Document {
  /** From the root, with `/`. */
  path: string
  text: string
  /** Without fenced code: what is prose, tables and links. */
  prose: string
}

export const documents: readonly Document[] = ['.', 'docs', 'docs/decisions', 'examples/dataset-files'].flatMap(documentsIn)

function documentsIn(folder: string): Document[] {
  const names = readdirSync(join(root, folder)).filter(name => name.endsWith('.md'))
  return names.map(name => {
    const text = readFileSync(join(root, folder, name), 'utf8')
    return { path: join(folder, name), text, prose: text.replace(/^```.*?^```$/gms, '') }
  })
}

/** Fenced snippets in these languages, and the line of the document that each begins in. */
export function snippets({ text }: Document, languages: RegExp): { line: number; language: string; body: string }[] {
  return [...text.matchAll(/^```(.*)\n(.*?)^```$/gms)]
    .map(({ index, 1: language = '', 2: body = '' }) => ({ line: text.slice(0, index).split('\n').length, language, body }))
    .filter(({ language }) => languages.test(language))
}

/** Where a link of the document leads: a path from the root and the heading behind `#`; undefined for other sites. */
export function target(document: Document, link: string): { path: string; heading: string | undefined } | undefined {
  if (/^[a-z]+:/.test(link)) return undefined
  const [path = '', heading] = link.split('#')
  const absolute = path === '' ? join(root, document.path) : join(root, dirname(document.path), decodeURIComponent(path))
  return { path: relative(root, absolute), heading }
}
