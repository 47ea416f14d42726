import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ENVIRONMENT } from '../../handlers/environment.ts'
import { pipelineFromEnv } from '../../handlers/pipeline-from-env.ts'
import { startOnLoopback, stopServer } from '../store/loopback-server.ts'

let folder: string
let env: Record<string, string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parquetry-schemas-'))
  await writeFile(join(folder, 'sales.yaml'), 'dataset: sales\nmatch: "sales/*.csv"\n')
  await writeFile(join(folder, 'dataset.schema.json'), '{}')
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(() => {
  env = {
    AWS_REGION: 'eu-west-1',
    PARQUETRY_BUCKET: 'b',
    PARQUETRY_QUEUE_URL: 'http://127.0.0.1:9/queue',
    PARQUETRY_DLQ_URL: 'http://127.0.0.1:9/dlq',
    PARQUETRY_SCHEMAS: folder,
  }
})

it('a pipeline is made from the environment, with defaults and the dataset files', async () => {
  const { config } = await pipelineFromEnv({ ...env, PARQUETRY_INPUT_PREFIX: 'drop/', PARQUETRY_MAX_RECEIVES: '7' })
  expect(config).toMatchObject({
    bucket: 'b',
    inputPrefix: 'drop/',
    outputPrefix: 'parquet/',
    maxReceives: 7,
    datasets: [{ name: 'sales' }],
  })
})

it('temporary credentials are passed on to another endpoint, token included', async () => {
  const tokens: unknown[] = []
  const server = createServer((request, response) => {
    tokens.push(request.headers['x-amz-security-token'])
    response.writeHead(404).end()
  })
  const endpoint = await startOnLoopback(server)
  try {
    const credentials = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' }
    const { store } = await pipelineFromEnv({ ...env, ...credentials, PARQUETRY_ENDPOINT: endpoint })
    expect(await store.head('a.csv')).toBeUndefined()
    expect(tokens).toEqual(['token'])
  } finally {
    await stopServer(server)
  }
})

it.each([
  ['PARQUETRY_BUCKET', '', 'CONFIG_INVALID'],
  ['PARQUETRY_QUEUE_URL', '', 'CONFIG_INVALID'],
  ['PARQUETRY_MAX_RECEIVES', 'many', 'CONFIG_INVALID'],
  ['PARQUETRY_AFTER_CONVERT', 'burn', 'CONFIG_INVALID'],
  ['PARQUETRY_SCHEMAS', '/does/not/exist', 'CONFIG_INVALID'],
  ['PARQUETRY_ENDPOINT', 'http://169.254.169.254/', 'CONFIG_INVALID'],
  ['PARQUETRY_ENDPOINT', 'http://example.com/', 'CONFIG_INVALID'],
  ['PARQUETRY_ENDPOINT', 'not a url', 'CONFIG_INVALID'],
  ['PARQUETRY_OUTPUT_PREFIX', 'incoming/out/', 'PREFIX_OVERLAP'],
])('%s=%s is refused: %s', async (name, value, code) => {
  await expect(pipelineFromEnv({ ...env, [name]: value })).rejects.toMatchObject({ code })
})

it('docs/pipeline.md lists every variable as it is', async () => {
  const text = await readFile('docs/pipeline.md', 'utf8')
  const rows = Object.entries(ENVIRONMENT).map(([name, { meaning, default: otherwise }]) => {
    const shown = otherwise === undefined ? 'must be set |' : otherwise === '' ? '|' : `\`${otherwise}\` |`
    return `| \`${name}\` | ${meaning} | ${shown}`
  })
  expect(text.split('\n').filter(line => line.startsWith('| `PARQUETRY_'))).toEqual(rows)
})
