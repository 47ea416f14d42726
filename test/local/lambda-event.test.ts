import type { Message } from '@aws-sdk/client-sqs'
import { lambdaEvent, succeeded } from '../../src/local/lambda-event.ts'

const source = { arn: 'arn:aws:sqs:us-east-1:000000000000:parquetry', region: 'us-east-1' }

describe('the event made of received messages', () => {
  it('has the shape that Lambda gives it', () => {
    const message: Message = {
      MessageId: '059f36b4-87a3-44ab-83d2-661975830a7d',
      ReceiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
      Body: 'Test message.',
      MD5OfBody: 'e4e68fb7bd0e697a0ae8f1bb342846b3',
      Attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '1545082649183',
        SenderId: 'AIDAIENQZJOLO23YVJ4VO',
        ApproximateFirstReceiveTimestamp: '1545082649185',
      },
      MessageAttributes: {
        code: { DataType: 'String', StringValue: 'VALUE_INVALID' },
        bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2, 3]) },
      },
    }
    // The sample event of the Lambda developer guide, with attributes.
    expect(lambdaEvent([message], source)).toEqual({
      Records: [
        {
          messageId: '059f36b4-87a3-44ab-83d2-661975830a7d',
          receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
          body: 'Test message.',
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: '1545082649183',
            SenderId: 'AIDAIENQZJOLO23YVJ4VO',
            ApproximateFirstReceiveTimestamp: '1545082649185',
          },
          messageAttributes: {
            code: { dataType: 'String', stringValue: 'VALUE_INVALID', stringListValues: [], binaryListValues: [] },
            bytes: { dataType: 'Binary', binaryValue: 'AQID', stringListValues: [], binaryListValues: [] },
          },
          md5OfBody: 'e4e68fb7bd0e697a0ae8f1bb342846b3',
          eventSource: 'aws:sqs',
          eventSourceARN: source.arn,
          awsRegion: 'us-east-1',
        },
      ],
    })
  })
})

describe('the messages that succeeded', () => {
  const messages: Message[] = [{ MessageId: 'a' }, { MessageId: 'b' }, { MessageId: 'c' }]
  const failing = (...ids: unknown[]) => ({ batchItemFailures: ids.map(itemIdentifier => ({ itemIdentifier })) })

  it.each([
    ['an empty list of failures', failing()],
    ['a null list of failures', { batchItemFailures: null }],
    ['an empty answer', {}],
    ['a null answer', null],
    ['no answer', undefined],
    ['an answer of another kind', { ok: true }],
  ])('are all of them after %s', (_, response) => {
    expect(succeeded(messages, response)).toEqual(messages)
  })

  it('are all but the ones named', () => {
    expect(succeeded(messages, failing('b'))).toEqual([{ MessageId: 'a' }, { MessageId: 'c' }])
    expect(succeeded(messages, failing('c', 'a', 'c'))).toEqual([{ MessageId: 'b' }])
  })

  it.each([
    ['an empty identifier', failing('')],
    ['a null identifier', failing(null)],
    ['a wrong name for the identifier', { batchItemFailures: [{ id: 'a' }] }],
    ['an identifier that was not in the batch', failing('a', 'z')],
    ['a failure that is null', { batchItemFailures: [null] }],
    ['failures that are no list', { batchItemFailures: 'a' }],
  ])('are none after %s', (_, response) => {
    expect(succeeded(messages, response)).toEqual([])
  })
})
