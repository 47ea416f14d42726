import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fauxqsParts } from '../../src/local/fauxqs-parts.ts'
import { makeTransactional, moveToDeadLettersAtomically } from '../../src/local/fauxqs-repairs.ts'

const folder = mkdtempSync(join(tmpdir(), 'parquetry-repairs-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('a message on its way to the dead-letter queue', () => {
  it('is still in its own queue when the move is broken off half-way', async () => {
    const parts = await fauxqsParts()
    const persistence = parts.openPersistence(folder)
    const { sqsStore } = parts.createStores()
    sqsStore.persistence = persistence
    const atomically = makeTransactional(persistence)
    const dead = sqsStore.createQueue('dead', 'http://localhost/0/dead', 'arn:dead')
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: 'arn:dead', maxReceiveCount: 0 })
    const queue = sqsStore.createQueue('queue', 'http://localhost/0/queue', 'arn:queue', { RedrivePolicy })
    moveToDeadLettersAtomically(queue, atomically)

    queue.enqueue(parts.createMessage('poison'))
    dead.enqueue = () => {
      throw new Error('as if killed here')
    }
    expect(() => queue.dequeue(1, undefined, () => dead)).toThrow('as if killed here')
    persistence.close()

    const reopened = parts.openPersistence(folder)
    const after = parts.createStores()
    reopened.load(after.sqsStore, after.snsStore, after.s3Store)
    expect(after.sqsStore.inspectQueue('queue')?.messages.ready).toMatchObject([{ body: 'poison' }])
    reopened.close()
  })
})
