// The function's zip, unpacked and run in a process of its own as Lambda runs it, against an S3 over HTTP: it has all that it needs.

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { sqsEvent } from '../handlers/handler-world.ts'
import { s3Message } from '../pipeline/test-pipeline.ts'
import { ConditionalS3 } from '../store/conditional-s3.ts'
import { bundleSize } from './bundle-size.ts'
import { type DeploymentPackage, makePackage, unzip } from './package.ts'

let made: DeploymentPackage
let task: string // Lambda's /var/task
let names: string[]
const s3 = new ConditionalS3()
let endpoint: string

beforeAll(async () => {
  endpoint = await s3.start()
  made = await makePackage()
  task = await mkdtemp(join(tmpdir(), 'parquetry-task-'))
  names = await unzip(join(made.folder, 'parquetry.zip'), task)
})
afterAll(async () => {
  await s3.stop()
  await rm(made.folder, { recursive: true })
  await rm(task, { recursive: true })
})

it('the package holds the handlers, the kernel and the dataset files, and nothing else', () => {
  expect(names.filter(name => !name.startsWith('schemas/')).sort()).toEqual([
    'build/kernel.wasm',
    'build/span-worker.mjs',
    'handlers/convert.mjs',
    'handlers/reconcile.mjs',
  ])
  expect(names.filter(name => name.startsWith('schemas/')).length).toBeGreaterThan(0)
})

it('the package is small', async () => {
  expect((await stat(join(made.folder, 'parquetry.zip'))).size).toBeLessThan(1_000_000) // both functions; nobody waits for it but a deploy
})

it.each(['convert', 'reconcile'])(
  'unpacked, %s is at most 2 MB, and 1 MB without the AWS SDK: what is larger starts later',
  async handler => {
    const { total, withoutSdk } = await bundleSize(made, handler)
    const unpacked = await Promise.all(['build/kernel.wasm', `handlers/${handler}.mjs`].map(name => stat(join(task, name))))
    expect(total).toBe(unpacked.reduce((sum, { size }) => sum + size, 0)) // it is this bundle that is measured
    expect(total).toBeLessThanOrEqual(2_000_000)
    expect(withoutSdk).toBeLessThanOrEqual(1_000_000)
  },
)

it.each(['convert', 'reconcile'])('%s starts no program and reads no profile for its credentials', async handler => {
  const bundle = await readFile(join(task, `handlers/${handler}.mjs`), 'utf8')
  expect(bundle).not.toMatch(/credential_process|sso_session/)
})

const run = `
const { handler } = await import(process.argv[1])
const answer = await handler(JSON.parse(process.argv[2]), { functionName: 'convert', getRemainingTimeInMillis: () => 900000 })
console.log('ANSWER ' + JSON.stringify(answer))
`

async function invoke(event: object, variables: Record<string, string> = {}): Promise<{ answer: unknown; log: string }> {
  const env = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'canary-secret',
    PARQUETRY_BUCKET: 'test-bucket',
    PARQUETRY_BUCKET_OWNER: s3.owner,
    PARQUETRY_QUEUE_URL: `${endpoint}/queue`,
    PARQUETRY_DLQ_URL: `${endpoint}/dlq`,
    PARQUETRY_ENDPOINT: endpoint,
    ...variables,
  }
  const command = ['--input-type=module', '-e', run, join(task, 'handlers/convert.mjs'), JSON.stringify(event)]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { cwd: task, env })
  const answer = /^ANSWER (.*)$/m.exec(stdout)
  return { answer: answer && JSON.parse(answer[1]!), log: stdout + stderr }
}

it('the bundled handler converts a CSV that was dropped', async () => {
  s3.store(
    'incoming/a b/cities.csv',
    Buffer.from('name,inhabitants,founded\nRome,2748109,-\n"Paris, the city",2102650,\nUlm,129942,850-01-01\n'),
    {},
  )
  const { answer, log } = await invoke(sqsEvent({ id: 'm', body: s3Message('incoming/a b/cities.csv') }))
  expect(answer).toEqual({ batchItemFailures: [] })
  const { buffer, byteOffset, byteLength } = s3.objects.get('parquet/a b/cities.parquet')!.body
  const file = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer
  expect(await parquetReadObjects({ file, compressors })).toMatchObject([
    { name: 'Rome', inhabitants: 2748109 },
    { name: 'Paris, the city', inhabitants: 2102650 },
    { name: 'Ulm', inhabitants: 129942 },
  ])
  expect(log).toMatch(/"message":"converted"/)
  expect(log).not.toContain('canary-secret')
  expect(log).not.toContain('Paris')
})

it('the bundled handler finds its credentials in the environment, as Lambda sets them', async () => {
  s3.store('incoming/towns.csv', Buffer.from('name\nUlm\n'), {})
  const tokens = new Set<string | undefined>()
  const { reply } = s3
  s3.reply = request => {
    tokens.add(request.headers['x-amz-security-token'])
    return reply(request)
  }
  try {
    const variables = { PARQUETRY_ENDPOINT: '', AWS_ENDPOINT_URL: endpoint, AWS_SESSION_TOKEN: 'session-token' }
    const { answer, log } = await invoke(sqsEvent({ id: 'm', body: s3Message('incoming/towns.csv') }), variables)
    expect(log).toMatch(/"message":"converted"/)
    expect(answer).toEqual({ batchItemFailures: [] })
    expect([...tokens]).toEqual(['session-token'])
  } finally {
    s3.reply = reply
  }
})

it('the bundled reconcile looks at the bucket, and says what keeps it from doing so', async () => {
  const load = 'const { handler } = await import(process.argv[1]); await handler({}, { getRemainingTimeInMillis: () => 900000 })'
  const env = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'canary-secret',
    PARQUETRY_BUCKET: 'test-bucket',
    PARQUETRY_BUCKET_OWNER: '999999999999',
    PARQUETRY_QUEUE_URL: `${endpoint}/queue`,
    PARQUETRY_DLQ_URL: `${endpoint}/dlq`,
    PARQUETRY_ENDPOINT: endpoint,
  }
  const command = ['--input-type=module', '-e', load, join(task, 'handlers/reconcile.mjs')]
  const failed = promisify(execFile)(process.execPath, command, { cwd: task, env })
  await expect(failed).rejects.toMatchObject({ stderr: expect.stringContaining('ACCESS_DENIED') })
})

it('the bundled handler converts on as many threads as the memory buys, to the same bytes', async () => {
  const lines = Array.from({ length: 40_000 }, (_, i) => `${i},${'x'.repeat(i % 7)}\n`)
  s3.store('incoming/large.csv', Buffer.from(`n,text\n${lines.join('')}`), {})
  const files: Buffer[] = []
  for (const variables of [{ PARQUETRY_THREADS: '1' }, { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '3538', NODE_DEBUG: 'worker' }]) {
    await writeFile(join(task, 'schemas/large.yaml'), 'dataset: large\nmatch: large.csv\nrowGroupSize: 64 KiB\n')
    s3.objects.delete('parquet/large.parquet')
    for (const key of s3.objects.keys()) if (key.startsWith('_parquetry/')) s3.objects.delete(key)
    const { answer, log } = await invoke(sqsEvent({ id: 'm', body: s3Message('incoming/large.csv') }), variables)
    expect(log).not.toMatch(/"reason":.*/)
    expect(answer).toEqual({ batchItemFailures: [] })
    expect(log).toMatch(/"message":"converted"/)
    expect(/create new worker[\s\S]*span-worker\.mjs/.test(log)).toBe('NODE_DEBUG' in variables)
    files.push(s3.objects.get('parquet/large.parquet')!.body)
  }
  expect(files[1]!.equals(files[0]!)).toBe(true)
})
