// Where rows and fields lie, where row groups are cut, how lines are counted.

import { Kernel } from '../../src/kernel/kernel.ts'
import { kernelModule } from '../../src/kernel/kernel-file.ts'
import { generateCsv } from '../oracle/generate-csv.ts'
import { Random, testSeed } from '../oracle/random.ts'
import { KernelHost } from './host/kernel-host.ts'
import { range } from './one-column.ts'

const seed = testSeed()

function kernelWith(source: Uint8Array, quote = '"'): Kernel {
  const kernel = new Kernel(kernelModule())
  const code = quote === '' ? 0 : quote.charCodeAt(0)
  kernel.exports.setDialect(0x2c, code, code, 0)
  kernel.input.reserve(source.length)
  kernel.input.view(0, source.length).set(source)
  return kernel
}

const mixed = Buffer.from('a,"b\nc"\r\nd,e\r"f,",g\n"h\r\n",i\r\n\r\nj,"""\n"\n')
const recordEnds = [9, 13, 20, 29, 31, 39] // exclusive, the blank line's too

describe('cutting a row group off', () => {
  const kernel = kernelWith(mixed)

  it.each(range(mixed.length + 1))('ends with the first record that ends at byte %d or behind it', offset => {
    kernel.exports.scan(0, mixed.length, 1)
    const end = recordEnds.find(recordEnd => recordEnd >= offset)!
    expect(kernel.exports.cutAt(offset)).toBe(end)
    expect(kernel.exports.getRecordsEnd()).toBe(end)
    const rows = kernel.exports.indexRows(0, 2)
    expect(rows).toBe(recordEnds.filter(recordEnd => recordEnd <= end && recordEnd !== 31).length)
  })

  it('says when no record ends there', () => {
    kernel.exports.scan(0, 12, 0)
    expect(kernel.exports.getRecordsEnd()).toBe(9)
    expect(kernel.exports.cutAt(10)).toBe(0)
    expect(kernel.exports.getRecordsEnd()).toBe(9)
  })
})

describe('lines', () => {
  it(`are counted between any two places, a CRLF as one (SEED=${seed})`, () => {
    const random = new Random(seed)
    const source = Buffer.from(
      range(150)
        .map(() => random.pick(['a', '\n', '\r', '\r\n']))
        .join(''),
    )
    const kernel = kernelWith(source)
    kernel.exports.scan(0, source.length, 1)
    for (let start = 0; start <= source.length; start += 1 + random.below(5)) {
      for (let end = start; end <= source.length; end++) {
        const text = source.subarray(start, end).toString('latin1')
        const isSplit = source[end - 1] === 0x0d && source[end] === 0x0a // the LF is not counted yet
        const expected = [...text.matchAll(/\r\n|\r|\n/g)].length - (isSplit && end > start ? 1 : 0)
        expect([start, end, kernel.exports.countLines(start, end)]).toEqual([start, end, expected])
      }
    }
  })
})

describe('the lines of a scan', () => {
  it.each(['"', ''])(`are those of the records that are kept, with quote '%s' (SEED=${seed})`, quote => {
    const random = new Random(seed)
    for (let round = 0; round < 200; round++) {
      const pieces = range(random.below(300)).map(() => random.pick(['a', ',', '\n', '\r', '\r\n', '"x\ny"', '""']))
      const source = Buffer.from(pieces.join(''))
      const { exports } = kernelWith(source, quote)
      const start = random.below(4)
      exports.scan(Math.min(start, source.length), source.length, random.below(2))
      const kept = () => exports.countLines(Math.min(start, source.length), exports.getRecordsEnd())
      expect(exports.countScannedLines()).toBe(kept())
      if (exports.cutAt(random.below(source.length + 1)) !== 0) expect(exports.countScannedLines()).toBe(kept())
    }
  })
})

describe('steps without quotes', () => {
  it.each(['\n', 'a,b\n', `${'x'.repeat(70)},y\n`])('are counted however many follow each other, of lines %j', line => {
    const lines = Math.ceil(40_000 / line.length)
    const source = Buffer.from(`${line.repeat(lines)}"a",b\n${line.repeat(lines)}`)
    const { exports } = kernelWith(source)
    exports.scan(0, source.length, 1)
    expect(exports.countScannedLines()).toBe(2 * lines + 1)
    expect(exports.indexRows(0, 2)).toBe(line === '\n' ? 1 : 2 * lines + 1)
  })
})

describe('the tail of a block', () => {
  it.each([1, 15, 16, 17, 500, 999])('moves to the front, over itself if need be: from byte %d', from => {
    const source = Uint8Array.from(range(1000).map(i => i % 251))
    const kernel = kernelWith(source)
    kernel.exports.keepTail(from, source.length)
    expect(kernel.input.view(0, source.length - from)).toEqual(source.subarray(from))
  })

  it('stays when the block grows', () => {
    const source = Uint8Array.from(range(1000).map(i => i % 251))
    const kernel = kernelWith(source)
    kernel.input.reserve(5_000_000)
    expect(kernel.input.view(0, source.length)).toEqual(source)
  })
})

describe('rows', () => {
  it(`lie one behind the other, as they were written (SEED=${seed})`, () => {
    for (const file of range(20).map(i => generateCsv(seed + i, { dialect: { header: false }, extras: false, rows: 40 }))) {
      const { columns, bytes, records } = file
      const { rows } = new KernelHost({ columns: columns.map(() => ({ type: { name: 'binary' } })) }).run(bytes, [bytes.length >> 1])
      expect(rows.map(({ start, line }) => ({ byteOffset: start, line }))).toEqual(
        records.map(({ byteOffset, line }) => ({ byteOffset, line })),
      )
      expect(rows.slice(0, -1).map(row => row.end)).toEqual(rows.slice(1).map(row => row.start))
    }
  })

  it('have fields with their quotes and without the CR of a CRLF', () => {
    const kernel = kernelWith(mixed)
    kernel.exports.scan(0, mixed.length, 1)
    const rows = kernel.exports.indexRows(0, 2)
    const field = (row: number, index: number) =>
      mixed.subarray(kernel.exports.fieldStartOffset(row, index), kernel.exports.fieldEndOffset(row, index)).toString()
    expect(range(rows).map(row => [field(row, 0), field(row, 1)])).toEqual([
      ['a', '"b\nc"'],
      ['d', 'e'],
      ['"f,"', 'g'],
      ['"h\r\n"', 'i'],
      ['j', '"""\n"'],
    ])
  })

  it.each([
    ['without gaps', 'x,y\n1,2\n3,4\n5,6\n7,8\n'],
    ['with a blank line', 'x,y\n1,2\n\n3,4\n5,6\n7,8\n'],
  ])('are as they were when others are dropped, and dropped again: %s', (_, text) => {
    const source = Buffer.from(text)
    const kernel = kernelWith(source)
    const { exports } = kernel
    const texts = (rows: number) =>
      range(rows).map(row =>
        [0, 1].map(field => source.toString('latin1', exports.fieldStartOffset(row, field), exports.fieldEndOffset(row, field))).join(),
      )
    const drop = (row: number) => {
      const list = exports.reserveRowList(1)
      kernel.words(list, 1)[0] = row
      return exports.dropRows(list, 1)
    }
    exports.scan(4, source.length, 1)
    expect(texts(exports.indexRows(4, 2))).toEqual(['1,2', '3,4', '5,6', '7,8'])
    expect(texts(drop(1))).toEqual(['1,2', '5,6', '7,8'])
    expect(texts(drop(0))).toEqual(['5,6', '7,8'])
    expect(range(2).map(row => source.toString('latin1', exports.rowStart(row), exports.rowEnd(row)))).toEqual(['5,6\n', '7,8\n'])
  })
})
