import { missingEvents } from '../../src/local/missing-events.ts'
import type { LedgerEntry } from '../../src/pipeline/ledger-entry.ts'
import { defaultPipelineConfig } from '../../src/pipeline/pipeline-config.ts'

const config = { ...defaultPipelineConfig, bucket: 'bucket' }
const source = (key: string, etag: string) => ({ key, etag, size: 1, lastModified: new Date(0), metadata: {} })
const entry = (key: string, etag: string, state: LedgerEntry['state'] = 'done'): LedgerEntry => ({
  format: 2,
  state,
  source: { bucket: 'bucket', key, etag, size: 1 },
  outputs: [],
  rejectFiles: [],
  strays: [],
  finishedAt: '2026-01-31T00:00:00.000Z',
})

describe('the sources without an event', () => {
  it('are those the ledger does not know', () => {
    expect(missingEvents(config, [source('incoming/a.csv', '1'), source('incoming/b.csv', '2')], [entry('incoming/a.csv', '1')])).toEqual([
      'incoming/b.csv',
    ])
  })

  it('are those whose content changed since, or whose conversion was broken off or failed', () => {
    const sources = ['a', 'b', 'c'].map(name => source(`incoming/${name}.csv`, 'new'))
    const ledger = [entry('incoming/a.csv', 'old'), entry('incoming/b.csv', 'new', 'publishing'), entry('incoming/c.csv', 'new', 'failed')]
    expect(missingEvents(config, sources, ledger)).toEqual(['incoming/a.csv', 'incoming/b.csv', 'incoming/c.csv'])
  })

  it('are none where nothing is a source', () => {
    expect(missingEvents(config, [source('incoming/', '1'), source('incoming/notes.md', '2'), source('incoming/_x.csv', '3')], [])).toEqual(
      [],
    )
  })
})
