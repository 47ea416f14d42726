// docs/dataset-files.md: its snippets are dataset files (fragments are completed with `dataset` and `match`), its table names every key.

import { readFileSync } from 'node:fs'
import { readDatasetFile } from '../../src/schema/dataset-file.ts'
import { datasetFileShape } from '../../src/schema/dataset-file-shape.ts'
import type { Shape } from '../../src/schema/shape.ts'
import { failureOf } from './problem-lines.ts'

const text = readFileSync(new URL('../../docs/dataset-files.md', import.meta.url), 'utf8')

const snippets = [...text.matchAll(/^```(\S+)( invalid)?\n(.*?)^```$/gms)].map(([, language, invalid, body = '']) => ({
  language,
  invalid: invalid !== undefined,
  body,
}))

function completed(fragment: string): string {
  const missing = [/^dataset:/m.test(fragment) ? '' : 'dataset: example\n', /^match:/m.test(fragment) ? '' : 'match: "*.csv"\n']
  return `${missing.join('')}${fragment}`
}

/** `csv.delimiter` → its default as it would be written, undefined where there is none. */
function defaultsOf(shape: Shape, path = ''): [string, unknown][] {
  if (shape.kind === 'scalar') return []
  if (shape.kind === 'list') return defaultsOf(shape.item, path)
  if (shape.kind === 'shortOrLong') return defaultsOf(shape.long, path)
  return Object.entries(shape.keys).flatMap(([name, key]): [string, unknown][] => {
    const here = path === '' ? name : `${path}.${name}`
    return [[here, key.required ? 'required' : key.default], ...defaultsOf(key.shape, here)]
  })
}

describe('docs/dataset-files.md', () => {
  const valid = snippets.filter(({ language, invalid }) => language === 'yaml' && !invalid).map(({ body }) => body)

  it('has snippets', () => {
    expect(valid.length).toBeGreaterThan(10)
  })

  it.each(valid)('has a valid snippet:\n%s', snippet => {
    expect(readDatasetFile(completed(snippet), 'snippet.yaml').match.length).toBeGreaterThan(0)
  })

  it('shows the very messages of its invalid file', () => {
    const index = snippets.findIndex(({ invalid }) => invalid)
    const failure = failureOf(() => readDatasetFile(snippets[index]?.body ?? '', 'schemas/sales.yaml'))
    expect(snippets[index + 1]?.body).toBe(`${failure.data.detail}\n`)
  })

  it('has a row for every key, in order, with its default', () => {
    const rows = [...text.matchAll(/^\| `([\w.]+)` *\| .+? *\| (.+?) *\| .+ *\|$/gm)].map(([, key, standard]) => [key, standard])
    const keys = defaultsOf(datasetFileShape)
    expect(rows.slice(0, keys.length).map(([key]) => key)).toEqual(keys.map(([key]) => key))
    for (const [index, [key, standard]] of keys.entries()) {
      const shown = rows[index]?.[1]
      if (standard === 'required') expect([key, shown]).toEqual([key, 'required'])
      else if (standard !== undefined) expect([key, shown]).toEqual([key, `\`${standard}\``])
      else expect([key, shown?.includes('`')]).toEqual([key, false])
    }
  })

  it('links to headings that are there', () => {
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading.toLowerCase().replaceAll(' ', '-'))
    const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, link]) => link)
    expect(links.filter(link => !headings.includes(link ?? ''))).toEqual([])
  })
})
