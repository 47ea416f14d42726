// The pipeline with the real engine: what the contract between the two promises, on real bytes.

import { gzipSync, zstdCompressSync } from 'node:zlib'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { convert } from '../../src/convert/convert.ts'
import type { Outcome } from '../../src/pipeline/outcome.ts'
import type { PipelineConfig } from '../../src/pipeline/pipeline-config.ts'
import { readDatasetFile } from '../../src/schema/dataset-file.ts'
import { deliver, ledgerEntry, makeWorld, objectKeys, s3Message, textOf, type World } from './test-pipeline.ts'

function makeEngineWorld(config: Partial<PipelineConfig> = {}): World {
  const world = makeWorld(config)
  world.pipeline.convert = convert
  return world
}

async function convertOne(world: World, key: string, content: string | Buffer): Promise<Outcome> {
  await world.store.put(key, Buffer.from(content))
  await world.queue.send(s3Message(key))
  return (await deliver(world))[0]!
}

function fileOf({ store }: World, key: string): ArrayBuffer {
  return new Uint8Array(store.objects.get(key)!.bytes).buffer
}

const readRows = (world: World, key: string) => parquetReadObjects({ file: fileOf(world, key), compressors })

const csv = 'id,name,amount\n1,one,1.50\n2,"two, quoted",2.25\n3,,3.00\n'

it.each([
  ['incoming/a.csv', Buffer.from(csv)],
  ['incoming/a.csv.gz', gzipSync(csv)],
  ['incoming/a.csv.zst', zstdCompressSync(csv)],
  ['incoming/a.tsv', Buffer.from('id\tname\tamount\n1\tone\t1.50\n2\ttwo, quoted\t2.25\n3\t\t3.00\n')],
])('%s becomes rows', async (key, content) => {
  const world = makeEngineWorld()
  expect(await convertOne(world, key, content)).toMatchObject({
    state: 'converted',
    entry: { rows: { parsed: 3, written: 3, rejected: 0 } },
  })
  const rows = await readRows(world, 'parquet/a.parquet')
  expect(rows.map(({ name }) => name)).toEqual(['one', 'two, quoted', null])
})

it('a file of old Excel that nobody described becomes rows, and the ledger says what it was taken for', async () => {
  const world = makeEngineWorld()
  const content = Buffer.from('ort;am\r\nK\xf6ln;31.12.2026\r\nBonn;01.02.2026\r\n', 'latin1')
  expect(await convertOne(world, 'incoming/a.csv', content)).toMatchObject({
    state: 'converted',
    entry: { warnings: [expect.stringContaining('windows-1252')] },
  })
  expect(await readRows(world, 'parquet/a.parquet')).toEqual([
    { ort: 'Köln', am: new Date('2026-12-31') },
    { ort: 'Bonn', am: new Date('2026-02-01') },
  ])
})

it('one in an encoding that cannot be told is refused, and the report says what to declare', async () => {
  const world = makeEngineWorld()
  const content = Buffer.from('stadt;datum\n\xcc\xee\xf1\xea\xe2\xe0;1\n\xca\xe8\xe5\xe2;2\n', 'latin1')
  expect(await convertOne(world, 'incoming/a.csv', content)).toMatchObject({ state: 'failed' })
  expect(objectKeys(world)).toContain('retry/a.csv')
  expect(JSON.stringify(ledgerEntry(world, 'incoming/a.csv'))).toMatch(/SOURCE_ENCODING.*csv\.encoding/)
})

it('the footer says where the rows come from', async () => {
  const world = makeEngineWorld()
  await convertOne(world, 'incoming/a b.csv', csv)
  const { key_value_metadata: pairs = [] } = parquetMetadata(fileOf(world, 'parquet/a b.parquet'))
  const { etag } = world.store.objects.get('incoming/a b.csv')!
  expect(Object.fromEntries(pairs.map(({ key, value }) => [key, value]))).toMatchObject({
    'parquetry.source': 's3://test-bucket/incoming/a b.csv',
    'parquetry.etag': etag,
    'parquetry.config': ledgerEntry(world, 'incoming/a b.csv')!.configHash,
  })
})

it('a second conversion gives the same bytes', async () => {
  const world = makeEngineWorld()
  await convertOne(world, 'incoming/a.csv', csv)
  const first = Buffer.from(world.store.objects.get('parquet/a.parquet')!.bytes)
  await world.store.delete('parquet/a.parquet')
  await world.queue.send(s3Message('incoming/a.csv'))
  await deliver(world)
  expect(first.equals(world.store.objects.get('parquet/a.parquet')!.bytes)).toBe(true)
})

it('partitions and rejects go where they belong, and the ledger knows them', async () => {
  const dataset = readDatasetFile(
    [
      'dataset: sales',
      'match: sales/**',
      'columns:',
      '  - { name: day, type: date }',
      '  - { name: amount, type: int }',
      'partitionBy: [day]',
      'onBadRow: reject',
    ].join('\n'),
    'sales.yaml',
  )
  const world = makeEngineWorld({ datasets: [dataset] })
  const outcome = await convertOne(
    world,
    'incoming/sales/eu/a.csv',
    'day,amount\n2026-01-30,1\n2026-01-31,2\n2026-01-31,many\n2026-01-31,3\n',
  )
  expect(outcome).toMatchObject({
    state: 'converted',
    entry: {
      dataset: 'sales',
      rows: { parsed: 4, written: 3, rejected: 1 },
      outputs: expect.arrayContaining([
        expect.objectContaining({ key: 'parquet/sales/day=2026-01-30/eu/a.parquet', rows: 1 }),
        expect.objectContaining({ key: 'parquet/sales/day=2026-01-31/eu/a.parquet', rows: 2 }),
      ]),
      rejectFiles: ['rejects/sales/eu/a.csv.rows.csv', 'rejects/sales/eu/a.csv.reasons.ndjson'],
    },
  })
  expect((await readRows(world, 'parquet/sales/day=2026-01-31/eu/a.parquet')).map(({ amount }) => amount)).toEqual([2, 3])
  expect(textOf(world, 'rejects/sales/eu/a.csv.rows.csv')).toBe('day,amount\n2026-01-31,many\n')
  expect(JSON.parse(textOf(world, 'rejects/sales/eu/a.csv.reasons.ndjson'))).toMatchObject({
    code: 'VALUE_INVALID',
    line: 4,
    value: 'many',
  })
  expect(world.store.unfinished).toBe(0)
})

it('a file with a header alone becomes a file without rows', async () => {
  const world = makeEngineWorld()
  expect(await convertOne(world, 'incoming/a.csv', 'id,name\n')).toMatchObject({
    state: 'converted',
    entry: { rows: { parsed: 0, written: 0 } },
  })
  expect(await readRows(world, 'parquet/a.parquet')).toEqual([])
})

it.each([
  ['an empty file', 'a.csv', Buffer.alloc(0), 'SOURCE_EMPTY'],
  ['a truncated gzip', 'a.csv.gz', gzipSync(csv.repeat(1000)).subarray(0, 60), 'SOURCE_TRUNCATED'],
  ['a truncated zstd', 'a.csv.zst', zstdCompressSync(csv.repeat(1000)).subarray(0, 40), 'SOURCE_TRUNCATED'],
  ['an open quote', 'a.csv', Buffer.from('a,b\n1,"two\n3,4\n'), 'QUOTE_UNTERMINATED'],
  ['a ragged row', 'a.csv', Buffer.from('a,b\n1,2\n3\n'), 'RECORD_TOO_SHORT'],
  ['Parquet', 'a.csv', Buffer.from('PAR1\u0015\u0004\u0000\u0000PAR1'), 'SOURCE_NOT_CSV'],
  ['UTF-16 that is cut in a character', 'a.csv', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le').subarray(0, -1), 'SOURCE_ENCODING'],
] as const)('%s fails for good, and nothing of it is published', async (_, name, content, code) => {
  const world = makeEngineWorld()
  expect(await convertOne(world, `incoming/${name}`, Buffer.from(content))).toMatchObject({ state: 'failed', failure: { code } })
  expect(objectKeys(world, 'parquet/')).toEqual([])
  expect(objectKeys(world, 'retry/')).toEqual([`retry/${name}`, `retry/${name}.error.json`])
  expect(world.store.unfinished).toBe(0)
})

it('a conversion that is out of time is tried again', async () => {
  const world = makeEngineWorld()
  const { pipeline } = world
  world.pipeline.convert = request => convert({ ...request, signal: AbortSignal.abort(new DOMException('too late', 'TimeoutError')) })
  expect(await convertOne({ ...world, pipeline }, 'incoming/a.csv', csv)).toMatchObject({
    state: 'postponed',
    failure: { code: 'TIMEOUT' },
  })
  expect(world.store.unfinished).toBe(0)
})

it('rejected rows, corrected in the file that holds them and dropped again, are all that was missing', async () => {
  const dataset = readDatasetFile(
    `dataset: sales
match: sales/*.csv.gz
csv: { delimiter: ";", comment: "#" }
columns:
  - { name: id, type: int, nullable: false }
  - { name: note, type: string }
  - { name: day, type: date }
partitionBy: day
onBadRow: reject`,
    'sales.yaml',
  )
  const world = makeEngineWorld({ datasets: [dataset] })
  const lines = [
    'id;note;day',
    '1;"one; two";2026-01-01',
    '# a remark',
    'x;"bad\nid";2026-01-02',
    '3;bad day;2026-02-30',
    '4;fine;2026-01-02',
  ]
  expect(await convertOne(world, 'incoming/sales/a.csv.gz', gzipSync(lines.join('\r\n')))).toMatchObject({
    state: 'converted',
    entry: { rows: { parsed: 4, written: 2, rejected: 2 } },
  })
  const rejected = textOf(world, 'rejects/sales/a.csv.gz.rows.csv')
  expect(rejected).toBe('id;note;day\r\nx;"bad\nid";2026-01-02\r\n3;bad day;2026-02-30\r\n')
  const corrected = rejected.replace('x;', '2;').replace('2026-02-30', '2026-01-01')
  expect(await convertOne(world, 'fix/sales/a.csv.gz.rows.csv', corrected)).toMatchObject({
    state: 'converted',
    entry: { rows: { parsed: 2, written: 2, rejected: 0 } },
  })
  const rows = await Promise.all(objectKeys(world, 'parquet/').map(key => readRows(world, key)))
  const sorted = rows.flat().sort((a, b) => Number(a.id) - Number(b.id))
  expect(sorted.map(({ id, note }) => [id, note])).toEqual([
    [1, 'one; two'],
    [2, 'bad\nid'],
    [3, 'bad day'],
    [4, 'fine'],
  ])
  expect(objectKeys(world, 'parquet/')).toEqual([
    'parquet/sales/day=2026-01-01/a.csv.gz.rows.parquet',
    'parquet/sales/day=2026-01-01/a.parquet',
    'parquet/sales/day=2026-01-02/a.csv.gz.rows.parquet',
    'parquet/sales/day=2026-01-02/a.parquet',
  ])
})
