// Spans end where row groups end when the source is read in blocks, whatever the text and however it arrives.

import { openRecords } from '../../src/csv/open-records.ts'
import { RowGroupSpans } from '../../src/csv/row-group-spans.ts'
import { SpanBroken, type SpanPieces } from '../../src/csv/span-pieces.ts'
import { Kernel } from '../../src/kernel/kernel.ts'
import { kernelModule } from '../../src/kernel/kernel-file.ts'
import { defaultConversionOptions } from '../../src/schema/dataset.ts'
import { type Dialect, defaultDialect } from '../../src/schema/dialect.ts'
import { inChunks } from '../convert/convert-bytes.ts'
import { Random, testSeed } from '../oracle/random.ts'

const module = kernelModule()
const seed = testSeed()

interface Cut {
  text: string
  byteOffset: number
}

async function open(text: string, rowGroupBytes: number, chunkBytes: number, marks: Partial<Dialect>) {
  const kernel = new Kernel(module)
  const options = {
    ...defaultConversionOptions,
    dialect: { ...defaultDialect, ...marks },
    rowGroupBytes,
    blockBytes: 64,
    limits: { ...defaultConversionOptions.limits, recordBytes: 4096 },
  }
  const { blocks } = await openRecords(kernel, inChunks(Buffer.from(text), chunkBytes), options)
  return { kernel, options, blocks }
}

async function spansOf(text: string, rowGroupBytes: number, chunkBytes: number, marks: Partial<Dialect> = {}): Promise<Cut[]> {
  const { kernel, options, blocks } = await open(text, rowGroupBytes, chunkBytes, marks)
  const spans = new RowGroupSpans(kernel, blocks, options, 2)
  const cuts: Cut[] = []
  let { byteOffset } = blocks
  for (let span = await spans.begin(); span !== undefined; span = await spans.begin()) {
    expect(spans.hasRoom).toBe(true) // all that was given out has been read
    const reading = read(spans, span)
    reading.catch(() => {}) // a span that is broken: `cut` tells why
    await spans.cut()
    const bytes = await reading
    cuts.push({ text: bytes.toString('latin1'), byteOffset })
    byteOffset += bytes.length
  }
  expect(blocks.bytesParsed).toBe(Buffer.byteLength(text))
  return cuts
}

/** Reads a span while it is being cut. */
async function read(spans: RowGroupSpans, span: SpanPieces): Promise<Buffer> {
  const read: Buffer[] = []
  for await (const bytes of span.read(spans.memory, slab => spans.release(slab))) read.push(Buffer.from(bytes))
  return Buffer.concat(read)
}

async function rowGroupsOf(text: string, rowGroupBytes: number, marks: Partial<Dialect>): Promise<Cut[]> {
  const { kernel, blocks } = await open(text, rowGroupBytes, 1024, marks)
  const cuts: Cut[] = []
  let current: Cut | undefined
  for (let block = await blocks.next(); block !== undefined; block = await blocks.next()) {
    current ??= { text: '', byteOffset: block.byteOffset }
    current.text += Buffer.from(kernel.input.view(block.start, block.end)).toString('latin1')
    if (!block.endsRowGroup) continue
    cuts.push(current)
    current = undefined
  }
  return current === undefined ? cuts : [...cuts, current]
}

/** Without the line break that the last record is given. */
function sameAs(text: string, cuts: Cut[]): Cut[] {
  const last = cuts.at(-1)
  if (last === undefined || /[\r\n]$/.test(text)) return cuts
  return [...cuts.slice(0, -1), { ...last, text: last.text.replace(/\n$/, '') }]
}

function randomText(random: Random): string {
  const quotes = random.pick(['never', 'seldom', 'often'])
  const isSloppy = random.once(3)
  const field = () => {
    const plain = 'x'.repeat(random.below(13))
    const isQuoted = quotes !== 'never' && random.once(quotes === 'often' ? 3 : 60)
    if (isQuoted && isSloppy && random.once(3)) return random.pick([`${plain}"`, ` "${plain}"`, `"${plain}" `, '"', `"a\\"${plain}"`])
    return isQuoted ? `"${plain}${random.pick(['', '\n', '\r\n', '""', ',', '""\n'])}"` : plain
  }
  const line = () => `${random.once(40) ? '#' : ''}${field()},${field()}${random.pick(['\n', '\n', '\r\n', '\r', '\n\n'])}`
  const text = `a,b\n${Array.from({ length: random.below(121) }, line).join('')}`
  return random.once(4) ? `${text}1,2` : text
}

it.each(Array.from({ length: 300 }, (_, i) => seed + i))('seed %i', async each => {
  const random = new Random(each)
  const text = randomText(random)
  const rowGroupBytes = 1 + random.below(300)
  const marks = random.pick<Partial<Dialect>>([{}, {}, {}, { escape: '\\' }, { comment: '#' }])
  const expected = await rowGroupsOf(text, rowGroupBytes, marks).catch(error => error.code)
  const found = await spansOf(text, rowGroupBytes, random.pick([1, 2, 7, 63, 64, 65, 100_000]), marks).catch(error => error.code)
  expect(found).toEqual(typeof expected === 'string' ? expected : sameAs(text, expected))
})

it('ends a span that is larger than a slab', async () => {
  const text = `a,b\n${'1,2\n'.repeat(700_000)}`
  const cuts = await spansOf(text, 1_500_001, 100_000)
  expect(cuts.map(({ byteOffset, text: { length } }) => [byteOffset, length])).toEqual([
    [4, 1_500_004],
    [1_500_008, 1_299_996],
  ])
})

it('refuses a line that never ends before it fills the memory', async () => {
  const endless = async function* () {
    yield Buffer.from('a,b\n')
    for (let chunk = 0; chunk < 100; chunk++) yield Buffer.alloc(4096, 'x')
    throw new Error('read too far')
  }
  const kernel = new Kernel(module)
  const options = { ...defaultConversionOptions, rowGroupBytes: 100, limits: { ...defaultConversionOptions.limits, recordBytes: 65_536 } }
  const { blocks } = await openRecords(kernel, endless(), options)
  const spans = new RowGroupSpans(kernel, blocks, options, 2)
  const reading = read(spans, (await spans.begin())!)
  await expect(Promise.all([spans.cut(), expect(reading).rejects.toThrow(SpanBroken)])).rejects.toMatchObject({
    data: { code: 'RECORD_TOO_LARGE', line: 1, byteOffset: 0 },
  })
})
