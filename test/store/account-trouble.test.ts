// What an account, its credentials, its clock, its region and its keys may be answered with: corrected by the SDK where it can be, else told
// as what it is, with how to go on. A scripted server stands for S3; the SDK is the real one.

import { FAILURES } from '../../src/failure/codes.ts'
import { Failure } from '../../src/failure/failure.ts'
import { s3Client, sqsClient } from '../../src/store/s3-client.ts'
import { s3Store } from '../../src/store/s3-store.ts'
import { snsClient, snsTopic } from '../../src/store/sns-topic.ts'
import { sqsQueue } from '../../src/store/sqs-queue.ts'
import type { ObjectStore } from '../../src/store/store.ts'
import { type ScriptedAnswer, type ScriptedRequest, ScriptedServer, s3Error } from './scripted-server.ts'

const server = new ScriptedServer()
let endpoint: string
beforeAll(async () => {
  endpoint = await server.start()
})
afterAll(() => server.stop())
beforeEach(() => {
  server.requests.length = 0
  server.answer = () => found
})

const account = { region: 'us-east-1', credentials: { accessKeyId: 'key', secretAccessKey: 'secret' } }
const found: ScriptedAnswer = { headers: { etag: '"e"', 'x-amz-bucket-region': 'us-east-1' }, body: 'abc' }
const store = () => s3Store({ client: s3Client({ ...account, endpoint }), bucket: 'bucket' })

async function read(from: ObjectStore): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of from.read('a.csv')) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const requests: Readonly<Record<string, (from: ObjectStore) => Promise<unknown>>> = {
  GET: read,
  HEAD: from => from.head('a.csv'),
  PUT: from => from.put('a.parquet', new Uint8Array(3)),
  DELETE: from => from.delete('a.csv'),
}

async function failureOf(request: Promise<unknown>): Promise<Failure> {
  const error = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof Failure) return error
  throw new Error(`no failure, but ${error}`)
}

describe('T55: credentials that expire', () => {
  const variables = {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: '',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
  }
  const before = Object.fromEntries(Object.keys(variables).map(name => [name, process.env[name]]))
  const setAll = (values: Record<string, string | undefined>) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
  afterEach(() => setAll(before))

  it('are fetched anew by the SDK’s own chain before they are used', async () => {
    setAll({ ...variables, AWS_CONTAINER_CREDENTIALS_FULL_URI: `${endpoint}/credentials` })
    let issued = 0
    const issue = (): ScriptedAnswer => {
      const Expiration = new Date(Date.now() + (++issued === 1 ? 2000 : 3_600_000)).toISOString()
      const body = JSON.stringify({ AccessKeyId: `key${issued}`, SecretAccessKey: 's', Token: `token${issued}`, Expiration })
      return { headers: { 'content-type': 'application/json' }, body }
    }
    server.answer = ({ url }) => (url === '/credentials' ? issue() : found)
    const patient = s3Store({ client: s3Client({ region: 'us-east-1', endpoint }), bucket: 'bucket' })
    for (let times = 0; times < 3; times++) expect(await read(patient)).toBe('abc')
    const tokens = server.requests.filter(({ url }) => url !== '/credentials').map(({ headers }) => headers['x-amz-security-token'])
    expect(tokens[0]).toBe('token1')
    expect(tokens.at(-1)).toBe('token2')
    expect(issued).toBe(2)
  })

  it.each(Object.keys(requests))('and are refused all the same: %s says so, and that somebody has to sign in', async name => {
    server.answer = () => s3Error(400, 'ExpiredToken', 'The provided token has expired.')
    const failure = await failureOf(requests[name]!(store()))
    // A HEAD is told no more than 400.
    if (name === 'HEAD') return expect(failure.class).toBe('transient')
    expect(failure).toMatchObject({ code: 'ACCESS_DENIED', class: 'operator' })
    expect(failure.message).toContain('The provided token has expired.')
    expect(failure.message).toContain('fix: sign in to AWS again')
  })
})

describe('T55: a clock that is wrong', () => {
  const offBy = (request: ScriptedRequest, now: number) => Math.abs(signedAt(request) - now)

  it.each(Object.keys(requests))('is corrected by the server’s: %s', async name => {
    const now = Date.now() + 3_600_000
    const date = { date: new Date(now).toUTCString() }
    server.answer = request => {
      const answer = offBy(request, now) > 900_000 ? s3Error(403, 'RequestTimeTooSkewed') : found
      return { ...answer, headers: { ...answer.headers, ...date } }
    }
    const skewed = store()
    await requests[name]!(skewed)
    await requests[name]!(skewed)
    expect(server.requests.map(request => offBy(request, now) > 900_000)).toEqual([true, false, false])
  })

  it('that stays wrong is told as that', async () => {
    server.answer = () => s3Error(403, 'RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.')
    const failure = await failureOf(read(store()))
    expect(failure).toMatchObject({ code: 'ACCESS_DENIED', class: 'operator', data: { fix: 'set the clock of this machine' } })
  })
})

function signedAt({ headers }: ScriptedRequest): number {
  const [, year, month, day, hour, minute, second] = /^(....)(..)(..)T(..)(..)(..)Z$/.exec(String(headers['x-amz-date'])) ?? []
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

describe('T55: a bucket in another region', () => {
  const elsewhere = { 'x-amz-bucket-region': 'eu-west-3' }
  it.each<[number, string, Record<string, string>]>([
    [301, 'PermanentRedirect', { ...elsewhere, location: 'https://bucket.s3.eu-west-3.amazonaws.com/' }],
    [307, 'TemporaryRedirect', { ...elsewhere, location: 'https://bucket.s3.eu-west-3.amazonaws.com/a.csv' }],
    [400, 'AuthorizationHeaderMalformed', elsewhere],
  ])('(%d %s) is no riddle, and nothing is sent there', async (status, code, headers) => {
    const answer = s3Error(status, code, 'elsewhere')
    server.answer = () => ({ ...answer, headers: { ...answer.headers, ...headers } })
    for (const [name, request] of Object.entries(requests)) {
      if (name === 'HEAD' && status === 400) continue // it is told no more than that
      const failure = await failureOf(request(store()))
      expect({ name, ...failure.data }).toMatchObject({ name, code: 'CONFIG_INVALID', fix: 'set AWS_REGION to eu-west-3' })
    }
    expect(server.requests.every(({ headers }) => headers.host === new URL(endpoint).host)).toBe(true)
  })
})

describe('T54: what waiting does not mend', () => {
  it.each<[string, number, string, string]>([
    ['NoSuchKey', 404, 'SOURCE_NOT_FOUND', 'drop the file again'],
    ['AccessDenied', 403, 'ACCESS_DENIED', 'grant the role the permissions'],
    ['InvalidObjectState', 403, 'ACCESS_DENIED', 'restore the object from its archive class'],
    ['NoSuchBucket', 404, 'CONFIG_INVALID', 'check the name of the bucket'],
    ['InvalidAccessKeyId', 403, 'ACCESS_DENIED', 'correct AWS_ACCESS_KEY_ID'],
    ['SignatureDoesNotMatch', 403, 'ACCESS_DENIED', 'correct AWS_ACCESS_KEY_ID'],
  ])('%s is asked once, and told with how to go on', async (name, status, code, fix) => {
    server.answer = () => s3Error(status, name)
    const failure = await failureOf(read(store()))
    expect(failure.code).toBe(code)
    expect(failure.class).not.toBe('transient')
    expect(failure.message).toContain(`fix: ${fix}`)
    expect(server.requests).toHaveLength(1)
  })

  it('a bucket of another owner is refused by S3, whatever is asked', async () => {
    server.answer = ({ headers }) => (headers['x-amz-expected-bucket-owner'] === '111122223333' ? s3Error(403, 'AccessDenied') : found)
    const owned = s3Store({ client: s3Client({ ...account, endpoint }), bucket: 'bucket', expectedOwner: '111122223333' })
    for (const [name, request] of Object.entries(requests)) {
      const failure = await failureOf(request(owned))
      expect(failure).toMatchObject({ code: 'ACCESS_DENIED', class: 'operator' })
      expect(failure.data.detail).toBe(name === 'HEAD' ? 'no reason was given [HTTP 403]' : 'AccessDenied: AccessDenied [HTTP 403]')
    }
  })
})

describe('S19: a key that cannot be used', () => {
  const denied = (action: string) =>
    `User: arn:aws:sts::111122223333:assumed-role/r/f is not authorized to perform: ${action} on this resource`
  const told = { code: 'KEY_UNAVAILABLE', class: 'operator' }

  it.each([
    ['KMS.DisabledException', 400, 'key is disabled.'],
    ['KMS.NotFoundException', 400, 'key does not exist'],
    ['KMS.KMSInvalidStateException', 400, 'key is pending deletion.'],
    ['KMS.KeyUnavailableException', 400, 'unavailable'],
    ['AccessDenied', 403, denied('kms:Decrypt')],
    ['AccessDenied', 403, denied('kms:GenerateDataKey')],
  ])('%s (HTTP %d: %s): of S3', async (name, status, message) => {
    server.answer = () => s3Error(status, name, message)
    for (const request of ['GET', 'PUT']) {
      const failure = await failureOf(requests[request]!(store()))
      expect(failure).toMatchObject(told)
      expect(failure.message).toContain(message)
      for (const word of ['kms:Decrypt', 'kms:GenerateDataKey', 'enable the key']) expect(failure.message).toContain(word)
    }
    expect(server.requests).toHaveLength(2)
  })

  it.each(['KmsDisabled', 'KmsAccessDenied', 'KmsNotFound', 'KmsInvalidState', 'KmsInvalidKeyUsage', 'KmsOptInRequired'])(
    '%s: of a queue',
    async name => {
      const headers = { 'content-type': 'application/x-amz-json-1.0' }
      server.answer = () => ({ status: 400, headers, body: JSON.stringify({ __type: `com.amazonaws.sqs#${name}`, message: name }) })
      const queue = sqsQueue(sqsClient({ ...account, endpoint }), `${endpoint}/1/queue`)
      expect(await failureOf(queue.send('body'))).toMatchObject(told)
    },
  )

  it.each(['KMSDisabled', 'KMSAccessDenied', 'KMSNotFound', 'KMSInvalidState', 'KMSOptInRequired'])('%s: of a topic', async name => {
    const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${name}</Code><Message>m</Message></Error></ErrorResponse>`
    server.answer = () => ({ status: 400, headers: { 'content-type': 'text/xml' }, body })
    const topic = snsTopic(snsClient({ ...account, endpoint }), 'arn:aws:sns:us-east-1:111122223333:t')
    expect(await failureOf(topic.publish('s', 't'))).toMatchObject(told)
  })

  it('is advised upon in the catalogue by the names of the permissions', () => {
    expect(FAILURES.KEY_UNAVAILABLE.fix).toBe('grant the role kms:Decrypt and kms:GenerateDataKey, or enable the key')
  })
})
