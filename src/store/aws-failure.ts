// What S3 and SQS report, as failures of our catalogue: one table, by the error's name, then by its HTTP status.
// Names: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html and the SDK's own (TimeoutError, socket errors).

import type { FailureCode } from '../failure/codes.ts'
import { Failure } from '../failure/failure.ts'

/** What a precondition guards decides what its failure means. */
export type Operation = 'read' | 'write'

const byName: Readonly<Record<string, FailureCode>> = {
  NoSuchKey: 'SOURCE_NOT_FOUND',
  NotFound: 'SOURCE_NOT_FOUND',
  NoSuchVersion: 'SOURCE_NOT_FOUND',

  AccessDenied: 'ACCESS_DENIED',
  AccessDeniedException: 'ACCESS_DENIED',
  AllAccessDisabled: 'ACCESS_DENIED',
  AccountProblem: 'ACCESS_DENIED',
  InvalidAccessKeyId: 'ACCESS_DENIED',
  RequestTimeTooSkewed: 'ACCESS_DENIED', // the SDK has set its clock by the server's and tried again before
  RequestExpired: 'ACCESS_DENIED',
  SignatureDoesNotMatch: 'ACCESS_DENIED',
  ExpiredToken: 'ACCESS_DENIED',
  InvalidToken: 'ACCESS_DENIED',
  CredentialsProviderError: 'ACCESS_DENIED',
  InvalidObjectState: 'ACCESS_DENIED', // archived: readable only after a restore

  'KMS.DisabledException': 'KEY_UNAVAILABLE',
  'KMS.NotFoundException': 'KEY_UNAVAILABLE',
  'KMS.KMSInvalidStateException': 'KEY_UNAVAILABLE',
  'KMS.KeyUnavailableException': 'KEY_UNAVAILABLE',
  'KMS.InvalidKeyUsageException': 'KEY_UNAVAILABLE',
  KmsDisabled: 'KEY_UNAVAILABLE', // of SQS
  KmsAccessDenied: 'KEY_UNAVAILABLE',
  KmsNotFound: 'KEY_UNAVAILABLE',
  KmsInvalidState: 'KEY_UNAVAILABLE',
  KmsInvalidKeyUsage: 'KEY_UNAVAILABLE',
  KmsOptInRequired: 'KEY_UNAVAILABLE',
  KMSDisabledException: 'KEY_UNAVAILABLE', // of SNS
  KMSAccessDeniedException: 'KEY_UNAVAILABLE',
  KMSNotFoundException: 'KEY_UNAVAILABLE',
  KMSInvalidStateException: 'KEY_UNAVAILABLE',
  KMSOptInRequired: 'KEY_UNAVAILABLE',

  NoSuchBucket: 'CONFIG_INVALID',
  InvalidBucketName: 'CONFIG_INVALID',
  PermanentRedirect: 'CONFIG_INVALID', // wrong region
  AuthorizationHeaderMalformed: 'CONFIG_INVALID',
  IllegalLocationConstraintException: 'CONFIG_INVALID',
  NotFoundException: 'CONFIG_INVALID', // of SNS: no such topic
  QueueDoesNotExist: 'CONFIG_INVALID',
  'AWS.SimpleQueueService.NonExistentQueue': 'CONFIG_INVALID',

  KeyTooLongError: 'OUTPUT_UNWRITABLE',
  EntityTooLarge: 'OUTPUT_UNWRITABLE',
  MetadataTooLarge: 'OUTPUT_UNWRITABLE',

  TimeoutError: 'TIMEOUT',
  RequestTimeout: 'TIMEOUT',
  AbortError: 'TIMEOUT',
}

const wrongCredentials = 'correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile'
const wrongClock = 'set the clock of this machine'

/** Where the catalogue's advice would lead astray. */
const fixes: Readonly<Record<string, string>> = {
  CredentialsProviderError: 'set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  ExpiredToken: 'sign in to AWS again',
  InvalidAccessKeyId: wrongCredentials,
  SignatureDoesNotMatch: wrongCredentials,
  RequestTimeTooSkewed: wrongClock,
  RequestExpired: wrongClock,
  InvalidObjectState: 'restore the object from its archive class, then redrive it',
  NoSuchBucket: 'check the name of the bucket and the region',
}

/**
 * The failure that an error of the SDK stands for.
 *
 * @param source what was read or written, for the message: `s3://bucket/key`
 */
export function awsFailure(error: unknown, operation: Operation, source: string): Failure {
  if (error instanceof Failure) return error
  if (hasNoRegion(error)) return new Failure({ code: 'CONFIG_INVALID', source, ...noRegion }, { cause: error })
  const code = failureCode(error, operation)
  const fix = isServiceError(error) ? (fixes[error.name] ?? regionFix(error)) : undefined
  return new Failure({ code, source, detail: describe(error), ...(fix === undefined ? {} : { fix }) }, { cause: error })
}

const noRegion = { detail: 'no AWS region is set', fix: 'set AWS_REGION, or AWS_PROFILE to a profile that has a region' }

/** S3 says where the bucket is to whoever asks in another region, in words or, to a HEAD, by the status alone. */
function regionFix({ name, $metadata, $response }: ServiceError): string | undefined {
  const isElsewhere = regionErrors.includes(name) || [301, 307].includes($metadata?.httpStatusCode ?? 0)
  return isElsewhere ? `set AWS_REGION to ${$response?.headers?.['x-amz-bucket-region'] ?? 'the region of the bucket'}` : undefined
}

const regionErrors = ['PermanentRedirect', 'TemporaryRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException']

/** The SDK has no name for it. */
function hasNoRegion(error: unknown): boolean {
  return error instanceof Error && error.message === 'Region is missing'
}

/** Whether the service answered with this HTTP status. */
export function hasStatus(error: unknown, status: number): boolean {
  return isServiceError(error) && error.$metadata?.httpStatusCode === status
}

/** Whether the error has this name, or its `Code` in the XML body. */
export function hasName(error: unknown, name: string): boolean {
  return isServiceError(error) && (error.name === name || error.Code === name)
}

function failureCode(error: unknown, operation: Operation): FailureCode {
  if (!isServiceError(error)) return 'INTERNAL'
  const named = byName[error.name] ?? (error.Code === undefined ? undefined : byName[error.Code])
  if (named === 'ACCESS_DENIED' && /\bkms:/i.test(error.message)) return 'KEY_UNAVAILABLE'
  return named ?? byStatus(error.$metadata?.httpStatusCode, operation)
}

function byStatus(status: number | undefined, operation: Operation): FailureCode {
  switch (status) {
    case 301:
    case 307:
      return 'CONFIG_INVALID'
    case 403:
      return 'ACCESS_DENIED'
    case 404:
      return 'SOURCE_NOT_FOUND'
    case 409: // ConditionalRequestConflict: another request for the object is under way, and nothing is decided
      return operation === 'read' ? 'STORE_UNAVAILABLE' : 'OUTPUT_CHANGED'
    case 412:
      return operation === 'read' ? 'SOURCE_CHANGED' : 'OUTPUT_CHANGED'
    default:
      // Throttling, 5xx, broken connections, checksum mismatches: what may pass is tried again, and only the last delivery gives up.
      return 'STORE_UNAVAILABLE'
  }
}

interface ServiceError extends Error {
  Code?: string
  $metadata?: { httpStatusCode?: number; requestId?: string; attempts?: number }
  $response?: { headers?: Readonly<Record<string, string>> }
}

function isServiceError(error: unknown): error is ServiceError {
  return typeof error === 'object' && error !== null && 'name' in error && 'message' in error
}

function describe(error: unknown): string {
  if (!isServiceError(error)) return String(error)
  const { httpStatusCode, requestId, attempts } = error.$metadata ?? {}
  const facts = [
    httpStatusCode === undefined ? undefined : `HTTP ${httpStatusCode}`,
    requestId === undefined ? undefined : `request ${requestId}`,
    attempts === undefined || attempts < 2 ? undefined : `${attempts} attempts`,
  ].filter(fact => fact !== undefined)
  // The answer to a HEAD has no body, and the SDK no name for what it cannot read.
  const said = error.message === 'UnknownError' ? 'no reason was given' : `${error.name}: ${error.message}`
  return `${said}${facts.length === 0 ? '' : ` [${facts.join(', ')}]`}`
}
