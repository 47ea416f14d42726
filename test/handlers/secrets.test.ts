// Credentials of this process, and what S3 repeats of them in its errors, are written nowhere (T77). All of them hold the word `canary`.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jest } from '@jest/globals'
import { createHandler } from '../../handlers/create-handler.ts'
import { createReconcileHandler } from '../../handlers/create-reconcile-handler.ts'
import { pipelineFromEnv } from '../../handlers/pipeline-from-env.ts'
import type { Pipeline } from '../../src/pipeline/pipeline.ts'
import { MemoryQueue } from '../pipeline/memory-queue.ts'
import { s3Message } from '../pipeline/test-pipeline.ts'
import type { Answer } from '../simulator/s3-answer.ts'
import { ConditionalS3 } from '../store/conditional-s3.ts'
import { lambdaContext, sqsEvent } from './handler-world.ts'

const secrets = {
  AWS_ACCESS_KEY_ID: 'AKIACANARY7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'canary/secret+key',
  AWS_SESSION_TOKEN: 'canary-session-token',
  DATABASE_URL: 'postgres://user:canary@db.example.com/x',
}
const before = Object.fromEntries(Object.keys(secrets).map(name => [name, process.env[name]]))

const s3 = new ConditionalS3()
const sound = s3.reply
const written: string[] = []
let folder: string
let pipeline: Pipeline
let queue: MemoryQueue
let deadLetters: MemoryQueue

beforeAll(async () => {
  Object.assign(process.env, secrets)
  folder = await mkdtemp(join(tmpdir(), 'parquetry-secrets-'))
  await writeFile(join(folder, 'some.yaml'), 'dataset: some\nmatch: some/*.csv\nonBadRow: reject\ncolumns: [{ name: n, type: int }]\n')
  const endpoint = await s3.start()
  const settings = {
    PARQUETRY_BUCKET: 'test-bucket',
    PARQUETRY_BUCKET_OWNER: s3.owner,
    PARQUETRY_SCHEMAS: folder,
    PARQUETRY_ENDPOINT: endpoint,
  }
  const queues = { PARQUETRY_QUEUE_URL: `${endpoint}/1/q`, PARQUETRY_DLQ_URL: `${endpoint}/1/d` }
  pipeline = await pipelineFromEnv({ ...secrets, AWS_REGION: 'us-east-1', ...settings, ...queues })
})
afterAll(async () => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
  await s3.stop()
  await rm(folder, { recursive: true })
})
beforeEach(() => {
  s3.objects.clear()
  s3.reply = sound
  queue = new MemoryQueue()
  deadLetters = new MemoryQueue()
  Object.assign(pipeline, { queue, deadLetters })
  written.length = 0
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const)
    jest.spyOn(console, name).mockImplementation((...texts: unknown[]) => void written.push(texts.join(' ')))
  for (const stream of [process.stdout, process.stderr])
    jest.spyOn(stream, 'write').mockImplementation(text => written.push(String(text)) > 0)
})
afterEach(() => jest.restoreAllMocks())

/** Everything that somebody else may come to see. */
function traces(): string {
  const objects = [...s3.objects].map(([key, { headers, body }]) => `${key} ${JSON.stringify(headers)} ${body.toString('latin1')}`)
  const messages = [...queue.messages, ...deadLetters.messages].map(message => JSON.stringify(message))
  return [...written, ...objects, ...messages].join('\n')
}

async function handle(...keys: string[]): Promise<void> {
  const handler = createHandler(pipeline, { logLevel: 'DEBUG' })
  for (const receiveCount of [1, 5]) {
    const messages = keys.map((key, index) => ({ id: String(index), body: s3Message(key), receiveCount }))
    await handler(sqsEvent(...messages), lambdaContext())
  }
}

const header = 'n\n1\n'

it('T77, S28: no trace of them is left by files that are converted, rejected in part, or refused', async () => {
  s3.store('incoming/good.csv', Buffer.from(header), {})
  s3.store('incoming/some/rejects.csv', Buffer.from(`${header}x\n`), {})
  s3.store('incoming/bad.csv', Buffer.from(`${header}"open`), {})
  let signed = ''
  s3.fault = ({ headers }) => {
    signed = `${headers.authorization} ${headers['x-amz-security-token']}`
    return undefined
  }
  await handle('incoming/good.csv', 'incoming/some/rejects.csv', 'incoming/bad.csv', 'incoming/gone.csv')
  expect(signed).toMatch(/AKIACANARY7EXAMPLE.* canary-session-token/) // they are in use
  expect([...s3.objects.keys()].sort()).toEqual([
    '_parquetry/ledger/incoming/bad.csv.json',
    '_parquetry/ledger/incoming/good.csv.json',
    '_parquetry/ledger/incoming/some/rejects.csv.json',
    'incoming/good.csv',
    'incoming/some/rejects.csv',
    'parquet/good.parquet',
    'parquet/some/rejects.parquet',
    'rejects/some/rejects.csv.reasons.ndjson',
    'rejects/some/rejects.csv.rows.csv',
    'retry/bad.csv',
    'retry/bad.csv.error.json',
  ])
  expect(deadLetters.messages).toHaveLength(1)
  expect(written.join('\n')).toContain('QUOTE_UNTERMINATED')
  expect(traces()).not.toMatch(/canary/i)
})

/** What S3 says of a request besides code and message: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const details = {
  ExpiredToken: `<Token-0>${secrets.AWS_SESSION_TOKEN}</Token-0>`,
  InvalidToken: `<Token-0>${secrets.AWS_SESSION_TOKEN}</Token-0>`,
  InvalidAccessKeyId: `<AWSAccessKeyId>${secrets.AWS_ACCESS_KEY_ID}</AWSAccessKeyId>`,
  SignatureDoesNotMatch: `<AWSAccessKeyId>${secrets.AWS_ACCESS_KEY_ID}</AWSAccessKeyId><StringToSign>canary</StringToSign><CanonicalRequest>x-amz-security-token:canary</CanonicalRequest>`,
  InternalError: `<HostId>canary</HostId>`,
}

describe.each(Object.entries(details))('T77, S28: when S3 repeats them in %s', (code, detail) => {
  function refuse(isRefused: (method: string) => boolean): void {
    s3.reply = request => {
      const body = Buffer.from(`<Error><Code>${code}</Code><Message>refused</Message>${detail}</Error>`)
      const answer: Answer = { status: code === 'InternalError' ? 500 : 403, headers: { 'content-type': 'application/xml' }, body }
      return isRefused(request.method) ? answer : sound(request)
    }
  }

  it.each(['GET', 'PUT'])('to a %s, nobody else does', async refused => {
    s3.store('incoming/good.csv', Buffer.from(header), {})
    refuse(method => method === refused)
    await handle('incoming/good.csv')
    expect(written.join('\n')).toContain('refused')
    expect(deadLetters.messages).toHaveLength(code === 'InternalError' && refused === 'PUT' ? 0 : 1)
    expect(traces()).not.toMatch(/canary/i)
  })

  it('the reconcile does not either, not even in the error that Lambda logs', async () => {
    refuse(method => method === 'GET')
    const error: Error = await createReconcileHandler(pipeline, { logLevel: 'DEBUG' })({}, lambdaContext()).then(
      () => new Error('it succeeded'),
      (thrown: Error) => thrown,
    )
    const { name, message, stack } = error
    expect(message).toContain('refused')
    expect(JSON.stringify({ ...error, name, message, stack })).not.toMatch(/canary/i) // as the runtime does: enumerable fields
    expect(traces()).not.toMatch(/canary/i)
  })
})
