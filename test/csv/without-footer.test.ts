// The last lines are left out, however the text is cut into chunks.

import { withoutFooter } from '../../src/csv/without-footer.ts'
import { inChunks } from '../convert/convert-bytes.ts'
import { Random, testSeed } from '../oracle/random.ts'

async function read(text: string, lines: number, chunk: number, recordBytes = 1000): Promise<string> {
  const out: Uint8Array[] = []
  for await (const each of withoutFooter(inChunks(Buffer.from(text), chunk), lines, { recordBytes })) out.push(each)
  return Buffer.concat(out).toString()
}

it.each([
  ['a\nb\nTotal\n', 1, 'a\nb\n'],
  ['a\nb\nTotal', 1, 'a\nb\n'],
  ['a\r\nb\r\nTotal\r\nEnd', 2, 'a\r\nb\r\n'],
  ['a\rb\rTotal\r', 1, 'a\rb\r'],
  ['a\n\n', 1, 'a\n'],
  ['a', 1, ''],
  ['a\nb', 5, ''],
  ['', 1, ''],
])('%j without %i lines is %j', async (text, lines, expected) => {
  for (const chunk of [1, 2, 64]) expect(await read(text, lines, chunk)).toBe(expected)
})

const seed = testSeed()

it(`agrees with splitting the whole text (SEED=${seed})`, async () => {
  const random = new Random(seed)
  for (let i = 0; i < 300; i++) {
    const text = Array.from({ length: random.below(20) }, () => random.pick(['a', 'bc', '\n', '\r\n', '\r'])).join('')
    const lines = text.match(/[^\r\n]*(\r\n|\r|\n)|[^\r\n]+$/g) ?? []
    const footer = 1 + random.below(3)
    expect(await read(text, footer, 1 + random.below(5))).toBe(lines.slice(0, Math.max(0, lines.length - footer)).join(''))
  }
})

it('does not hold back more than a few records may have', async () => {
  await expect(read('x'.repeat(5000), 1, 100, 1000)).rejects.toMatchObject({ data: { code: 'RECORD_TOO_LARGE' } })
})
