// The scheduled handler: what it logs, counts and tells people.

import { jest } from '@jest/globals'
import { type FauxqsServer, startFauxqs } from 'fauxqs'
import { countReconcile } from '../../handlers/count-reconcile.ts'
import { createReconcileHandler } from '../../handlers/create-reconcile-handler.ts'
import { reconcile } from '../../src/pipeline/reconcile/reconcile.ts'
import { sqsClient } from '../../src/store/s3-client.ts'
import type { AlertTopic } from '../../src/store/sns-topic.ts'
import { snsClient, snsTopic } from '../../src/store/sns-topic.ts'
import { sqsQueue } from '../../src/store/sqs-queue.ts'
import { deliverAll, drop, makeWorld, publishedRows, type World } from '../pipeline/test-pipeline.ts'
import { lambdaContext } from './handler-world.ts'

const silent = { logLevel: 'SILENT', metrics: false } as const

function recordingTopic(): AlertTopic & { messages: { subject: string; text: string }[] } {
  const messages: { subject: string; text: string }[] = []
  return { messages, publish: async (subject, text) => void messages.push({ subject, text }) }
}

async function worldWithTrouble(): Promise<World> {
  const world = makeWorld()
  for (const [name, lines] of [
    ['good', 'one'],
    ['bad\n\u202e', '!bad'],
  ] as const)
    await drop(world, `incoming/${name}.csv`, lines)
  await deliverAll(world)
  await world.store.delete('parquet/good.parquet')
  await world.store.put('incoming/lost.csv', Buffer.from('lost'))
  return world
}

it('has what was lost converted, whatever invoked it, and tells people of the rest once', async () => {
  const world = await worldWithTrouble()
  const topic = recordingTopic()
  const handler = createReconcileHandler(world.pipeline, { ...silent, topic })
  expect(await handler({ 'detail-type': 'Scheduled Event' }, lambdaContext())).toEqual({
    state: 'complete',
    found: { 'never-converted': 1, 'output-gone': 1, 'in-retry': 1 },
  })
  await deliverAll(world)
  expect(publishedRows(world)).toEqual(['lost', 'one'])
  await handler(undefined, lambdaContext())
  expect(topic.messages).toHaveLength(1)
  const { subject, text } = topic.messages[0]!
  expect(subject).toBe('Parquetry: 1 file needs a person')
  expect(text).toContain('  incoming/bad\\u000a\\u202e.csv\n    it waits in the retry prefix\n')
  expect(text).toContain('cannot be read as the type of its column')
  expect(text).toContain('npx parquetry redrive --dry-run')
  expect(text).not.toContain('cell content')
})

it('stops in time and goes on in the next invocation', async () => {
  const world = await worldWithTrouble()
  const handler = createReconcileHandler(world.pipeline, { ...silent, run: { pageKeys: 1 } })
  const states: string[] = []
  while (states.at(-1) !== 'complete') states.push((await handler({}, lambdaContext(59_000))).state)
  expect(states).toEqual(['unfinished', 'unfinished', 'unfinished', 'unfinished', 'complete'])
  await deliverAll(world)
  expect(publishedRows(world)).toEqual(['lost', 'one'])
})

it('fails where it cannot look, so that Lambda counts an error', async () => {
  const world = await worldWithTrouble()
  world.queue.depth = () => Promise.reject(new Error('no queue'))
  await expect(createReconcileHandler(world.pipeline, silent)({}, lambdaContext())).rejects.toThrow('no queue')
})

it('logs a line a finding and one of the whole, as JSON, and writes metrics', async () => {
  const world = await worldWithTrouble()
  const written: string[] = []
  const keep = (...texts: unknown[]) => written.push(texts.join(' ')) > 0
  const spies = (['log', 'info', 'warn', 'error'] as const).map(name => jest.spyOn(console, name).mockImplementation(keep))
  const streams = [process.stdout, process.stderr].map(stream => jest.spyOn(stream, 'write').mockImplementation(keep))
  try {
    await createReconcileHandler(world.pipeline, { logLevel: 'INFO' })({}, lambdaContext())
  } finally {
    for (const spy of [...spies, ...streams]) spy.mockRestore()
  }
  const lines = written.flatMap(text => text.split('\n')).filter(line => line.startsWith('{'))
  const parsed = lines.map(line => JSON.parse(line))
  expect(parsed).toContainEqual(expect.objectContaining({ message: 'missing', key: 'incoming/lost.csv', reason: 'never-converted' }))
  expect(parsed).toContainEqual(expect.objectContaining({ level: 'WARN', message: 'failed', key: 'incoming/bad\\u000a\\u202e.csv' }))
  expect(parsed).toContainEqual(expect.objectContaining({ message: 'reconciled', state: 'complete', requeued: 2, needPerson: 1 }))
  expect(parsed).toContainEqual(
    expect.objectContaining({ OldestUnconverted: expect.any(Number), FoundMissing: 2, FoundFailed: 1, Requeued: 2 }),
  )
  expect(lines.join('')).not.toContain('cell content')
})

it('counts the age of the oldest unconverted object, and nothing of half a run', async () => {
  const world = await worldWithTrouble()
  const result = await reconcile(world.pipeline)
  const metrics = (state: 'complete' | 'unfinished') => {
    const counted = new Map<string, number>()
    countReconcile({ addMetric: (name, _unit, value) => counted.set(name, value) }, { ...result, state }, world.pipeline.clock())
    return counted
  }
  const since = world.store.objects.get('incoming/lost.csv')!.lastModified
  expect(metrics('complete').get('OldestUnconverted')).toBe((world.pipeline.clock().getTime() - since.getTime()) / 1000)
  expect(metrics('unfinished').size).toBe(0)
})

describe('the topic', () => {
  const access = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  let server: FauxqsServer
  beforeAll(async () => {
    server = await startFauxqs({ port: 0, logger: false })
  })
  afterAll(() => server.stop())

  it('passes subject and text on, within the limits of SNS', async () => {
    server.createQueue('people')
    server.createTopic('alerts')
    const topicArn = 'arn:aws:sns:us-east-1:000000000000:alerts'
    server.subscribe({ topic: 'alerts', queue: 'people' })
    const endpoint = server.address
    await snsTopic(snsClient({ ...access, endpoint }), topicArn).publish(`ü\n${'x'.repeat(200)}`, 'line 1\nline 2 ü')
    const [message] = await sqsQueue(sqsClient({ ...access, endpoint }), `${endpoint}/000000000000/people`).receive({
      visibilitySeconds: 60,
      waitSeconds: 1,
    })
    const { Subject, Message } = JSON.parse(message!.body)
    expect(Message).toBe('line 1\nline 2 ü')
    expect(Subject).toMatch(/^\?\?x{97}$/)
  })

  it('says when it is not there', async () => {
    const topic = snsTopic(snsClient({ ...access, endpoint: server.address }), 'arn:aws:sns:us-east-1:000000000000:nothing')
    await expect(topic.publish('s', 't')).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })
})
