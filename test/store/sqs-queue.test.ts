import { type FauxqsServer, startFauxqs } from 'fauxqs'
import type { MessageQueue } from '../../src/store/message-queue.ts'
import { sqsClient } from '../../src/store/s3-client.ts'
import { sqsQueue } from '../../src/store/sqs-queue.ts'

const access = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }

let server: FauxqsServer
let made = 0

beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false })
})
afterAll(() => server.stop())

function newQueue(): MessageQueue {
  const { queueName } = server.createQueue(`queue-${++made}`)
  return sqsQueue(sqsClient({ ...access, endpoint: server.address }), `${server.address}/000000000000/${queueName}`)
}

const now = { visibilitySeconds: 60, waitSeconds: 0 }

describe('the SQS queue', () => {
  it('brings a message with its attributes, and counts its deliveries', async () => {
    const queue = newQueue()
    await queue.send('{"a":"ä"}', { 'parquetry.code': 'VALUE_INVALID', 'parquetry.key': 'in/日本.csv' })
    const [first] = await queue.receive(now)
    expect(first).toMatchObject({
      body: '{"a":"ä"}',
      receiveCount: 1,
      attributes: { 'parquetry.code': 'VALUE_INVALID', 'parquetry.key': 'in/日本.csv' },
    })
    await queue.changeVisibility(first!.receipt, 0)
    const [second] = await queue.receive(now)
    expect(second).toMatchObject({ id: first!.id, receiveCount: 2 })
  })

  it('hides what was received, and forgets what was deleted', async () => {
    const queue = newQueue()
    await queue.send('one')
    await queue.send('two')
    const messages = await queue.receive(now)
    expect(messages.map(({ body }) => body).sort()).toEqual(['one', 'two'])
    expect(await queue.receive(now)).toEqual([])
    expect(await queue.depth()).toEqual({ waiting: 0, inFlight: 2, delayed: 0 })
    for (const { receipt } of messages) await queue.delete(receipt)
    expect(await queue.depth()).toEqual({ waiting: 0, inFlight: 0, delayed: 0 })
  })

  it('takes many messages in batches', async () => {
    const queue = newQueue()
    const bodies = Array.from({ length: 23 }, (_, index) => `body ${index}`)
    await queue.sendAll(bodies)
    const received: string[] = []
    for (let round = 0; round < 5; round++) received.push(...(await queue.receive(now)).map(({ body }) => body))
    expect(received.sort()).toEqual(bodies.sort())
    await queue.sendAll([])
    expect(await queue.depth()).toMatchObject({ waiting: 0 })
  })

  it('says when there is no such queue', async () => {
    const queue = sqsQueue(sqsClient({ ...access, endpoint: server.address }), `${server.address}/000000000000/nothing`)
    await expect(queue.send('x')).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    await expect(queue.receive(now)).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })
})
