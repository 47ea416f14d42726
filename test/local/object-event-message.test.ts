import { createSequencer, encodeEventKey, objectEventMessage } from '../../src/local/object-event-message.ts'
import { parseEvents } from '../../src/pipeline/parse-events.ts'

const circumstances = { region: 'us-east-1', time: new Date('2026-01-31T12:00:00.123Z'), sequencer: '0055AED6DCD90281' }

describe('the message about an object', () => {
  it('has the shape that S3 gives it', () => {
    const created = { eventName: 'ObjectCreated:Put', bucket: 'parquetry', key: 'incoming/a b.csv', size: 1024 } as const
    const message = objectEventMessage({ ...created, etag: '"d41d8cd98f00b204e9800998ecf8427e"' }, circumstances)
    expect(JSON.parse(message)).toEqual({
      Records: [
        {
          eventVersion: '2.1',
          eventSource: 'aws:s3',
          awsRegion: 'us-east-1',
          eventTime: '2026-01-31T12:00:00.123Z',
          eventName: 'ObjectCreated:Put',
          userIdentity: { principalId: expect.any(String) },
          requestParameters: { sourceIPAddress: expect.any(String) },
          responseElements: { 'x-amz-request-id': expect.any(String), 'x-amz-id-2': expect.any(String) },
          s3: {
            s3SchemaVersion: '1.0',
            configurationId: expect.any(String),
            bucket: { name: 'parquetry', ownerIdentity: { principalId: expect.any(String) }, arn: 'arn:aws:s3:::parquetry' },
            object: {
              key: 'incoming/a+b.csv',
              size: 1024,
              eTag: 'd41d8cd98f00b204e9800998ecf8427e',
              sequencer: '0055AED6DCD90281',
            },
          },
        },
      ],
    })
  })

  it('tells of a deleted one without size and etag, as S3 does', () => {
    const message = objectEventMessage({ eventName: 'ObjectRemoved:Delete', bucket: 'parquetry', key: 'incoming/a.csv' }, circumstances)
    expect(JSON.parse(message).Records).toMatchObject([{ eventName: 'ObjectRemoved:Delete' }])
    expect(JSON.parse(message).Records[0].s3.object).toEqual({ key: 'incoming/a.csv', sequencer: '0055AED6DCD90281' })
    expect(parseEvents(message)).toMatchObject([{ kind: 'removed', bucket: 'parquetry', key: 'incoming/a.csv' }])
  })

  it.each([
    ['plain-1_2.csv', 'plain-1_2.csv'],
    ['a b', 'a+b'],
    ['a+b', 'a%2Bb'],
    ['100%', '100%25'],
    ['a%2Bb', 'a%252Bb'],
    ['day=2026-01-31/x', 'day%3D2026-01-31/x'],
    ['../ü', '../%C3%BC'],
    [`a(b)'!~*`, 'a%28b%29%27%21%7E*'],
    ['日本\u{1f600}', '%E6%97%A5%E6%9C%AC%F0%9F%98%80'],
  ])('writes the key %s as %s', (key, encoded) => {
    expect(encodeEventKey(key)).toBe(encoded)
  })
})

describe('the sequencer', () => {
  it('grows while the clock stands still, and when it is set back', () => {
    const times = [1_800_000_000_000, 1_800_000_000_000, 1_700_000_000_000, 1_800_000_000_001]
    const sequencer = createSequencer(() => new Date(times.shift() ?? 0))
    const numbers = [sequencer(), sequencer(), sequencer(), sequencer()]
    expect(numbers).toEqual([...numbers].sort())
    expect(new Set(numbers).size).toBe(4)
    expect(numbers.every(number => /^[0-9A-F]{16}$/.test(number))).toBe(true)
  })
})
