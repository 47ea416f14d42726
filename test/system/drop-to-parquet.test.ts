// End to end, in this process, over HTTP: a CSV dropped by any S3 client, the real handler, the real engine.

import { readFileSync } from 'node:fs'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { parse } from 'csv-parse/sync'
import { createHandler } from '../../handlers/create-handler.ts'
import { lambdaEvent } from '../../src/local/lambda-event.ts'
import { applyRedrive } from '../../src/pipeline/apply-redrive.ts'
import { requestBody } from '../../src/pipeline/parse-events.ts'
import { pipelineStatus } from '../../src/pipeline/pipeline-status.ts'
import { planRedrive } from '../../src/pipeline/plan-redrive.ts'
import { s3Client } from '../../src/store/s3-client.ts'
import { bytes, keysUnder, of, type RunningPipeline, rowsIn, startPipeline } from './running-pipeline.ts'

let pipeline: RunningPipeline
beforeEach(async () => {
  pipeline = await startPipeline()
})
afterEach(() => pipeline.instance.stop())

const drop = async (key: string, content: string | Uint8Array) => {
  await pipeline.store.put(`incoming/${key}`, typeof content === 'string' ? bytes(content) : content)
  return pipeline.next(of(`incoming/${key}`))
}
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
const client = () => s3Client({ endpoint: pipeline.instance.endpoint, region: 'us-east-1', credentials })

describe('a dropped CSV', () => {
  it('becomes Parquet with the values that csv-parse reads', async () => {
    const csv = readFileSync('node_modules/vega-datasets/data/us-employment.csv')
    expect(await drop('us-employment.csv', csv)).toMatchObject({ state: 'converted' })
    const expected: string[][] = parse(csv, { from_line: 2 })
    const rows = await rowsIn(pipeline.store, 'parquet/us-employment.parquet')
    expect(rows.map(row => row.map(value => value ?? ''))).toEqual(expected)
  })

  it('becomes the same Parquet whether it is plain, gzip or zstd', async () => {
    const csv = bytes('id,name\n1,Ä\n2,"a,b"\n')
    await drop('plain.csv', csv)
    await drop('zipped.csv.gz', gzipSync(csv))
    await drop('packed.csv.zst', zstdCompressSync(csv))
    const rows = [
      ['1', 'Ä'],
      ['2', 'a,b'],
    ]
    for (const name of ['plain', 'zipped', 'packed']) expect(await rowsIn(pipeline.store, `parquet/${name}.parquet`)).toEqual(rows)
  })

  it('is noticed when it comes by multipart upload or by copy', async () => {
    const s3 = client()
    const place = { Bucket: 'parquetry', Key: 'incoming/parts.csv' }
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(place))
    const line = `${'x'.repeat(1023)}\n`
    const bodies = [`text\n${line.repeat(5 * 1024)}`, line]
    const parts = bodies.map(async (Body, at) => {
      const { ETag } = await s3.send(new UploadPartCommand({ ...place, UploadId, PartNumber: at + 1, Body }))
      return { PartNumber: at + 1, ETag }
    })
    await s3.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts: await Promise.all(parts) } }))
    expect(await pipeline.next(of('incoming/parts.csv'))).toMatchObject({ state: 'converted', entry: { rows: { written: 5 * 1024 + 1 } } })
    await s3.send(new CopyObjectCommand({ Bucket: 'parquetry', Key: 'incoming/copy.csv', CopySource: 'parquetry/incoming/parts.csv' }))
    expect(await pipeline.next(of('incoming/copy.csv'))).toMatchObject({ state: 'converted' })
  })

  it('is partitioned and typed as its dataset file says', async () => {
    await drop('samples/seattle-weather.csv', readFileSync('node_modules/vega-datasets/data/seattle-weather.csv'))
    const keys = await keysUnder(pipeline.store, 'parquet/')
    expect(keys).toEqual(['2012', '2013', '2014', '2015'].map(year => `parquet/samples/year=${year}/seattle-weather.parquet`))
  })
})

describe('the same event', () => {
  it('again and again changes nothing', async () => {
    await drop('a.csv', 'n\n1\n')
    const before = await pipeline.store.head('parquet/a.parquet')
    const message = requestBody('parquetry', 'incoming/a.csv')
    await Promise.all(Array.from({ length: 20 }, () => pipeline.instance.pipeline.queue.send(message)))
    for (let n = 0; n < 20; n++) expect(await pipeline.next(of('incoming/a.csv'))).toMatchObject({ state: 'unchanged' })
    expect(await pipeline.store.head('parquet/a.parquet')).toEqual(before)
  })

  it('handled by many workers at once gives one output', async () => {
    const handler = createHandler(pipeline.instance.pipeline, { logLevel: 'SILENT', metrics: false })
    await pipeline.store.put('incoming/a.csv', bytes('n\n1\n2\n'))
    const event = lambdaEvent([{ MessageId: 'm', ReceiptHandle: 'r', Body: requestBody('parquetry', 'incoming/a.csv') }], {
      arn: 'arn:aws:sqs:us-east-1:000000000000:parquetry',
      region: 'us-east-1',
    })
    await Promise.all(Array.from({ length: 8 }, () => handler(event, { getRemainingTimeInMillis: () => 900_000 })))
    const { entries } = await pipelineStatus(pipeline.instance.pipeline)
    expect(entries).toMatchObject([{ state: 'done', rows: { parsed: 2, written: 2, rejected: 0 } }])
    expect(await keysUnder(pipeline.store, 'parquet/')).toEqual(['parquet/a.parquet'])
    expect(await rowsIn(pipeline.store, 'parquet/a.parquet')).toEqual([['1'], ['2']])
  })

  it('of a file that has been overwritten gives the rows of the last version', async () => {
    await drop('a.csv', 'n\n1\n2\n')
    await drop('a.csv', 'n\n3\n')
    expect(await rowsIn(pipeline.store, 'parquet/a.parquet')).toEqual([['3']])
  })
})

describe('a file that cannot be converted', () => {
  const broken = 'a,b\n1,2\n3\n'

  it('goes to the retry prefix with a report, its message to the dead-letter queue, on the first receive', async () => {
    expect(await drop('sub/bad.csv', broken)).toMatchObject({ state: 'failed', failure: { code: 'RECORD_TOO_SHORT', line: 3 } })
    expect(await keysUnder(pipeline.store, 'incoming/')).toEqual([])
    expect(await keysUnder(pipeline.store, 'parquet/')).toEqual([])
    expect(await keysUnder(pipeline.store, 'retry/')).toEqual(['retry/sub/bad.csv', 'retry/sub/bad.csv.error.json'])
    const { steps } = await planRedrive(pipeline.instance.pipeline)
    expect(steps).toMatchObject([{ key: 'incoming/sub/bad.csv', reason: { code: 'RECORD_TOO_SHORT' }, delete: [{}] }])
  })

  it('leaves the others of its batch alone', async () => {
    const names = ['a.csv', 'bad.csv', 'b.csv']
    await Promise.all(names.map(name => pipeline.store.put(`incoming/${name}`, bytes(name === 'bad.csv' ? broken : 'n\n1\n'))))
    const states = await Promise.all(names.map(name => pipeline.next(of(`incoming/${name}`))))
    expect(states.map(({ state }) => state)).toEqual(['converted', 'failed', 'converted'])
  })

  it('leaves the rows of an earlier version where they are', async () => {
    await drop('a.csv', 'a,b\n1,2\n')
    await drop('a.csv', broken)
    expect(await rowsIn(pipeline.store, 'parquet/a.parquet')).toEqual([['1', '2']])
  })

  it('is converted when it was corrected where it lies and redriven', async () => {
    await drop('bad.csv', broken)
    await pipeline.store.put('retry/bad.csv', bytes('a,b\n1,2\n3,4\n'))
    await applyRedrive(pipeline.instance.pipeline, await planRedrive(pipeline.instance.pipeline, { keyGlob: 'bad.csv' }))
    expect(await pipeline.next(of('incoming/bad.csv'))).toMatchObject({ state: 'converted' })
    expect(await rowsIn(pipeline.store, 'parquet/bad.parquet')).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
    expect(await keysUnder(pipeline.store, 'retry/')).toEqual([])
    expect((await pipelineStatus(pipeline.instance.pipeline)).deadLetters).toMatchObject({ waiting: 0, inFlight: 0 })
  })

  it('is converted when it was corrected and dropped again under its name', async () => {
    await drop('bad.csv', broken)
    expect(await drop('bad.csv', 'a,b\n1,2\n')).toMatchObject({ state: 'converted' })
    expect(await keysUnder(pipeline.store, 'retry/')).toEqual([])
  })

  it('fails again when it is redriven as it is', async () => {
    await drop('bad.csv', broken)
    await applyRedrive(pipeline.instance.pipeline, await planRedrive(pipeline.instance.pipeline))
    expect(await pipeline.next(of('incoming/bad.csv'))).toMatchObject({ state: 'failed' })
    expect(await keysUnder(pipeline.store, 'retry/')).toEqual(['retry/bad.csv', 'retry/bad.csv.error.json'])
  })
})

describe('awkward keys', () => {
  it.each([
    'with space.csv',
    'a+b.csv',
    '100%.csv',
    'a%2Bb.csv',
    'a%252Fb.csv',
    'ümläut/日本/\u{1f600}.csv',
    `it's (1) & more!.csv`,
    'a=b/c:d;e,f.csv',
    'q?x=1#y.csv',
    'back\\slash.csv',
    'a//b.csv',
    '$(touch x)`y`.csv',
    `${'long/'.repeat(80)}x.csv`,
  ])('%s are fetched as they are and come out below the output prefix', async key => {
    expect(await drop(key, 'n\n1\n')).toMatchObject({ state: 'converted', key: `incoming/${key}` })
    expect(await keysUnder(pipeline.store, 'parquet/')).toHaveLength(1)
    const [output = ''] = await keysUnder(pipeline.store, 'parquet/')
    expect(await rowsIn(pipeline.store, output)).toEqual([['1']])
  })

  it.each(['../escape.csv', 'a/../../escape.csv', '../retry/x.csv', './x.csv'])('%s never leave the output prefix', async key => {
    const outcome = await drop(key, 'n\n1\n')
    const outputs = 'entry' in outcome ? outcome.entry.outputs.map(output => output.key) : []
    expect(outputs).toHaveLength(1)
    for (const output of outputs) {
      expect(output.startsWith('parquet/')).toBe(true)
      expect(output.split('/')).not.toContain('..')
    }
  })
})

it('a form upload by a browser is converted, too', async () => {
  const form = new FormData()
  form.set('key', 'incoming/form.csv')
  form.set('file', new Blob(['n\n1\n']), 'form.csv')
  await fetch(`${pipeline.instance.endpoint}/parquetry`, { method: 'POST', body: form })
  expect(await pipeline.next(of('incoming/form.csv'))).toMatchObject({ state: 'converted' })
})

it('what is written elsewhere in the bucket is no source', async () => {
  await client().send(new PutObjectCommand({ Bucket: 'parquetry', Key: 'other/a.csv', Body: 'n\n1\n' }))
  await drop('a.csv', 'n\n1\n')
  expect(pipeline.outcomes.map(({ key }) => key)).toEqual(['incoming/a.csv'])
})
