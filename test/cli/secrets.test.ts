// Credentials in the environment of a command are printed nowhere and written nowhere, not even with --debug, nor when the server repeats
// them in its errors.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ScriptedServer, s3Error } from '../store/scripted-server.ts'
import { runParquetry, useTemporaryFolder } from './run-parquetry.ts'

const folder = useTemporaryFolder()
const server = new ScriptedServer()
let endpoint: string
beforeAll(async () => {
  endpoint = await server.start()
  const details = '<AWSAccessKeyId>AKIACANARY7EXAMPLE</AWSAccessKeyId><StringToSign>canary</StringToSign><Token-0>canary</Token-0>'
  server.answer = () => s3Error(403, 'SignatureDoesNotMatch', 'refused', details)
})
afterAll(() => server.stop())

const secrets = {
  AWS_ACCESS_KEY_ID: 'AKIACANARY7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'canary/secret+key',
  AWS_SESSION_TOKEN: 'canary-session-token',
  DATABASE_URL: 'postgres://user:canary@db.example.com/x',
}

it('T77, S28: commands leave no trace of credentials', async () => {
  writeFileSync(join(folder.path, 'a.csv'), 'n\n1\n')
  writeFileSync(join(folder.path, 'bad.csv'), 'a,b\n1\n')
  const queues = { PARQUETRY_QUEUE_URL: `${endpoint}/1/q`, PARQUETRY_DLQ_URL: `${endpoint}/1/d` }
  const env = { ...secrets, ...queues, PARQUETRY_BUCKET: 'data', PARQUETRY_ENDPOINT: endpoint, AWS_REGION: 'us-east-1' }
  const commands = [
    ['convert', 'a.csv', 'bad.csv', '--json', '-o', 'out/'],
    ['convert', 's3://data/incoming/a.csv', '-o', 'x.parquet'],
    ['cat', 's3://data/parquet/a.parquet'],
    ['drop', 'a.csv'],
    ['status'],
    ['history'],
    ['redrive', '--dry-run'],
    ['reconcile', '--dry-run'],
  ]
  const results = await Promise.all(commands.map(args => runParquetry([...args, '--debug'], { env, cwd: folder.path })))
  for (const [index, { code, stdout, stderr }] of results.entries()) {
    const command = commands[index]!.join(' ')
    expect({ command, code }).toEqual({ command, code: 1 })
    expect({ command, told: stdout + stderr }).toEqual({ command, told: expect.not.stringMatching(/canary/i) })
  }
  expect(server.requests.map(({ headers }) => headers.authorization).join('\n')).toContain('AKIACANARY7EXAMPLE') // they are in use
  for (const { stderr } of results.slice(1)) expect(stderr).toContain('HTTP 403')
  for (const name of readdirSync(folder.path, { recursive: true, encoding: 'utf8' }).filter(name => /\.\w+$/.test(name)))
    expect({ name, text: readFileSync(join(folder.path, name), 'latin1') }).toEqual({ name, text: expect.not.stringMatching(/canary/i) })
}, 60_000)
