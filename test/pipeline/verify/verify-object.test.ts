// Verifying with the real engine: what it says when all is well, and what of each thing that can go wrong.

import { convert } from '../../../src/convert/convert.ts'
import { chunkPlaces } from '../../../src/parquet/read/checked-pages.ts'
import { readMetadata } from '../../../src/parquet/read/read-metadata.ts'
import type { PipelineConfig } from '../../../src/pipeline/pipeline-config.ts'
import { ledgerKey } from '../../../src/pipeline/route-key.ts'
import { verifyObject } from '../../../src/pipeline/verify/verify-object.ts'
import { readDatasetFile } from '../../../src/schema/dataset-file.ts'
import { inMemory } from '../../parquet/read/rebuilt-file.ts'
import { deliverAll, ledgerEntry, makeWorld, objectKeys, s3Message, type World } from '../test-pipeline.ts'

const key = 'incoming/a.csv'
const output = 'parquet/a.parquet'
const csv = 'id,name\n1,one\n2,"two, quoted"\n3,\n'

async function converted(content = csv, config: Partial<PipelineConfig> = {}, name = key): Promise<World> {
  const world = makeWorld(config)
  world.pipeline.convert = convert
  await put(world, name, content)
  return world
}

async function put(world: World, name: string, content: string): Promise<void> {
  await world.store.put(name, Buffer.from(content))
  await world.queue.send(s3Message(name))
  await deliverAll(world)
}

const verify = (world: World, name = key) => verifyObject(world.pipeline, name)

/** The output, its bytes changed, as if nobody had noticed: etag and metadata stay. */
function tamper(world: World, change: (bytes: Uint8Array) => Uint8Array): void {
  const object = world.store.objects.get(output)!
  object.bytes = change(object.bytes.slice())
}

it('says that what is published is what the source converts to, and changes nothing', async () => {
  const world = await converted()
  const before = new Map(world.store.objects)
  const { outputs, ...report } = await verify(world)
  expect(report).toEqual({ key, verdict: 'same', notes: [] })
  const { rows, bytes, contentHash } = ledgerEntry(world, key)!.outputs[0]!
  expect(outputs).toEqual([
    {
      key: output,
      kind: 'data',
      verdict: 'same',
      differences: [],
      published: { rows, bytes, contentHash },
      derived: { rows, bytes, contentHash },
    },
  ])
  expect(world.store.objects).toEqual(before)
  expect(world.store.unfinished).toBe(0)
})

it('partitions and reject files, too', async () => {
  const columns = 'columns: [{ name: day, type: date }, { name: amount, type: int }]'
  const dataset = readDatasetFile(`dataset: s\nmatch: "**"\n${columns}\npartitionBy: [day]\nonBadRow: reject\n`, 's.yaml')
  const world = await converted('day,amount\n2026-01-30,1\n2026-01-31,2\n2026-01-31,many\n', { datasets: [dataset] })
  expect((await verify(world)).outputs.map(({ key: name, kind, verdict }) => `${name} ${kind} ${verdict}`)).toEqual([
    'parquet/day=2026-01-30/a.parquet data same',
    'parquet/day=2026-01-31/a.parquet data same',
    'rejects/a.csv.reasons.ndjson rejects same',
    'rejects/a.csv.rows.csv rejects same',
  ])
  await world.store.delete('rejects/a.csv.rows.csv')
  expect(await verify(world)).toMatchObject({ verdict: 'different', outputs: [{}, {}, {}, { verdict: 'gone' }] })
})

it.each([
  [
    'one bit flipped',
    (bytes: Uint8Array) => bytes.with(10, bytes[10]! ^ 1),
    [/^it is no sound Parquet file: row group 0, column "id", page at byte 4: /, /^the first difference lies in bytes 0 to \d+$/],
  ],
  [
    'cut off',
    (bytes: Uint8Array) => bytes.subarray(0, 100),
    [/^it is no sound Parquet file: it does not end with PAR1$/, /^100 bytes lie there, \d+ come out now$/, /^the first difference/],
  ],
])('tells of a file with %s', async (_, change, sentences) => {
  const world = await converted()
  tamper(world, change as (bytes: Uint8Array) => Uint8Array)
  const report = await verify(world)
  expect(report).toMatchObject({ verdict: 'different', outputs: [{ verdict: 'different' }] })
  const { differences } = report.outputs[0]!
  expect(differences).toHaveLength(sentences.length)
  for (const [at, sentence] of sentences.entries()) expect(differences[at]).toMatch(sentence)
})

it('T67: names the page whose checksum is wrong, whichever it is', async () => {
  const world = await converted()
  const sound = world.store.objects.get(output)!.bytes
  const metadata = await readMetadata(inMemory(sound))
  for (const { start, end, leaf } of chunkPlaces(metadata)) {
    tamper(world, () => Uint8Array.from(sound).with(end - 1, sound[end - 1]! ^ 1)) // in the chunk's last page
    const { verdict, outputs } = await verify(world)
    const page = new RegExp(`^it is no sound Parquet file: row group 0, column "${leaf.path}", page at byte (\\d+): its checksum is wrong$`)
    expect(verdict).toBe('different')
    expect(outputs[0]!.differences[0]).toMatch(page)
    const at = Number(page.exec(outputs[0]!.differences[0]!)![1])
    expect(at).toBeGreaterThanOrEqual(start)
    expect(at).toBeLessThan(end)
  }
})

it('tells of rows that are not those of the source', async () => {
  const world = await converted()
  const place = ledgerKey(world.pipeline.config, key)
  const entry = ledgerEntry(world, key)!
  const outputs = [{ ...entry.outputs[0]!, rows: 2, contentHash: '0123456789abcdef' }]
  await world.store.put(place, Buffer.from(JSON.stringify({ ...entry, outputs })))
  const { outputs: verdicts } = await verify(world)
  expect(verdicts[0]!.differences).toEqual([
    '2 rows were published, 3 come out now',
    expect.stringMatching(/^the rows are others: content hash 0123456789abcdef, now [0-9a-f]{16}$/),
  ])
})

it('tells of an output that is gone, that somebody replaced, and that should not be there', async () => {
  const world = await converted()
  await world.store.put(output, Buffer.from('other'))
  expect((await verify(world)).outputs[0]!.differences).toContain('somebody has replaced it since it was published')
  await world.store.delete(output)
  expect((await verify(world)).outputs).toMatchObject([{ verdict: 'gone', differences: ['it is not there'] }])
  const other = await converted()
  const entry = ledgerEntry(other, key)!
  await other.store.put('parquet/more.parquet', Buffer.from('x'))
  const outputs = [...entry.outputs, { ...entry.outputs[0]!, key: 'parquet/more.parquet' }]
  await other.store.put(ledgerKey(other.pipeline.config, key), Buffer.from(JSON.stringify({ ...entry, outputs })))
  expect((await verify(other)).outputs).toMatchObject([{ verdict: 'same' }, { key: 'parquet/more.parquet', verdict: 'unexpected' }])
})

it('names another configuration as the cause', async () => {
  const world = await converted()
  world.pipeline.config = { ...world.pipeline.config, datasets: [readDatasetFile('dataset: s\nmatch: "**"\ncodec: snappy\n', 's.yaml')] }
  const { notes, outputs } = await verify(world)
  expect(notes).toEqual([expect.stringContaining('its dataset file has changed since')])
  expect(outputs[0]!.differences.at(-1)).toMatch(/^the rows are the same/)
})

it('finds the source in the archive', async () => {
  const world = await converted(csv, { afterConvert: 'archive' })
  expect(objectKeys(world, 'incoming/')).toEqual([])
  expect(await verify(world)).toMatchObject({ verdict: 'same' })
})

it('knows outputs by the version that they name, where the same content was dropped again', async () => {
  const world = await converted()
  await put(world, key, csv)
  expect(await verify(world)).toMatchObject({ verdict: 'same' })
})

describe('cannot be verified', () => {
  it.each<[string, (world: World) => Promise<unknown>, string]>([
    ['what was never converted', world => world.store.delete(ledgerKey(world.pipeline.config, key)), 'the ledger does not know it'],
    ['what failed', world => put(world, key, 'a,b\n1\n'), 'its last version failed, so nothing of it is published'],
    ['what was deleted', world => world.store.delete(key), 'the source that it was converted from is gone'],
    ['what has changed', world => world.store.put(key, Buffer.from('other')), 'another version lies there'],
  ])('%s', async (_, change, reason) => {
    const world = await converted()
    await change(world)
    expect(await verify(world)).toMatchObject({ verdict: 'unverifiable', reason: expect.stringContaining(reason), outputs: [] })
  })
})
