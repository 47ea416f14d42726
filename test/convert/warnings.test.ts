import { defaultDialect } from '../../src/schema/dialect.ts'
import type { Encoding } from '../../src/schema/encoding.ts'
import { duckdb } from '../interop/readers/duckdb.ts'
import { convertBytes, inChunks } from './convert-bytes.ts'

const warningsOf = async (...args: Parameters<typeof convertBytes>) => (await convertBytes(...args)).report.warnings
const id = { name: 'id', source: 'id', type: { name: 'int' }, nullable: true } as const

describe('a conversion warns', () => {
  it.each([
    ['id;name\n1;a\n', '"id;name"; if ";" separates'],
    ['id\tname\n1\ta\n', 'if the tab separates'],
    [
      '"id,name"\n"1,a"\n',
      '"id,name"; if "," separates its fields, set csv.delimiter (or --delimiter), and take away quotes around whole lines',
    ],
    ['id|name\n', '"id|name"; if "|" separates'],
  ])('of one column that looks like several: %j', async (text, warning) => {
    expect(await warningsOf(text)).toEqual([expect.stringContaining(warning)])
  })

  it('of columns that were left out, in one sentence', async () => {
    const options = { columns: [id], extraColumns: 'ignore' } as const
    expect(await warningsOf('id,a\n1,2\n', options)).toEqual(['column "a" is not declared and was left out'])
    const many = Array.from({ length: 20 }, (_, i) => `c${i}`)
    expect(await warningsOf(`id,${many.join(',')}\n`, options)).toEqual([
      '20 columns are not declared and were left out: "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7" and 12 more',
    ])
  })

  it('of declared columns that are not there, in one sentence', async () => {
    const column = (name: string) => ({ name, source: name, type: { name: 'string' as const }, nullable: true })
    const options = { columns: [id, column('a'), column('b')], missingColumns: 'null' } as const
    expect(await warningsOf('id,a\n1,2\n', options)).toEqual(['column "b" is not in the file and is null in every row'])
    expect(await warningsOf('id\n1\n', options)).toEqual(['2 columns are not in the file and are null in every row: "a", "b"'])
  })

  it.each([
    ['1,a\n2,b\n', 'it was read without a header, as its beginning suggests; if that is wrong, declare csv.header (or --header)'],
    ["a,b\n'x, y','z'\n'u','v'\n", "with ' as the quote, as its beginning suggests; if that is wrong, declare csv.quote (or --quote)"],
    ['a,b\n"x \\"q\\" y",1\n"z",2\n', 'with \\ as the escape, as its beginning suggests'],
    [
      "'x, 1',1\n'y','2'\n",
      "without a header and with ' as the quote, as its beginning suggests; if that is wrong, declare csv.header (or --header) and",
    ],
  ])('of a way to write that was found out and is not the usual: %j', async (text, warning) => {
    expect(await warningsOf(text, { sniff: {} })).toEqual([expect.stringContaining(warning)])
  })

  it('of none that was declared or is usual', async () => {
    expect(await warningsOf('1,a\n2,b\n', { sniff: { header: false } })).toEqual([])
    expect(await warningsOf("a,b\n'x, y','z'\n'u','v'\n", { sniff: { quote: "'", escape: "'" } })).toEqual([])
    expect(await warningsOf('a;b\n1;2\n', { sniff: {} })).toEqual([])
  })

  it.each(['id\n1;2\n', '"Smith, John"\n1\n', 'id,a;b\n1,2\n', 'id,name\n1,a\n'])('of nothing else: %j', async text => {
    expect(await warningsOf(text)).toEqual([])
  })
})

describe('of encodings a conversion', () => {
  const text = 'id,ort\n1,Köln\n2,Bonn\n'
  const dialect = (encoding: Encoding) => ({ dialect: { ...defaultDialect, encoding } })

  it.each(['windows-1252', 'latin-1'] as const)('warns where %s was declared for what is UTF-8, whatever the chunks', async encoding => {
    for (const chunkBytes of [1, 2, 1000])
      expect(await warningsOf(() => inChunks(Buffer.from(text), chunkBytes), dialect(encoding))).toEqual([
        expect.stringMatching(`read as ${encoding}.*valid UTF-8`),
      ])
  })

  it('warns of none that was declared rightly, nor where all is ASCII', async () => {
    expect(await warningsOf(Buffer.from(text, 'latin1'), dialect('latin-1'))).toEqual([])
    expect(await warningsOf(Buffer.from(`${text}3,Gr\xfc\xdfe\n`, 'latin1'), dialect('windows-1252'))).toEqual([])
    expect(await warningsOf('id\n1\n', dialect('latin-1'))).toEqual([])
    expect(await warningsOf(Buffer.from(text))).toEqual([])
  })

  it.each([{}, { sampleBytes: 5, blockBytes: 64 }])('says what it took a source for that nobody described: %j', async options => {
    const rows = Array.from({ length: 50 }, (_, i) => `${i},Bonn\n`).join('')
    const source = Buffer.from(`id,ort\n1,K\xf6ln\n${rows}x,Bonn\n`, 'latin1')
    const { report, files } = await convertBytes(source, { ...options, sniff: {} })
    expect(report.warnings).toEqual([expect.stringMatching('not UTF-8 and was read as windows-1252.*"Köln"')])
    expect((await duckdb.read(files.get('')!)).rows[0]).toEqual(['1', 'Köln'])
  })
})
