// What documents show to be copied is right: dataset files parse, commands and npm scripts exist. (docs/dataset-files.md has a test of its own,
// and docs/cli.md is written from the commands.)

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands } from '../../src/cli/commands.ts'
import { readDatasetFile } from '../../src/schema/dataset-file.ts'
import { documents, root, snippets } from './documents.ts'

const datasetFiles = documents
  .filter(({ path }) => path !== 'docs/dataset-files.md')
  .flatMap(document => snippets(document, /^ya?ml$/).map(snippet => ({ ...snippet, path: document.path })))
  .filter(({ body }) => /^dataset:/m.test(body))

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }

function* matchesIn(pattern: RegExp): Generator<{ path: string; found: string; rest: string }> {
  for (const { path, text } of documents) for (const [, found = '', rest = ''] of text.matchAll(pattern)) yield { path, found, rest }
}

it('dataset files parse', () => {
  for (const { path, line, body } of datasetFiles) {
    expect(() => readDatasetFile(body, `${path} line ${line}`)).not.toThrow()
  }
})

it('npm scripts exist', () => {
  const named = [...matchesIn(/\bnpm run ([\w:]+)/g)]
  expect(named.length).toBeGreaterThan(3)
  expect(named.filter(({ found }) => !Object.hasOwn(scripts, found))).toEqual([])
})

it('commands exist, and have the options they are shown with', async () => {
  const shown = [...matchesIn(/(?:npx |^|`)parquetry ([a-z]+)(?![\w:])([^`\n|#]*)/gm)]
  expect(shown.length).toBeGreaterThan(10)
  expect(shown.filter(({ found }) => ![...Object.keys(commands), 'help', 'version'].includes(found))).toEqual([])
  for (const { path, found, rest } of shown) {
    const usage = (await commands[found]?.())?.usage ?? ''
    const unknown = (rest.match(/--[a-z-]+/g) ?? []).filter(option => usage !== '' && !usage.includes(option) && option !== '--help')
    expect({ path, found, unknown }).toEqual({ path, found, unknown: [] })
  }
})
