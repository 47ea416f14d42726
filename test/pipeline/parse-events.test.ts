import { parseEvents, requestBody } from '../../src/pipeline/parse-events.ts'
import { s3Message } from './test-pipeline.ts'

const record = (key: string, more: object = {}) => ({
  eventSource: 'aws:s3',
  eventName: 'ObjectCreated:Put',
  s3: { bucket: { name: 'b' }, object: { key, eTag: 'abc', versionId: 'v1', sequencer: '00A1' } },
  ...more,
})

describe('parseEvents reads', () => {
  it('an S3 event', () => {
    expect(parseEvents(JSON.stringify({ Records: [record('in/a.csv')] }))).toEqual([
      { bucket: 'b', key: 'in/a.csv', kind: 'created', etag: 'abc', versionId: 'v1', sequencer: '00A1' },
    ])
  })

  it('T52: an S3 event wrapped by SNS, and one delivered raw', () => {
    const inner = JSON.stringify({ Records: [record('in/a+b.csv')] })
    const wrapped = JSON.stringify({ Type: 'Notification', MessageId: 'x', TopicArn: 'arn:aws:sns:eu-west-1:1:t', Message: inner })
    expect(parseEvents(wrapped)).toEqual(parseEvents(inner))
    expect(parseEvents(wrapped)[0]?.key).toBe('in/a b.csv')
  })

  it('an EventBridge event, whose key is not encoded', () => {
    const event = {
      version: '0',
      'detail-type': 'Object Created',
      source: 'aws.s3',
      detail: {
        bucket: { name: 'b' },
        object: { key: 'in/a+b%20c.csv', etag: 'abc', 'version-id': 'v1', sequencer: '00A1' },
        reason: 'PutObject',
      },
    }
    expect(parseEvents(JSON.stringify(event))).toEqual([
      { bucket: 'b', key: 'in/a+b%20c.csv', kind: 'created', etag: 'abc', versionId: 'v1', sequencer: '00A1' },
    ])
    expect(parseEvents(JSON.stringify({ ...event, 'detail-type': 'Object Deleted' }))[0]?.kind).toBe('removed')
  })

  it('a MinIO event, whose key has %2F', () => {
    const body = {
      EventName: 's3:ObjectCreated:Put',
      Key: 'b/in/a.csv',
      Records: [record('in%2Fa.csv', { eventName: 's3:ObjectCreated:Put' })],
    }
    expect(parseEvents(JSON.stringify(body))).toMatchObject([{ key: 'in/a.csv', kind: 'created' }])
  })

  it('its own requests', () => {
    expect(parseEvents(requestBody('b', 'in/a+b%20c.csv'))).toEqual([{ bucket: 'b', key: 'in/a+b%20c.csv', kind: 'requested' }])
  })

  it('deletions as such', () => {
    for (const eventName of ['ObjectRemoved:Delete', 'ObjectRemoved:DeleteMarkerCreated', 'LifecycleExpiration:Delete']) {
      expect(parseEvents(JSON.stringify({ Records: [record('a', { eventName })] }))[0]?.kind).toBe('removed')
    }
  })

  it('T50: a test event and an empty list as nothing', () => {
    expect(
      parseEvents('{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-01-31T00:00:00.000Z","Bucket":"b","RequestId":"r"}'),
    ).toEqual([])
    expect(parseEvents('{"Records":[]}')).toEqual([])
  })
})

describe('S13, T48: keys are decoded exactly once', () => {
  it.each([
    ['in/a b.csv', 'in/a+b.csv'],
    ['in/a+b.csv', 'in/a%2Bb.csv'],
    ['in/a%20b.csv', 'in/a%2520b.csv'],
    ['in/a%252Fb.csv', 'in/a%25252Fb.csv'],
    ['in/100%.csv', 'in/100%25.csv'],
    ['in/äöü 日本.csv', 'in/%C3%A4%C3%B6%C3%BC+%E6%97%A5%E6%9C%AC.csv'],
    ['in/../x.csv', 'in/../x.csv'],
    ['in/"\'&<>.csv', 'in/%22%27%26%3C%3E.csv'],
  ])('%j comes as %s', (key, encoded) => {
    expect(parseEvents(JSON.stringify({ Records: [record(encoded)] }))[0]?.key).toBe(key)
    expect(parseEvents(s3Message(key))[0]?.key).toBe(key)
  })

  it('an encoding that is none is an error, not another key', () => {
    expect(() => parseEvents(JSON.stringify({ Records: [record('in/%zz.csv')] }))).toThrow(/URL-encoded/)
    expect(() => parseEvents(JSON.stringify({ Records: [record('in/%ff.csv')] }))).toThrow(/URL-encoded/)
  })
})
