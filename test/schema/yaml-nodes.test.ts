// The same tree, and the same lines, as another reader of YAML finds; and words for what is no YAML.

import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, stringify } from 'yaml'
import { parseYaml, type YamlNode } from '../../src/schema/yaml-nodes.ts'

/** A text, a list or pairs, each with the line it begins in; an alias by what it stands for. */
function plain(node: YamlNode | undefined): unknown {
  if (node === undefined) return undefined
  if (node.kind === 'alias') return { line: node.line, alias: plain(node.target) }
  if (node.kind === 'scalar') return { line: node.line, text: node.text }
  if (node.kind === 'list') return { line: node.line, items: node.items.map(plain) }
  return { line: node.line, pairs: node.pairs.map(({ key, value }) => [plain(key), plain(value)]) }
}

function byAnother(source: string): unknown {
  const lines = new LineCounter()
  const document = parseDocument(source, { schema: 'failsafe', uniqueKeys: false, lineCounter: lines })
  expect(document.errors).toEqual([])
  const walk = (node: Node | null): unknown => {
    if (node === null) return undefined
    const line = lines.linePos(node.range![0]).line
    if (isAlias(node)) return { line, alias: walk(node.resolve(document) ?? null) }
    if (isScalar(node)) {
      const isNothing = node.source === '' && node.type === 'PLAIN'
      const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED' // begins at its mark, or with its text
      return { line: isNothing ? undefined : isBlock ? expect.any(Number) : line, text: node.value ?? '' }
    }
    if (isSeq(node)) return { line, items: node.items.map(item => walk(item as Node)) }
    if (!isMap(node)) throw new Error('an unknown node')
    return { line, pairs: node.items.map(({ key, value }) => [walk(key as Node), value === null ? { text: '' } : walk(value as Node)]) }
  }
  return walk(document.contents)
}

const parsed = (source: string) => parseYaml(source) as { root: YamlNode | undefined }
const problemOf = (source: string) => (parseYaml(source) as { problem?: { line: number; message: string } }).problem

it.each([
  'a: &x [1, "2"]\nb: *x\nc:\n  - *x\n  - { d: *x }\n',
  '# remark\n---\na: 1 # more\n\nb:\n- x\n-  y\n- - z\n...\n',
  "a: |\n  one\n  two\nb: >-\n  folded\n  text\nc: \"es\\tcaped \\u00e9\"\nd: 'it''s'\n",
  '? key\n: value\n? [list]\n: 1\n',
  '\ufeffa: !!str 1\r\nb: !!seq [x]\r\n\r\nc: {}\r\n',
  'just a text\n  on two lines',
  'plain: a\n  b\n\n  c\nnext: ~\n',
  '&root a: 1',
])('reads %j as another reader does', source => {
  expect(plain(parsed(source).root)).toEqual(byAnother(source))
})

it('reads every dataset file of the guide as another reader does', () => {
  const guide = readFileSync(new URL('../../docs/dataset-files.md', import.meta.url), 'utf8')
  const files = [...guide.matchAll(/^```yaml[^\n]*\n(.*?)^```/gms)].map(match => match[1]!)
  expect(files.length).toBeGreaterThan(20)
  for (const file of files) expect(plain(parsed(file).root)).toEqual(byAnother(file))
})

it('reads what another writer writes', () => {
  const seed = randomInt(2 ** 31)
  console.info(`yaml-nodes seed ${seed}`)
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('~', '<<', 'a: b', '- a', '#', "it's", '"', ' a', 'a\nb', '', '&a', '*a', '!a', '0x1'),
  )
  const { tree } = fc.letrec(tie => ({
    tree: fc.oneof({ depthSize: 'small' }, text, fc.array(tie('tree')), fc.dictionary(text, tie('tree'), { noNullPrototype: true })),
  }))
  const style = fc.record({
    collectionStyle: fc.constantFrom('any', 'block', 'flow'),
    defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'),
    indent: fc.integer({ min: 1, max: 4 }),
    lineWidth: fc.constantFrom(0, 20, 80),
  })
  fc.assert(
    fc.property(tree, style, (value, options) => {
      const source = stringify(value, { schema: 'failsafe', uniqueKeys: false, ...(options as object) })
      const document = parseDocument(source, { schema: 'failsafe', uniqueKeys: false })
      fc.pre(document.errors.length === 0 && isDeepStrictEqual(document.toJS(), value)) // it does not always read what it wrote
      expect(plain(parsed(source).root)).toEqual(byAnother(source))
    }),
    { seed, numRuns: 500 },
  )
})

it.each([
  ['a: @x', 1, 'not valid YAML: a text that begins with @ needs quotes'],
  ['\ta: 1', 1, 'not valid YAML: it is indented with a tab; use spaces'],
  ['a: 1\n  b: 2', 2, 'not valid YAML: this continues nothing above it; check that it is indented as its neighbours are'],
  ['a:1\nb: 2', 2, 'not valid YAML: this continues nothing above it'],
  ['a: b: c', 1, 'not valid YAML: this continues nothing above it'],
  ['a: [b', 1, 'not valid YAML: unexpected end of the stream within a flow collection'],
  ['a: "C:\\data"', 1, 'not valid YAML: unknown escape sequence'],
  ['a: !x 1', 1, 'the tag !x has no meaning here; leave it out'],
  ['a: 1\n---\nb: 1', 3, 'a second document begins here; a file is one'],
  ['a: 1\n---\n', 3, 'a second document begins here; a file is one'],
])('says what is wrong with %j', (source, line, message) => {
  const problem = problemOf(source)
  expect(problem?.message.slice(0, message.length)).toBe(message)
  expect(problem?.line).toBe(line)
})
