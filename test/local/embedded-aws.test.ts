import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import {
  ChangeMessageVisibilityCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { type EmbeddedAws, startEmbeddedAws } from '../../src/local/embedded-aws.ts'

const folder = mkdtempSync(join(tmpdir(), 'parquetry-embedded-'))
const running: EmbeddedAws[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map(aws => aws.close()))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function start(dataFolder?: string) {
  const aws = await startEmbeddedAws({ port: 0, dataFolder })
  running.push(aws)
  aws.createBucket('bucket')
  const options = {
    endpoint: aws.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
  }
  return { aws, s3: new S3Client(options), sqs: new SQSClient(options) }
}

const object = (Key: string, Body: string | Uint8Array = 'a\n1\n') => new PutObjectCommand({ Bucket: 'bucket', Key, Body })

describe('the embedded S3 and SQS', () => {
  it('listen on loopback only', async () => {
    const { aws } = await start()
    const { port } = new URL(aws.endpoint)
    const outward = Object.values(networkInterfaces())
      .flat()
      .find(address => address && !address.internal && address.family === 'IPv4')
    await expect(fetch(`${aws.endpoint}/health`).then(response => response.status)).resolves.toBe(200)
    if (outward) await expect(fetch(`http://${outward.address}:${port}/health`)).rejects.toThrow()
  })

  it('say what to do about a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => other.once('listening', resolve))
    const { port } = other.address() as { port: number }
    await expect(startEmbeddedAws({ port })).rejects.toThrow(`port ${port} is taken`)
    other.close()
  })

  it('tell of every way an object comes into being, and of its end', async () => {
    const { aws, s3 } = await start()
    const told: unknown[] = []
    aws.onObjectChange(change => told.push([change.eventName, change.bucket, change.key, 'size' in change ? change.size : undefined]))
    await s3.send(object('in/put.csv'))
    await s3.send(new CopyObjectCommand({ Bucket: 'bucket', Key: 'in/copy.csv', CopySource: 'bucket/in/put.csv' }))
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: 'bucket', Key: 'in/parts.csv' }))
    const part = { Bucket: 'bucket', Key: 'in/parts.csv', UploadId, PartNumber: 1 }
    const { ETag } = await s3.send(new UploadPartCommand({ ...part, Body: '12345' }))
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
    await s3.send(new CompleteMultipartUploadCommand({ Bucket: 'bucket', Key: 'in/parts.csv', UploadId, MultipartUpload }))
    const form = new FormData()
    form.set('key', 'in/form.csv')
    form.set('file', new Blob(['12']), 'form.csv')
    await fetch(`${aws.endpoint}/bucket`, { method: 'POST', body: form })
    await s3.send(new DeleteObjectCommand({ Bucket: 'bucket', Key: 'in/put.csv' }))
    await s3.send(new DeleteObjectCommand({ Bucket: 'bucket', Key: 'in/put.csv' })) // not there any more
    await s3.send(new DeleteObjectsCommand({ Bucket: 'bucket', Delete: { Objects: [{ Key: 'in/copy.csv' }, { Key: 'in/none.csv' }] } }))
    expect(told).toEqual([
      ['ObjectCreated:Put', 'bucket', 'in/put.csv', 4],
      ['ObjectCreated:Copy', 'bucket', 'in/copy.csv', 4],
      ['ObjectCreated:CompleteMultipartUpload', 'bucket', 'in/parts.csv', 5],
      ['ObjectCreated:Post', 'bucket', 'in/form.csv', 2],
      ['ObjectRemoved:Delete', 'bucket', 'in/put.csv', undefined],
      ['ObjectRemoved:Delete', 'bucket', 'in/copy.csv', undefined],
    ])
  })

  it('keep keys as they are', async () => {
    const { aws, s3 } = await start()
    const told: string[] = []
    aws.onObjectChange(created => told.push(created.key))
    const keys = [
      'a b',
      'a+b',
      '100%',
      'a%2Bb',
      'a%252Fb',
      'ü/日本',
      '../z',
      'x/../y',
      'a//b',
      '/a',
      './a',
      'q?x=1&y',
      'h#a',
      `it's`,
      'back\\slash',
    ]
    for (const key of keys) await s3.send(object(key))
    expect(told).toEqual(keys)
  })

  it('take requests larger than 11 MiB', async () => {
    const { s3 } = await start()
    await s3.send(object('large', new Uint8Array(16 << 20)))
    const { ContentLength } = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'large' }))
    expect(ContentLength).toBe(16 << 20)
  })

  it('refuse a write whose condition does not hold', async () => {
    const { s3 } = await start()
    const put = (condition: object) => s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'k', Body: 'x', ...condition }))
    await expect(put({ IfMatch: '"0"' })).rejects.toThrow(expect.objectContaining({ name: 'NoSuchKey' }))
    const { ETag = '' } = await put({ IfNoneMatch: '*' })
    await expect(put({ IfNoneMatch: '*' })).rejects.toThrow(expect.objectContaining({ name: 'PreconditionFailed' }))
    await expect(put({ IfMatch: '"0"' })).rejects.toThrow(expect.objectContaining({ name: 'PreconditionFailed' }))
    await put({ IfMatch: ETag })
    const copy = (CopySourceIfMatch: string) =>
      s3.send(new CopyObjectCommand({ Bucket: 'bucket', Key: 'copy', CopySource: 'bucket/k', CopySourceIfMatch }))
    await expect(copy('"0"')).rejects.toThrow(expect.objectContaining({ name: 'PreconditionFailed' }))
    await copy(ETag)
    const remove = (IfMatch: string) => s3.send(new DeleteObjectCommand({ Bucket: 'bucket', Key: 'copy', IfMatch }))
    await expect(remove('"0"')).rejects.toThrow(expect.objectContaining({ name: 'PreconditionFailed' }))
    await remove(ETag)
    await remove(ETag) // no longer there
  })

  it('let one of many simultaneous If-None-Match writers win', async () => {
    const { s3 } = await start()
    const put = (n: number) => s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'k', Body: `${n}`, IfNoneMatch: '*' }))
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => put(n)))
    expect(results.filter(result => result.status === 'fulfilled')).toHaveLength(1)
  })

  it('list every key once, in key order, page by page', async () => {
    const { s3 } = await start()
    const keys = ['B', 'Z/1', 'a', 'b', 'ä', '_', '10', '9', 'z', 'Ω', '\u{1f600}', '\uffee']
    for (const key of keys) await s3.send(object(key))
    const listed: (string | undefined)[] = []
    let ContinuationToken: string | undefined
    do {
      const page = await s3.send(new ListObjectsV2Command({ Bucket: 'bucket', MaxKeys: 2, ContinuationToken }))
      listed.push(...(page.Contents ?? []).map(({ Key }) => Key))
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken)
    expect(listed).toEqual([...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
  })
})

describe('with a data folder', () => {
  const receive = (QueueUrl: string) =>
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['ApproximateReceiveCount'] })

  it('objects and messages are there after a restart, on another port', async () => {
    const data = join(folder, 'restart')
    const first = await start(data)
    const firstUrl = first.aws.createQueue('queue', {})
    await first.s3.send(object('k'))
    await first.sqs.send(new SendMessageCommand({ QueueUrl: firstUrl, MessageBody: 'hello' }))
    await first.aws.close()
    const second = await start(data)
    const url = second.aws.createQueue('queue', { VisibilityTimeout: '7' })
    expect(url).toBe(`${second.aws.endpoint}/000000000000/queue`)
    expect(await second.sqs.send(new GetQueueUrlCommand({ QueueName: 'queue' }))).toMatchObject({ QueueUrl: url })
    expect((await second.sqs.send(receive(url))).Messages?.map(({ Body }) => Body)).toEqual(['hello'])
    expect((await second.s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'k' }))).ContentLength).toBe(4)
  })

  it('an object and the message about it are stored together or not at all', async () => {
    const data = join(folder, 'atomic')
    const first = await start(data)
    first.aws.createQueue('queue', {})
    first.aws.onObjectChange(({ key }) => {
      first.aws.sendMessage('queue', key)
      if (key === 'fails') throw new Error('as if killed here')
    })
    await first.s3.send(object('works'))
    await expect(first.s3.send(object('fails'))).rejects.toThrow()
    await first.aws.close()
    const { aws, s3, sqs } = await start(data)
    const url = aws.createQueue('queue', {})
    expect((await sqs.send(receive(url))).Messages?.map(({ Body }) => Body)).toEqual(['works'])
    expect((await s3.send(new ListObjectsV2Command({ Bucket: 'bucket' }))).Contents?.map(({ Key }) => Key)).toEqual(['works'])
  })

  it('a message that was being handled is delivered again after a restart, the interrupted delivery not counted', async () => {
    const data = join(folder, 'in-flight')
    const first = await start(data)
    const firstUrl = first.aws.createQueue('queue', { VisibilityTimeout: '600' })
    await first.sqs.send(new SendMessageCommand({ QueueUrl: firstUrl, MessageBody: 'hello' }))
    expect((await first.sqs.send(receive(firstUrl))).Messages).toHaveLength(1)
    await first.aws.close()
    const { aws, sqs } = await start(data)
    const url = aws.createQueue('queue', { VisibilityTimeout: '600' })
    expect((await sqs.send(receive(url))).Messages).toBeUndefined()
    expect(aws.releaseInFlight('queue')).toBe(1)
    const { Messages } = await sqs.send(receive(url))
    expect(Messages?.map(message => [message.Body, message.Attributes?.ApproximateReceiveCount])).toEqual([['hello', '1']])
  })

  it('a message given back at once keeps its receive count, until it goes to the dead letters', async () => {
    const { aws, sqs } = await start(join(folder, 'dead'))
    const deadUrl = aws.createQueue('dead', {})
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: aws.queueArn('dead'), maxReceiveCount: 2 })
    const QueueUrl = aws.createQueue('queue', { RedrivePolicy })
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'poison' }))
    for (const count of ['1', '2']) {
      const [message] = (await sqs.send(receive(QueueUrl))).Messages ?? []
      expect(message?.Attributes?.ApproximateReceiveCount).toBe(count)
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 }))
    }
    expect((await sqs.send(receive(QueueUrl))).Messages).toBeUndefined()
    expect((await sqs.send(receive(deadUrl))).Messages?.map(({ Body }) => Body)).toEqual(['poison'])
  })

  it('a second instance on the same folder is refused', async () => {
    const data = join(folder, 'twice')
    await start(data)
    await expect(start(data)).rejects.toThrow(`another parquetry up uses ${data}`)
  })

  it('a folder that cannot be made is named', async () => {
    await expect(start('/dev/null/data')).rejects.toThrow('/dev/null/data')
  })
})
