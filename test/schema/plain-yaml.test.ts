// The quick reader of plain YAML against the library: where it gives a document, the library gives the same, and finds nothing wrong.

import { randomInt } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { formatDatasetFile } from '../../src/schema/format-dataset-file.ts'
import { parseYaml } from '../../src/schema/full-yaml.ts'
import { parsePlainYaml } from '../../src/schema/plain-yaml.ts'
import { arbitraryDataset } from './arbitrary-dataset.ts'

const root = new URL('../../', import.meta.url)
const shipped = ['schemas/', 'examples/dataset-files/'].flatMap(folder =>
  readdirSync(new URL(folder, root))
    .filter(name => name.endsWith('.yaml'))
    .map(name => readFileSync(new URL(folder + name, root), 'utf8')),
)

/** With what is made when it is asked for. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value))

/** Whether it is plain; if so, it has been compared. */
function agrees(text: string): boolean {
  const document = parsePlainYaml(text)
  if (document === undefined) return false
  expect(plain(document)).toEqual(plain(parseYaml(text)))
  return true
}

it('reads most of the dataset files that are shipped', () => {
  expect(shipped.filter(agrees).length).toBeGreaterThan(shipped.length / 2)
})

it.each([
  'a: 1\nb:\n  - x\n  - y: 2\n    z: "q # r" # s\nc:\n- 3\n-   k:   v\n    l: [a b, -1, \'\', {m: n}]\n',
  '# only\na:   # deeper\n\n    b: c, d (e)\n# between\n\n    f: 100%\n',
  '- a\n- { b: [c] }',
])('knows %j', text => {
  expect(agrees(text)).toBe(true)
})

it.each([
  '',
  '# nothing\n',
  'a:\n',
  'a: b\n  c\n',
  'a: b: c\n',
  'a: &x b\n',
  'a: *x\n',
  'a: |\n  b\n',
  'a: "b\\n"\n',
  "a: 'b''c'\n",
  'a: "b"c\n',
  'a: {b: c\n',
  'a: [b,]\n',
  'a: [b c: d]\n',
  'a: - b\n',
  'a:\n    b: c\n  d: e\n',
  '- a\nb: c\n',
  'a: 1\n- b\n',
  '---\na: b\n',
  'a:\tb\n',
  'a: b\r\n',
  '\ufeffa: b\n',
  'a b: c\n',
  '? a\n: b\n',
  'a: b #c\nd\n',
])('leaves %j to the library', text => {
  expect(parsePlainYaml(text)).toBeUndefined()
})

it('agrees with the library on whatever it takes for plain', () => {
  const seed = randomInt(2 ** 31)
  console.info(`plain-yaml seed ${seed}`)
  const piece = fc.constantFrom(
    'a',
    'b: ',
    '- ',
    '\n',
    '\n  ',
    '\n    ',
    ' ',
    ':',
    '#',
    ' # c',
    '{',
    '}',
    '[',
    ']',
    ', ',
    '"',
    "'",
    '-1',
    '(',
    '*',
    '&',
    '|',
    'é',
  )
  const made = fc.array(piece, { maxLength: 30 }).map(pieces => pieces.join(''))
  const texts = fc.oneof(
    fc.constantFrom(...shipped),
    arbitraryDataset.map(dataset => formatDatasetFile(dataset)),
  )
  const changed = fc
    .tuple(texts, fc.nat(), fc.nat({ max: 4 }), fc.oneof(piece, fc.string({ unit: 'grapheme', maxLength: 2 })))
    .map(([text, at, length, inserted]) => {
      const from = at % (text.length + 1)
      return text.slice(0, from) + inserted + text.slice(from + length)
    })
  let compared = 0
  fc.assert(
    fc.property(fc.oneof(made, changed), text => {
      if (agrees(text)) compared++
    }),
    { seed, numRuns: 3000 },
  )
  expect(compared).toBeGreaterThan(100)
})
