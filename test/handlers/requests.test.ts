// What the function asks S3 for, header by header, over files that are converted, rejected in part, refused, archived and brought back.

import { createHandler } from '../../handlers/create-handler.ts'
import { pipelineFromEnv } from '../../handlers/pipeline-from-env.ts'
import { applyRedrive } from '../../src/pipeline/apply-redrive.ts'
import type { Pipeline } from '../../src/pipeline/pipeline.ts'
import { planRedrive } from '../../src/pipeline/plan-redrive.ts'
import { reconcile } from '../../src/pipeline/reconcile/reconcile.ts'
import { readDatasetFile } from '../../src/schema/dataset-file.ts'
import { MemoryQueue } from '../pipeline/memory-queue.ts'
import { s3Message } from '../pipeline/test-pipeline.ts'
import type { S3Request } from '../simulator/s3-answer.ts'
import { ConditionalS3 } from '../store/conditional-s3.ts'
import { lambdaContext, sqsEvent } from './handler-world.ts'

const s3 = new ConditionalS3()
const requests: { operation: string; request: S3Request }[] = []
let pipeline: Pipeline

const some = readDatasetFile(
  'dataset: some\nmatch: some/*.csv\nonBadRow: reject\nafterConvert: archive\ncolumns: [{ name: n, type: int }]\n',
  'some.yaml',
)
const files = { 'incoming/a.csv': 'n\n1\n', 'incoming/some/a.csv': 'n\n1\nsecret\n', 'incoming/bad.csv': 'n\n"secret' }

beforeAll(async () => {
  const endpoint = await s3.start()
  s3.fault = (request, operation) => {
    requests.push({ operation, request })
    return undefined
  }
  const env = {
    PARQUETRY_BUCKET: 'test-bucket',
    PARQUETRY_BUCKET_OWNER: s3.owner,
    PARQUETRY_ENDPOINT: endpoint,
    PARQUETRY_QUEUE_URL: `${endpoint}/1/q`,
    PARQUETRY_DLQ_URL: `${endpoint}/1/d`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  }
  const parts = { partBytes: 100, partsPerSize: 1000, partsInFlight: 2 }
  pipeline = await pipelineFromEnv(env, async () => [some], { parts, copies: { singleCopyBytes: 8, partBytes: 4 } })
  Object.assign(pipeline, { queue: new MemoryQueue(), deadLetters: new MemoryQueue() })
  const handler = createHandler(pipeline, { logLevel: 'SILENT', metrics: false })
  for (const [key, text] of Object.entries(files)) {
    s3.store(key, Buffer.from(text), { 'content-type': 'text/csv' })
    await handler(sqsEvent({ id: key, body: s3Message(key) }), lambdaContext())
  }
  await applyRedrive(pipeline, await planRedrive(pipeline))
  await reconcile(pipeline, { graceMs: 0 })
})
afterAll(() => s3.stop())

it('S17: each of them names the account that must own the bucket, that of a copy’s source too', () => {
  const operations = new Set(requests.map(({ operation }) => operation))
  const all = [
    'HeadObject',
    'GetObject',
    'PutObject',
    'DeleteObject',
    'ListObjectsV2',
    'UploadPart',
    'UploadPartCopy',
    'CompleteMultipartUpload',
  ]
  for (const operation of all) expect([...operations]).toContain(operation)
  for (const { operation, request } of requests) {
    const { 'x-amz-expected-bucket-owner': owner, 'x-amz-source-expected-bucket-owner': source } = request.headers
    expect({ operation, owner }).toEqual({ operation, owner: s3.owner })
    if (operation.includes('Copy')) expect({ operation, source }).toEqual({ operation, source: s3.owner })
  }
})

it('S18, S32: none opens an object to others, or takes it out of the bucket’s encryption', () => {
  const opening = /^x-amz-(acl|grant-.*|server-side-encryption.*|website-redirect-location|object-ownership|storage-class)$/
  for (const { operation, request } of requests) {
    const found = Object.entries(request.headers).filter(([name, value]) => value !== undefined && opening.test(name))
    expect({ operation, found }).toEqual({ operation, found: [] })
    expect([...request.query.keys()]).not.toContain('acl')
  }
})

it('S32: rejected cells lie under the reject and retry prefixes only, beside the sources and the archive', () => {
  const holding = [...s3.objects].filter(([, { body }]) => body.includes('secret')).map(([key]) => key)
  expect(holding.sort()).toEqual([
    'archive/some/a.csv',
    'incoming/bad.csv',
    'rejects/some/a.csv.reasons.ndjson',
    'rejects/some/a.csv.rows.csv',
    'retry/bad.csv',
  ])
  const written = requests.filter(({ request, operation }) => request.body.includes('secret') && operation !== 'DeleteObject')
  for (const { request } of written) expect(request.key).toMatch(/^(rejects|retry)\//)
})
