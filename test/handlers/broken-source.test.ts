// A source that fails for good when half of it is converted and parts of the output are uploaded already.

import { setImmediate as turn } from 'node:timers/promises'
import { pipelineFromEnv } from '../../handlers/pipeline-from-env.ts'
import { handleMessage } from '../../src/pipeline/handle-message.ts'
import type { Outcome } from '../../src/pipeline/outcome.ts'
import { readDatasetFile } from '../../src/schema/dataset-file.ts'
import { MemoryQueue } from '../pipeline/memory-queue.ts'
import { s3Message } from '../pipeline/test-pipeline.ts'
import { ConditionalS3, type Fault } from '../store/conditional-s3.ts'

const s3 = new ConditionalS3()
let endpoint: string
beforeAll(async () => {
  endpoint = await s3.start()
})
afterAll(() => s3.stop())

const dataset = readDatasetFile(
  'dataset: d\nmatch: "*.csv"\nrowGroupSize: 1MiB\ncodec: none\ncolumns: [{ name: id, type: long }, { name: t, type: string }]\n',
  'd.yaml',
)
const csv = Buffer.from(`id,t\n${Array.from({ length: 150_000 }, (_, row) => `${row},some text ${row * 7919}\n`).join('')}`)
const key = 'incoming/a.csv'

it.each<[string, Fault, string]>([
  ['is refused', { status: 403, code: 'AccessDenied' }, 'ACCESS_DENIED'],
  ['is gone', { status: 404, code: 'NoSuchKey' }, 'SOURCE_NOT_FOUND'],
  ['is another', { status: 412, code: 'PreconditionFailed' }, 'SOURCE_CHANGED'],
  ['brings nothing any more', { bytes: 0, ending: 'break' }, 'STORE_UNAVAILABLE'],
])('T34: a source whose rest %s ends its upload, and nothing is left of that', async (_, fault, code) => {
  const env = {
    PARQUETRY_BUCKET: 'test-bucket',
    PARQUETRY_ENDPOINT: endpoint,
    PARQUETRY_QUEUE_URL: `${endpoint}/q`,
    PARQUETRY_DLQ_URL: `${endpoint}/d`,
  }
  const account = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', PARQUETRY_BUCKET_OWNER: s3.owner }
  const parts = { partBytes: 100_000, partsPerSize: 1000, partsInFlight: 2 }
  const pipeline = await pipelineFromEnv({ ...env, ...account }, async () => [dataset], { parts })
  const queue = new MemoryQueue()
  Object.assign(pipeline, { queue, deadLetters: new MemoryQueue() })
  s3.objects.clear()
  s3.requests.length = 0
  s3.store(key, csv, {})
  let bodies = 0
  s3.fault = (request, operation) => {
    if (operation !== 'GetObject' || request.key !== key) return undefined
    return bodies++ === 0 ? { bytes: csv.length - 500_000, ending: 'break' } : fault
  }
  await queue.send(s3Message(key))
  const [message] = await queue.receive({ visibilitySeconds: 60, waitSeconds: 0 })
  const outcomes: Outcome[] = []
  await handleMessage(pipeline, message!, { onOutcome: outcome => outcomes.push(outcome) })
  await turn() // what nobody caught would fail the test here
  expect(outcomes).toMatchObject([{ failure: { code } }])
  expect(s3.requests.filter(operation => operation === 'UploadPart').length).toBeGreaterThan(1)
  expect(s3.requests).toContain('AbortMultipartUpload')
  expect(s3.requests).not.toContain('CompleteMultipartUpload')
  expect(s3.uploads.size).toBe(0)
  expect([...s3.objects.keys()].filter(name => name.startsWith('parquet/'))).toEqual([])
})
