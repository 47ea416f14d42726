// Files that wait for their ready marker, as `parquetry status` and `parquetry history` show them.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LocalInstance, startLocalInstance } from '../../src/local/local-instance.ts'
import { runParquetry, useTemporaryFolder } from './run-parquetry.ts'

const folder = useTemporaryFolder()
let instance: LocalInstance | undefined
afterEach(() => instance?.stop())

it('status and history show what waits, and for which marker', async () => {
  writeFileSync(
    join(folder.path, 'sales.yaml'),
    'dataset: sales\nmatch: sales/**\nreadyMarker: _SUCCESS\ncolumns:\n  - { name: id, type: int }\n',
  )
  const unready = Promise.withResolvers<void>()
  instance = await startLocalInstance({
    port: 0,
    schemasFolder: folder.path,
    environment: {},
    onEvent: event => event.kind === 'outcome' && event.outcome.state === 'unready' && unready.resolve(),
  })
  await instance.pipeline.store.put('incoming/sales/a.csv', Buffer.from('id\n1\n'))
  await unready.promise
  const run = (...args: string[]) => runParquetry(args, { env: instance!.environment })
  const status = await run('status')
  expect(status.stdout).toMatch(/sales\/a\.csv +· unready.*waiting for _SUCCESS since \d{4}-.*for a marker {2}1 file waiting\n/s)
  expect(JSON.parse((await run('status', '--json')).stdout).waiting).toMatchObject({ count: 1, sources: [{ marker: '_SUCCESS' }] })
  expect((await run('history')).stdout).toMatch(/waiting {5}sales\/a\.csv\n {2}for _SUCCESS\n$/)
  expect(JSON.parse((await run('history', '--state', 'waiting', '--json')).stdout)).toMatchObject({
    key: 'incoming/sales/a.csv',
    state: 'waiting',
    marker: '_SUCCESS',
    size: 5,
  })
})
