import { setTimeout as elapsed, setImmediate as turn } from 'node:timers/promises'
import { jest } from '@jest/globals'
import { createHandler } from '../../handlers/create-handler.ts'
import { startHeartbeat } from '../../handlers/heartbeat.ts'
import { MemoryQueue } from '../pipeline/memory-queue.ts'
import { drop, makeWorld, publishedRows } from '../pipeline/test-pipeline.ts'
import { lambdaContext, sqsEvent } from './handler-world.ts'

describe('the heartbeat', () => {
  it('T39: keeps messages hidden until they are settled, and no later beat changes that', async () => {
    const queue = new MemoryQueue()
    for (const body of ['a', 'b', 'c']) await queue.send(body)
    const messages = await queue.receive({ visibilitySeconds: 10, waitSeconds: 0 })
    const [a, b] = messages
    const heartbeat = startHeartbeat(queue, messages, { everyMs: 2, hiddenSeconds: () => 99.5 })
    await until(() => queue.messages.every(({ visibleAt }) => visibleAt === 100))
    await heartbeat.queue.changeVisibility(a!.receipt, 7)
    await heartbeat.queue.delete(b!.receipt)
    queue.now = 50
    await until(() => queue.messages.some(({ visibleAt }) => visibleAt === 150))
    await heartbeat.stop()
    expect(queue.messages.map(({ body, visibleAt }) => [body, visibleAt])).toEqual([
      ['a', 7],
      ['c', 150],
    ])
    queue.now = 70
    await elapsed(10)
    expect(queue.messages.at(-1)?.visibleAt).toBe(150)
  })

  it('asks for no more than SQS allows, and survives a queue that does not answer', async () => {
    const queue = new MemoryQueue()
    await queue.send('a')
    const messages = await queue.receive({ visibilitySeconds: 10, waitSeconds: 0 })
    const asked: number[] = []
    queue.changeVisibility = (_, seconds) => {
      asked.push(seconds)
      return Promise.reject(new Error('no answer'))
    }
    const heartbeat = startHeartbeat(queue, messages, { everyMs: 2, hiddenSeconds: () => Number.POSITIVE_INFINITY })
    await until(() => asked.length > 1)
    await heartbeat.stop()
    for (const seconds of asked) expect(seconds).toBeLessThan(43_200)
  })

  it('runs while a batch is handled, for as long as the function may live', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] })
    try {
      const world = makeWorld()
      const { convert } = world.pipeline
      world.pipeline.convert = async request => {
        jest.advanceTimersByTime(61_000)
        await until(() => world.queue.messages.every(({ visibleAt }) => visibleAt === 870))
        return await convert(request)
      }
      for (const name of ['a', 'b']) await drop(world, `incoming/${name}.csv`, name)
      const messages = await world.queue.receive({ visibilitySeconds: 5400, waitSeconds: 0 })
      const handler = createHandler(world.pipeline, { logLevel: 'SILENT', metrics: false })
      expect(await handler(sqsEvent(...messages), lambdaContext(840_000))).toEqual({ batchItemFailures: [] })
      expect(publishedRows(world)).toEqual(['a', 'b'])
    } finally {
      jest.useRealTimers()
    }
  })
})

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn()
}
