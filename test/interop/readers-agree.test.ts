// Every type × nullable × codec × layout of pages × shape of file, read back by independent readers.

import { CODECS, type Codec } from '../../src/schema/codec.ts'
import type { Column } from '../../src/schema/dataset.ts'
import { sampleCell, sampleColumns, sampleValue } from '../parquet/sample-values.ts'
import { slowFile } from '../parquet/slow-file.ts'
import { allReaders } from './readers/all.ts'
import { type Layout, layouts, type Reader } from './readers/reader.ts'

const shapes = [
  { shape: 'no rows', rowCount: 0, rowsPerPage: 4, rowsPerRowGroup: 40 },
  { shape: 'one row', rowCount: 1, rowsPerPage: 4, rowsPerRowGroup: 40 },
  { shape: 'several pages', rowCount: 37, rowsPerPage: 4, rowsPerRowGroup: 40 },
  { shape: 'several row groups', rowCount: 37, rowsPerPage: 4, rowsPerRowGroup: 15 },
]

async function expectEqualValues(reader: Reader, columns: readonly Column[], codec: Codec, layout: Layout, shape: (typeof shapes)[number]) {
  const rowNumbers = Array.from({ length: shape.rowCount }, (_, row) => row)
  const rows = rowNumbers.map(row => columns.map(column => sampleValue(column, row)))
  const file = await slowFile({ columns, rows, codec, layout, rowsPerPage: shape.rowsPerPage, rowsPerRowGroup: shape.rowsPerRowGroup })
  expect(await reader.read(file)).toEqual({
    columns: columns.map(column => column.name),
    rows: rowNumbers.map(row => columns.map(column => sampleCell(column, row))),
  })
}

describe.each(allReaders.map(reader => ({ name: reader.name, reader })))('T27: $name reads what was written', ({ reader }) => {
  for (const codec of CODECS) {
    for (const layout of layouts) {
      const columns = sampleColumns.filter(column => reader.knows(column, codec, layout))
      if (columns.length === 0) continue
      for (const shape of shapes) {
        it(`${codec}, ${layout}, ${shape.shape}`, () => expectEqualValues(reader, columns, codec, layout, shape))
      }
    }
  }

  it.each(layouts)('%s pages of nulls only, before the first value and alone', async layout => {
    const columns = sampleColumns.filter(column => column.nullable && reader.knows(column, 'snappy', layout))
    if (columns.length === 0) return
    for (const last of [columns.map(() => null), columns.map(column => sampleValue(column, 0))]) {
      const nulls = columns.map(() => null)
      const file = await slowFile({
        columns,
        rows: [nulls, nulls, nulls, last],
        codec: 'snappy',
        layout,
        rowsPerPage: 2,
        rowsPerRowGroup: 4,
      })
      const { rows } = await reader.read(file)
      expect(rows).toEqual([nulls, nulls, nulls, columns.map((column, index) => (last[index] === null ? null : sampleCell(column, 0)))])
    }
  })
})
