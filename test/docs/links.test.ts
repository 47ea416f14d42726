// Nothing that a document points at is missing: links, headings, paths of files.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Document, documents, root, target } from './documents.ts'

/** Made by a build, a run or a benchmark: not in every checkout. */
const made = /^(build|dist|bench\/(data|out|RESULTS\.md))/

const links = (document: Document) => [...document.prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)

/** As GitHub makes them: lower case, punctuation gone, spaces to hyphens. */
function anchors(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8').replace(/^```.*?^```$/gms, '')
  return [...text.matchAll(/^#+ +(.+)$/gm)].map(([, heading = '']) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

function brokenLinks(document: Document): string[] {
  return links(document).filter(link => {
    const found = target(document, link)
    if (found === undefined) return false
    if (made.test(found.path)) return false
    if (found.path.startsWith('..') || !existsSync(join(root, found.path))) return true
    return found.heading !== undefined && !anchors(found.path).includes(found.heading)
  })
}

/** Paths in `code`: with a folder of the repository in front and a suffix, or a slash, at the end. */
function namedPaths({ prose }: Document): string[] {
  const folders = 'src|kernel|test|handlers|docs|bench|bin|examples'
  return [...prose.matchAll(new RegExp(`\`((?:${folders})/[\\w./-]*)\``, 'g'))].map(([, path = '']) => path)
}

describe.each(documents.map(document => [document.path, document] as const))('%s', (_, document) => {
  it('has no broken link', () => {
    expect(brokenLinks(document)).toEqual([])
  })

  it('names paths that are there', () => {
    expect(namedPaths(document).filter(path => !made.test(path) && !existsSync(join(root, path)))).toEqual([])
  })
})

it('all documents are reached by links from the first ones', () => {
  const reached = new Set(['README.md', 'CHANGELOG.md', 'docs/architecture.md'])
  for (const path of reached) {
    const document = documents.find(each => each.path === path)
    for (const link of document ? links(document) : []) {
      const found = target(document!, link)?.path.replace(/\/$/, '')
      if (found?.endsWith('.md')) reached.add(found)
      else if (found !== undefined && existsSync(join(root, found, 'README.md'))) reached.add(join(found, 'README.md'))
    }
  }
  expect(documents.map(({ path }) => path).filter(path => !reached.has(path))).toEqual([])
})

it('sources name documents that are there', () => {
  const sources = ['src', 'kernel', 'handlers', 'bin'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => /\.[jt]s$/.test(name))
      .map(name => join(folder, name)),
  )
  const broken = sources.flatMap(path =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/(?<![\w/.-])docs\/[\w/-]+\.\w+/g)]
      .map(([name]) => name)
      .filter(name => !existsSync(join(root, name)))
      .map(name => `${path}: ${name}`),
  )
  expect(broken).toEqual([])
})
