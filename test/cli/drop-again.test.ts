// `parquetry drop --wait` of what was there before, and went: the ledger's entry of the earlier drop is not the answer.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as elapsed } from 'node:timers/promises'
import { type LocalInstance, startLocalInstance } from '../../src/local/local-instance.ts'
import { advanceLedger, type LedgerPosition, readLedger } from '../../src/pipeline/ledger.ts'
import { runParquetry, useTemporaryFolder } from './run-parquetry.ts'

const folder = useTemporaryFolder()
let instance: LocalInstance

beforeEach(async () => {
  writeFileSync(
    join(folder.path, 'del.yaml'),
    'dataset: del\nmatch: del/*.csv\nonSourceDelete: remove\nonBadRow: reject\ncolumns:\n  - { name: id, type: int }\n',
  )
  instance = await startLocalInstance({ port: 0, schemasFolder: folder.path, environment: {}, onEvent: () => {} })
})
afterEach(() => instance.stop())

/** What becomes of a file with this content. */
async function drop(name: string, content: string, ...options: string[]): Promise<string> {
  writeFileSync(join(folder.path, name), content)
  const args = ['drop', name, '--to', 'del', '--wait', '--json', ...options]
  const { code, stdout } = await runParquetry(args, { cwd: folder.path, env: instance.environment })
  const { state, note } = JSON.parse(stdout) as { state: string; note?: string }
  return `${code} ${state}${note === undefined ? '' : `: ${note}`}`
}

async function untilRemoved(key: string): Promise<LedgerPosition> {
  for (;;) {
    const position = await readLedger(instance.pipeline, key)
    if (position.entry?.state === 'removed' && position.entry.strays.length === 0) return position
    await elapsed(20)
  }
}

it('waits for a file that was deleted with its rows, and comes again as it was', async () => {
  expect(await drop('my.csv', 'id\n1\n')).toBe('0 converted')
  await instance.pipeline.store.delete('incoming/del/my.csv')
  await untilRemoved('incoming/del/my.csv')
  expect(await drop('my.csv', 'id\n1\n')).toBe('0 converted')
})

describe('corrected rows that went with the version they correct', () => {
  const fix = 'my.csv.rows.csv'

  beforeEach(async () => {
    expect(await drop('my.csv', 'id\n1\nx\n')).toMatch(/^0 converted/)
    expect(await drop(fix, 'id\n2\n', '--fix')).toBe('0 converted')
  })

  it('are waited for where they correct what is rejected now', async () => {
    expect(await drop('my.csv', 'id\n3\ny\n')).toMatch(/^0 converted/)
    await untilRemoved(`fix/del/${fix}`)
    const { lastModified } = (await instance.pipeline.store.head(`rejects/del/${fix}`))!
    while (Date.now() < lastModified.getTime() + 1000) await elapsed(20) // stores tell times in seconds
    expect(await drop(fix, 'id\n2\n', '--fix')).toBe('0 converted')
  })

  it('are told to be left alone where they may be a late event of their first drop', async () => {
    expect(await drop('my.csv', 'id\n3\n')).toBe('0 converted')
    const { entry, etag } = await untilRemoved(`fix/del/${fix}`)
    const later = new Date(Date.now() + 60_000).toISOString() // stores tell times in seconds, and clocks differ
    await advanceLedger(instance.pipeline, { entry, etag }, { ...entry!, finishedAt: later })
    expect(await drop(fix, 'id\n2\n', '--fix')).toBe('1 ignored: incoming/del/my.csv has no rejected rows now')
  })

  it('are refused where nothing is rejected now', async () => {
    expect(await drop('my.csv', 'id\n3\n')).toBe('0 converted')
    const { entry } = await untilRemoved(`fix/del/${fix}`)
    while (Date.now() < Date.parse(entry!.finishedAt) + 1000) await elapsed(20)
    expect(await drop(fix, 'id\n2\n', '--fix')).toMatch(/^1 failed: .*incoming\/del\/my.csv has no rejected rows now/)
  })
})
