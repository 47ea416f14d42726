// Files at the limits: no records, all records bad, as many columns as are allowed, one record far larger than the rest.

import { configureKernel } from '../../src/csv/configure-kernel.ts'
import { RecordBlocks } from '../../src/csv/record-blocks.ts'
import { Kernel } from '../../src/kernel/kernel.ts'
import { kernelModule } from '../../src/kernel/kernel-file.ts'
import { type Column, defaultConversionOptions, defaultLimits } from '../../src/schema/dataset.ts'
import { hyparquet } from '../interop/readers/hyparquet.ts'
import { convertBytes, inChunks, parquetOf } from './convert-bytes.ts'

const numbers: Column[] = [{ name: 'n', source: 'n', type: { name: 'int' }, nullable: true }]

describe.each([1, 2])('with %i threads', threads => {
  it('makes a file without rows of a header without records', async () => {
    expect(await hyparquet.read(await parquetOf('a,b\n', { threads }))).toEqual({ columns: ['a', 'b'], rows: [] })
  })

  it.each(['2,"b"', '2,b', '"2","b\n"', '2,'])('T30: keeps a last row that no line break ends: %j', async last => {
    const { report } = await convertBytes(`n,text\n1,a\n${last}`, { threads })
    expect(report).toMatchObject({ rowsParsed: 2, rowsWritten: 2 })
  })

  it('rejects every record of a block full of bad values', async () => {
    const bad = 200_000
    const { report } = await convertBytes(`n\n1\n${'x\n'.repeat(bad)}`, {
      columns: numbers,
      onBadRow: 'reject',
      blockBytes: 1 << 20,
      threads,
    })
    expect(report).toMatchObject({ rowsParsed: bad + 1, rowsWritten: 1, rowsRejected: bad })
  })

  it.each([
    ['at the first bad record', { onBadRow: 'fail' as const }, { code: 'VALUE_INVALID', line: 3 }],
    ['at the first one above maxRejects', { onBadRow: 'reject' as const, maxRejects: { count: 2 } }, { code: 'TOO_MANY_REJECTS' }],
  ])('fails %s', async (_, options, data) => {
    const source = `n\n1\n${'x\n'.repeat(5000)}`
    const attempt = convertBytes(source, { columns: numbers, ...options, blockBytes: 1000, threads })
    await expect(attempt).rejects.toMatchObject({ data })
  })

  it('T86: converts as many columns as the limit allows', async () => {
    const names = Array.from({ length: defaultLimits.columns }, (_, i) => `c${i}`)
    const expected = Array.from({ length: 10 }, (_, row) => names.map((_, i) => String(i * 10 + row)))
    const file = await parquetOf(`${names}\n${expected.join('\n')}\n`, { threads })
    const { columns, rows } = await hyparquet.read(file)
    expect(columns).toEqual(names)
    expect(rows).toEqual(expected)
  })
})

it('goes back to blocks of the usual size behind a large record', async () => {
  const kernel = new Kernel(kernelModule())
  configureKernel(kernel, defaultConversionOptions)
  const records = [...Array<number>(50).fill(10), 40_000, ...Array<number>(5000).fill(10)].map(length => `${'x'.repeat(length - 1)}\n`)
  const options = { limits: defaultLimits, rowGroupBytes: Number.POSITIVE_INFINITY, blockBytes: 1000 }
  const blocks = new RecordBlocks(kernel, inChunks(Buffer.from(records.join(''))), options)
  const sizes: number[] = []
  for (let block = await blocks.next(); block !== undefined; block = await blocks.next()) sizes.push(block.end - block.start)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(records.join('').length)
  expect(sizes.filter(size => size > 1000)).toEqual([40_000])
})
