import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EmbeddedAws, startEmbeddedAws } from '../../src/local/embedded-aws.ts'
import { type LocalEvent, type LocalInstance, startLocalInstance } from '../../src/local/local-instance.ts'
import { objectEventMessage } from '../../src/local/object-event-message.ts'
import type { Outcome } from '../../src/pipeline/outcome.ts'
import { s3Client } from '../../src/store/s3-client.ts'
import { s3Store } from '../../src/store/s3-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'parquetry-local-'))
const running: LocalInstance[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map(instance => instance.stop()))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** An instance and the outcomes as they come: `await outcome()` gives the next one. */
async function start(dataFolder?: string) {
  const outcomes: Outcome[] = []
  const waiting: ((outcome: Outcome) => void)[] = []
  const onEvent = (event: LocalEvent) => {
    if (event.kind !== 'outcome') return
    const next = waiting.shift()
    if (next) next(event.outcome)
    else outcomes.push(event.outcome)
  }
  const instance = await startLocalInstance({ port: 0, dataFolder, schemasFolder: 'schemas', environment: {}, onEvent })
  running.push(instance)
  const outcome = async (): Promise<Outcome> => outcomes.shift() ?? (await new Promise<Outcome>(resolve => waiting.push(resolve)))
  return { instance, outcome, store: instance.pipeline.store }
}

function storeOf({ endpoint }: EmbeddedAws) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  return s3Store({ client: s3Client({ endpoint, region: 'us-east-1', credentials }), bucket: 'parquetry' })
}

const bytes = (text: string) => new TextEncoder().encode(text)

describe('a local instance', () => {
  it('hears of what is dropped under the input prefix, and of nothing else', async () => {
    const { store, outcome } = await start()
    await store.put('elsewhere/a.csv', bytes('a\n1\n'))
    await store.put('incoming/a b+c.md', bytes('no CSV'))
    expect(await outcome()).toMatchObject({ state: 'ignored', key: 'incoming/a b+c.md' })
  })

  it('looks at start for sources that nobody has heard of', async () => {
    const data = join(folder, 'unheard')
    const aws = await startEmbeddedAws({ port: 0, dataFolder: data })
    aws.createBucket('parquetry')
    await storeOf(aws).put('incoming/a.csv', bytes('a,b\n1,2\n')) // nothing is notified yet
    await aws.close()
    const { outcome } = await start(data)
    expect(await outcome()).toMatchObject({ state: 'converted', key: 'incoming/a.csv', entry: { rows: { written: 1 } } })
  })

  it('converts at start what lost its output while it was down', async () => {
    const data = join(folder, 'lost-output')
    const first = await start(data)
    await first.store.put('incoming/a.csv', bytes('a,b\n1,2\n'))
    expect(await first.outcome()).toMatchObject({ state: 'converted' })
    await first.instance.stop()
    running.splice(0)
    const aws = await startEmbeddedAws({ port: 0, dataFolder: data })
    await storeOf(aws).delete('parquet/a.parquet')
    await aws.close()
    const { outcome, store } = await start(data)
    expect(await outcome()).toMatchObject({ state: 'converted', key: 'incoming/a.csv' })
    expect(await store.head('parquet/a.parquet')).toBeDefined()
  })

  it('sends no second message about a source that waits in the queue', async () => {
    const data = join(folder, 'waiting')
    const aws = await startEmbeddedAws({ port: 0, dataFolder: data })
    aws.createBucket('parquetry')
    aws.createQueue('parquetry', {})
    aws.onObjectChange(change =>
      aws.sendMessage('parquetry', objectEventMessage(change, { region: 'us-east-1', time: new Date(0), sequencer: '1' })),
    )
    await storeOf(aws).put('incoming/a b.csv', bytes('a,b\n1,2\n'))
    await aws.close()
    const { instance, outcome } = await start(data)
    expect(await outcome()).toMatchObject({ state: 'converted', key: 'incoming/a b.csv' })
    expect(await instance.pipeline.queue.depth()).toMatchObject({ waiting: 0 })
  })

  it('is described by the environment that its own pipeline was made from', async () => {
    const { instance } = await start()
    expect(instance.environment).toMatchObject({
      AWS_ENDPOINT_URL: instance.endpoint,
      PARQUETRY_ENDPOINT: instance.endpoint,
      PARQUETRY_BUCKET: 'parquetry',
      PARQUETRY_QUEUE_URL: expect.stringContaining(instance.endpoint),
      PARQUETRY_DLQ_URL: expect.stringContaining(instance.endpoint),
    })
  })
})
