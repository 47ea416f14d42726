// What the kernel compresses by itself, independent readers read: zstd frames of numbers, and Snappy.

import { jest } from '@jest/globals'
import { Kernel } from '../../src/kernel/kernel.ts'
import { columnsOfValues, fileOfValues, rowsOfValues } from './pages-of-values.ts'
import { allReaders } from './readers/all.ts'
import { cell } from './readers/cell.ts'

const rows = rowsOfValues()
const expected = rows.map(row => row.map((value, i) => cell(columnsOfValues[i]!.type, value)))

describe.each(['zstd', 'snappy'] as const)('pages of numbers in %s', codec => {
  it.each(allReaders)('are read by $name', async reader => {
    const known = columnsOfValues.map(column => reader.knows(column, codec, 'plain'))
    if (known.includes(false)) return
    const table = await reader.read(await fileOfValues(rows, codec))
    const wrong = table.rows.findIndex((row, i) => row.some((value, k) => value !== expected[i]![k]))
    expect(table.rows.length).toBe(rows.length)
    expect(wrong < 0 ? undefined : { row: wrong, read: table.rows[wrong], expected: expected[wrong] }).toBeUndefined()
  })
})

it('most of them are frames of the kernel', async () => {
  const spy = jest.spyOn(Kernel.prototype, 'compressValues')
  await fileOfValues(rows, 'zstd')
  const pages = spy.mock.results.filter((result, i) => result.value !== undefined && spy.mock.calls[i]![1] > 90_000)
  expect(pages.length).toBeGreaterThanOrEqual(4)
  spy.mockRestore()
})
