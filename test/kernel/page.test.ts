// Where pages end, and that they give back their values.

import { KernelHost } from './host/kernel-host.ts'
import { lines, long, maxPageRows, range, rowCountsOf, runLongs, runTexts, stringsOf, text } from './one-column.ts'

const maxPlainBytes = 1024 * 1024 // a page in PLAIN ends with the value that reaches it

describe('pages', () => {
  it.each([0, 1, maxPageRows - 1, maxPageRows, maxPageRows + 1, 2 * maxPageRows + 3])('hold at most 65536 rows: %d rows', count => {
    const values = range(count).map(i => BigInt(i % 10))
    const { columns, chunks } = runLongs(values)
    expect(columns[0]).toEqual(values)
    expect(rowCountsOf(chunks[0]!)).toEqual(
      range(Math.ceil(count / maxPageRows)).map(page => Math.min(maxPageRows, count - page * maxPageRows)),
    )
  })

  it('hold at most 65536 nulls', () => {
    const values = Array<null>(maxPageRows + 10).fill(null)
    const { columns, chunks } = runLongs(values)
    expect(columns[0]).toEqual(values)
    expect(chunks[0]!.pages.map(page => page.nullCount)).toEqual([maxPageRows, 10])
    expect(chunks[0]!.dictionary).toBeUndefined()
  })

  it('in PLAIN end with the value that makes them 1 MiB large', () => {
    const values = range(600).map(i => `${i}`.padStart(5000, 'x'))
    const { columns, chunks } = runTexts(values)
    expect(stringsOf(columns[0]!)).toEqual(values)
    for (const page of chunks[0]!.pages.slice(1, -1)) {
      const bytes = page.rowCount * 5004
      expect([bytes >= maxPlainBytes, bytes - 5004 < maxPlainBytes]).toEqual([true, true])
    }
  })

  it('hold values of any size', () => {
    const values = [
      '',
      'a',
      'b'.repeat(255),
      'c'.repeat(256),
      'd'.repeat(257),
      'e'.repeat(maxPlainBytes),
      'f'.repeat(3 * maxPlainBytes + 7),
      'g',
      '',
    ]
    expect(stringsOf(runTexts(values).columns[0]!)).toEqual(values)
    expect(stringsOf(runTexts(values.toReversed()).columns[0]!)).toEqual(values.toReversed())
  })

  it('of a required column have no levels', () => {
    const values = range(100).map(BigInt)
    const { columns, chunks } = runLongs(values, new KernelHost({ columns: [{ ...long, nullable: false }] }))
    expect(columns[0]).toEqual(values)
    expect(chunks[0]!.pages[0]!.body.length).toBeLessThan(runLongs(values).chunks[0]!.pages[0]!.body.length)
  })

  it('of a column that the source lacks hold nulls', () => {
    const source = lines(range(maxPageRows + 5).map(String))
    const { columns, chunks } = new KernelHost({ columns: [long, { ...text, missing: true }] }).run(source)
    expect(columns[1]).toEqual(Array<null>(maxPageRows + 5).fill(null))
    expect(rowCountsOf(chunks[1]!)).toEqual([maxPageRows, 5])
    expect(chunks[1]!.dictionary).toBeUndefined()
  })
})
