import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { SQSEvent } from 'aws-lambda'
import { type EmbeddedAws, startEmbeddedAws } from '../../src/local/embedded-aws.ts'
import { type MappingOptions, startEventSourceMapping } from '../../src/local/event-source-mapping.ts'

describe('the event source mapping', () => {
  let aws: EmbeddedAws
  let client: SQSClient
  let queueUrl: string
  beforeEach(async () => {
    aws = await startEmbeddedAws({ port: 0 })
    client = new SQSClient({ endpoint: aws.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
    queueUrl = aws.createQueue('queue', {})
  })
  afterEach(() => aws.close())

  const start = (handler: MappingOptions['handler'], more: Partial<MappingOptions> = {}) =>
    startEventSourceMapping({
      client,
      queueUrl,
      source: { arn: aws.queueArn('queue'), region: 'us-east-1' },
      handler,
      onError: () => {},
      batchSize: 10,
      concurrency: 1,
      visibilitySeconds: 1,
      ...more,
    })
  const send = (MessageBody: string) => client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }))
  const bodies = (event: SQSEvent) => event.Records.map(({ body }) => body)
  const left = async () => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 }),
    )
    return Messages.map(({ Body }) => Body)
  }

  it('deletes what succeeded and delivers the rest again', async () => {
    const batches: string[][] = []
    for (const body of ['good', 'bad', 'fine']) await send(body)
    const twice = Promise.withResolvers<void>()
    const mapping = start(async event => {
      batches.push(bodies(event).sort())
      if (batches.length === 2) twice.resolve()
      const failed = batches.length === 1 ? event.Records.filter(({ body }) => body === 'bad') : []
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) }
    })
    await twice.promise
    await mapping.stop(5000)
    expect(batches).toEqual([['bad', 'fine', 'good'], ['bad']])
    expect(await left()).toEqual([])
  })

  it('deletes nothing when the handler throws, and says so', async () => {
    await send('one')
    const error = Promise.withResolvers<Error>()
    const mapping = start(async () => Promise.reject(new Error('out of order')), { onError: error.resolve })
    expect((await error.promise).message).toBe('out of order')
    await mapping.stop(5000)
    expect(await left()).toEqual(['one'])
  })

  it('finishes the batch that runs when it is stopped', async () => {
    await send('slow')
    const begun = Promise.withResolvers<void>()
    const done: string[] = []
    const mapping = start(async event => {
      begun.resolve()
      await new Promise(resolve => setTimeout(resolve, 200))
      done.push(...bodies(event))
    })
    await begun.promise
    await mapping.stop(5000)
    expect(done).toEqual(['slow'])
    expect(await left()).toEqual([])
  })

  it('keeps a message hidden for as long as its handler runs', async () => {
    await send('long')
    const received: string[] = []
    const finished = Promise.withResolvers<void>()
    const handler = async (event: SQSEvent) => {
      received.push(...bodies(event))
      await new Promise(resolve => setTimeout(resolve, 3500))
      finished.resolve()
    }
    const mapping = start(handler, { concurrency: 2, visibilitySeconds: 3 })
    await finished.promise
    await mapping.stop(5000)
    expect(received).toEqual(['long'])
  })
})
