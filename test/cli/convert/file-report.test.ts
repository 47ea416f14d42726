// What `convert --json` prints, against the page that describes it.

import type { JobReport } from '../../../src/cli/convert/convert-job.ts'
import { reportLine } from '../../../src/cli/convert/file-report.ts'
import { cliReference } from '../../../src/cli/reference.ts'
import type { WrittenOutput } from '../../../src/convert/report.ts'
import { Failure, type FailureData } from '../../../src/failure/failure.ts'
import type { Dialect } from '../../../src/schema/dialect.ts'

const data: Required<FailureData> = {
  code: 'VALUE_INVALID',
  source: 'a.csv',
  line: 2,
  record: 1,
  column: 1,
  columnName: 'day',
  byteOffset: 4,
  value: 'x',
  expected: 'date',
  detail: 'why',
  fix: 'how',
}

const dialect: Required<Dialect> = {
  delimiter: ',',
  quote: '"',
  escape: '"',
  comment: '#',
  header: true,
  encoding: 'latin-1',
  skipLines: 1,
  footerLines: 1,
  ragged: 'pad',
}

const output = { partition: '', rows: 1, bytes: 2, contentHash: '0' } as WrittenOutput

const job: JobReport = {
  report: {
    columns: [{ name: 'day', source: 'day', type: { name: 'date' }, format: '%d.%m.%Y', nullable: true }],
    inferred: true,
    dialect,
    rowsParsed: 2,
    rowsWritten: 1,
    rowsRejected: 1,
    bytesRead: 9,
    bytesParsed: 9,
    outputs: [output],
    rejects: [data],
    rejectFiles: { rows: output, reasons: output },
    warnings: [],
  },
  outputs: [{ name: 'a.parquet', output }],
  rejectFiles: { rows: 'a.rejects.csv', reasons: 'a.rejects.ndjson' },
}

it('has all the fields that docs/cli.md describes, and no others', async () => {
  const converted = reportLine({ outcome: 'converted', source: 'a.csv', seconds: 1, job })
  const failed = reportLine({ outcome: 'failed', source: 'a.csv', seconds: 1, failure: new Failure(data) })
  const printed = [converted, failed].flatMap(line => keysIn(JSON.parse(line)))
  expect([...new Set(printed)].sort()).toEqual([...new Set(await describedFields())].sort())
})

/** At any depth. */
function keysIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const keys = Array.isArray(value) ? [] : Object.keys(value)
  return [...keys, ...Object.values(value).flatMap(keysIn)]
}

/** What stands in backticks in the rows of the table, but for the values of `outcome`. */
async function describedFields(): Promise<string[]> {
  const [, section = ''] = (await cliReference()).split('### The report')
  const [table = ''] = section.split('\n## ')
  const rows = table.split('\n').filter(line => line.startsWith('| `'))
  return rows.flatMap(row => [...row.matchAll(/`(\w+)`/g)].map(([, name]) => name!)).filter(name => !['converted', 'failed'].includes(name))
}
