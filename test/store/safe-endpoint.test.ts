// Requests go to https, or to this machine, whatever way an endpoint comes by (S20).

import { jest } from '@jest/globals'
import { s3Client, sqsClient } from '../../src/store/s3-client.ts'
import { s3Store } from '../../src/store/s3-store.ts'
import { snsClient, snsTopic } from '../../src/store/sns-topic.ts'
import { sqsQueue } from '../../src/store/sqs-queue.ts'
import { ScriptedServer } from './scripted-server.ts'

const account = { region: 'us-east-1', credentials: { accessKeyId: 'key', secretAccessKey: 'secret' } }
const refused = { code: 'CONFIG_INVALID', class: 'operator' }

describe('S20: an endpoint', () => {
  it.each([
    'http://example.com',
    'http://10.0.0.1:9000',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://169.254.169.254/latest/meta-data/iam/security-credentials/',
    'https://169.254.169.254',
    'https://2852039166', // the same, as one number
    'https://0xa9.0xfe.0xa9.0xfe',
    'https://169.254.170.2', // the ECS agent
    'https://[fd00:ec2::254]',
    'https://[::ffff:169.254.169.254]',
    'https://[fe80::1]',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'localhost:9000',
    '',
  ])('is refused before anything is sent: %j', endpoint => {
    for (const make of [s3Client, sqsClient, snsClient]) {
      expect(() => make({ ...account, endpoint })).toThrow(expect.objectContaining(refused))
    }
  })

  it.each([
    'https://s3.example.com',
    'https://10.0.0.1:9000',
    'http://localhost:9000',
    'http://127.1.2.3',
    'http://[::1]:9000',
    'http://s3.localhost',
  ])('may be %s', endpoint => {
    for (const make of [s3Client, sqsClient, snsClient]) expect(make({ ...account, endpoint })).toBeDefined()
  })

  it('S28: with a password in it is refused, and the password not repeated', () => {
    for (const endpoint of ['https://user:hunter2@s3.example.com', 'http://hunter2@example.com', 'x y://user:hunter2@host']) {
      const attempt = () => s3Client({ ...account, endpoint })
      expect(attempt).toThrow(expect.objectContaining(refused))
      expect(attempt).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }))
    }
  })
})

describe('S20: an endpoint that no setting of ours names', () => {
  const names = ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3', 'AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'] as const
  const before = names.map(name => process.env[name])
  beforeEach(() => {
    process.env.AWS_CONFIG_FILE = process.env.AWS_SHARED_CREDENTIALS_FILE = '/nonexistent'
  })
  afterEach(() => {
    for (const [index, name] of names.entries()) {
      const value = before[index]
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  })

  it.each(['http://169.254.169.254', 'https://169.254.169.254', 'http://example.com'])(
    '(AWS_ENDPOINT_URL=%s) gets no request',
    async url => {
      process.env.AWS_ENDPOINT_URL = url
      const store = s3Store({ client: s3Client(account), bucket: 'bucket' })
      await expect(store.head('a.csv')).rejects.toMatchObject(refused)
      await expect(store.put('a.csv', new Uint8Array(3))).rejects.toMatchObject(refused)
      await expect(snsTopic(snsClient(account), 'arn:aws:sns:us-east-1:1:t').publish('s', 't')).rejects.toMatchObject(refused)
    },
  )

  it('(the URL of a queue) gets none either', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined) // the SDK’s, that the URL is another host than AWS’s
    const queue = sqsQueue(sqsClient(account), 'http://169.254.169.254/1/queue')
    await expect(queue.send('body')).rejects.toMatchObject(refused)
    warn.mockRestore()
  })

  it('(where a server says to go instead) is not followed', async () => {
    const servers = [new ScriptedServer(), new ScriptedServer()] as const
    const [endpoint, other] = (await Promise.all(servers.map(server => server.start()))) as [string, string]
    try {
      servers[0].answer = () => ({ status: 307, headers: { location: `${other}/bucket/a.csv`, 'x-amz-bucket-region': 'x' } })
      const store = s3Store({ client: s3Client({ ...account, endpoint }), bucket: 'bucket' })
      await expect(store.head('a.csv')).rejects.toMatchObject(refused)
      expect(servers[0].requests.length).toBeGreaterThan(0)
      expect(servers[1].requests).toEqual([])
    } finally {
      await Promise.all(servers.map(server => server.stop()))
    }
  })
})
