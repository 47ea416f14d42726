// Generated files, good and bad, against the slow oracle: every value of every row, and every reject with its place and code.

import { sniffedBytes } from '../../src/csv/sniff.ts'
import type { Column } from '../../src/schema/dataset.ts'
import { cell } from '../interop/readers/cell.ts'
import { hyparquet } from '../interop/readers/hyparquet.ts'
import { type GeneratedCell, type GeneratedCsv, type GeneratedRecord, generateCsv } from '../oracle/generate-csv.ts'
import { convertBytes } from './convert-bytes.ts'

const files = 400
const firstSeed = Number(process.env.SEED ?? Date.now() % 1_000_000)

const kinds = {
  'RFC 4180': {},
  'other marks': { dialect: { delimiter: ';', quote: "'", escape: "'" } },
  'a backslash as escape': { dialect: { escape: '\\' } },
  comments: { dialect: { comment: '#' } },
  'no quotes': { dialect: { quote: undefined, escape: undefined } },
  'no header': { dialect: { header: false } },
  'mostly empty': { mostColumns: 60, nulls: 95 },
  'mostly empty, comments': { mostColumns: 60, nulls: 95, dialect: { comment: '#' } },
}

describe.each(Object.entries(kinds))('%s', (_, kind) => {
  const count = Math.ceil(files / Object.keys(kinds).length)

  it(`T20: gives the oracle's rows and rejects, seeds ${firstSeed}..${firstSeed + count - 1}`, async () => {
    for (let seed = firstSeed; seed < firstSeed + count; seed++) {
      const csv = generateCsv(seed, { ...kind, rows: seed % 60, badCellEvery: 25, raggedEvery: 20 })
      if (csv.records.length === 0 && !csv.dialect.header) continue
      if (csv.bytes.subarray(0, sniffedBytes).includes(0)) continue // taken for a binary file
      const blockBytes = [64, 300, 4096][seed % 3]!
      if (!csv.dialect.header && beginsWithBlankLines(csv.bytes, blockBytes)) continue // refused: they may be records
      const options = { columns: csv.columns, dialect: csv.dialect, nullTokens: csv.nullTokens, onBadRow: 'reject' as const, blockBytes }
      const { report, files, rejectReasons, rejectedRows } = await convertBytes(csv.bytes, options).catch(error => {
        throw new Error(`seed ${seed}`, { cause: error })
      })
      const table = await hyparquet.read(files.get('')!)
      const good = csv.records.filter(record => firstProblem(record, csv.columns) === undefined)
      expect({ seed, rows: table.rows }).toEqual({
        seed,
        rows: good.map(record => record.cells.map((c, i) => expectedCell(csv.columns[i]!, c))),
      })
      const reasons = rejectReasons.split('\n').filter(line => line !== '')
      expect({ seed, rejects: reasons.map(line => pick(JSON.parse(line))) }).toEqual({ seed, rejects: expectedRejects(csv) })
      expect(report.rowsParsed).toBe(csv.records.length)
      expect(rejectedRows === '').toBe(good.length === csv.records.length)
    }
  })
})

/** No whole record but blank ones in the first block. */
const beginsWithBlankLines = (bytes: Uint8Array, blockBytes: number) =>
  /^(\xef\xbb\xbf)?[\r\n]+[^\r\n]*$/.test(Buffer.from(bytes.subarray(0, blockBytes)).toString('latin1'))

const pick = ({ code, line, record, byteOffset }: Record<string, unknown>) => ({ code, line, record, byteOffset })

function expectedRejects({ records, columns }: GeneratedCsv) {
  return records.flatMap((record, i) => {
    const code = firstProblem(record, columns)
    return code === undefined ? [] : [{ code, line: record.line, record: i + 1, byteOffset: record.byteOffset }]
  })
}

function firstProblem({ cells }: GeneratedRecord, columns: readonly Column[]): string | undefined {
  if (cells.length !== columns.length) return cells.length < columns.length ? 'RECORD_TOO_SHORT' : 'RECORD_TOO_LONG'
  const bad = cells.find(({ outcome }) => 'error' in outcome)
  return bad && 'error' in bad.outcome ? bad.outcome.error : undefined
}

function expectedCell({ type }: Column, { outcome }: GeneratedCell) {
  if ('error' in outcome) throw new Error('a bad cell has no value')
  const value = outcome.value
  return cell(type, type.name === 'string' && value !== null ? Buffer.from(value as Uint8Array).toString() : value)
}
