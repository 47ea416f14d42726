import { awsFailure } from '../../src/store/aws-failure.ts'

function serviceError(name: string, status: number | undefined, message = 'something'): Error {
  const error = Object.assign(new Error(message), { $metadata: { httpStatusCode: status, requestId: 'R1', attempts: 3 } })
  error.name = name
  return error
}

describe('an error of S3 or SQS becomes', () => {
  it.each([
    ['NoSuchKey', 404, 'SOURCE_NOT_FOUND', 'SOURCE_NOT_FOUND'],
    ['UnknownError', 404, 'SOURCE_NOT_FOUND', 'SOURCE_NOT_FOUND'],
    ['PreconditionFailed', 412, 'SOURCE_CHANGED', 'OUTPUT_CHANGED'],
    ['ConditionalRequestConflict', 409, 'STORE_UNAVAILABLE', 'OUTPUT_CHANGED'],
    ['AccessDenied', 403, 'ACCESS_DENIED', 'ACCESS_DENIED'],
    ['Forbidden', 403, 'ACCESS_DENIED', 'ACCESS_DENIED'],
    ['ExpiredToken', 400, 'ACCESS_DENIED', 'ACCESS_DENIED'],
    ['InvalidObjectState', 403, 'ACCESS_DENIED', 'ACCESS_DENIED'],
    ['KMS.DisabledException', 400, 'KEY_UNAVAILABLE', 'KEY_UNAVAILABLE'],
    ['NoSuchBucket', 404, 'CONFIG_INVALID', 'CONFIG_INVALID'],
    ['PermanentRedirect', 301, 'CONFIG_INVALID', 'CONFIG_INVALID'],
    ['QueueDoesNotExist', 400, 'CONFIG_INVALID', 'CONFIG_INVALID'],
    ['KeyTooLongError', 400, 'OUTPUT_UNWRITABLE', 'OUTPUT_UNWRITABLE'],
    ['SlowDown', 503, 'STORE_UNAVAILABLE', 'STORE_UNAVAILABLE'],
    ['InternalError', 500, 'STORE_UNAVAILABLE', 'STORE_UNAVAILABLE'],
    ['Error', undefined, 'STORE_UNAVAILABLE', 'STORE_UNAVAILABLE'],
    ['TimeoutError', undefined, 'TIMEOUT', 'TIMEOUT'],
  ])('%s (HTTP %s): %s when reading, %s when writing', (name, status, reading, writing) => {
    expect(awsFailure(serviceError(name, status), 'read', 's3://b/k').code).toBe(reading)
    expect(awsFailure(serviceError(name, status), 'write', 's3://b/k').code).toBe(writing)
  })

  it('a failure of the key when access to KMS is denied', () => {
    const error = serviceError('AccessDenied', 403, 'User is not authorized to perform: kms:GenerateDataKey')
    expect(awsFailure(error, 'write', 's3://b/k').code).toBe('KEY_UNAVAILABLE')
  })

  it.each([
    [new Error('Region is missing'), 'CONFIG_INVALID', 'set AWS_REGION'],
    [serviceError('CredentialsProviderError', undefined), 'ACCESS_DENIED', 'set AWS_PROFILE'],
    [serviceError('NoSuchBucket', 404), 'CONFIG_INVALID', 'check the name of the bucket'],
  ])('advice that fits a command line: %s', (error, code, fix) => {
    expect(awsFailure(error, 'read', 's3://b/k')).toMatchObject({ code, data: { fix: expect.stringContaining(fix) } })
  })

  it('a sentence with what helps to look it up', () => {
    const { message } = awsFailure(serviceError('SlowDown', 503, 'Please reduce your request rate.'), 'read', 's3://b/k')
    expect(message).toContain('s3://b/k')
    expect(message).toContain('SlowDown: Please reduce your request rate. [HTTP 503, request R1, 3 attempts]')
  })
})
