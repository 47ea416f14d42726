// What may happen to a request on its way, and to which operations it can happen.

import type { S3Request } from './s3-answer.ts'

export const FAULTS = [
  'reset before', // connection broken, no effect
  'reset after', // the effect took place, the reply is lost
  '500',
  '500 after', // the effect took place, the reply says that it did not
  '503',
  '403',
  'expired token',
  '409', // another conditional request is under way
  'error in 200', // no effect, told in the body of a 200
  'stall', // no effect and no answer
  'stall after', // the effect took place, and no answer
  'cut body', // half of the body, then the connection breaks
  'short body', // half of the body with a clean end
  'stall body', // half of the body, then nothing
  'corrupt body', // one bit flipped on the way here
  'corrupt upload', // one bit flipped on the way there
  'kill before', // the process dies, no effect
  'kill after', // the process dies, the effect took place
] as const

export type Fault = (typeof FAULTS)[number]

/** Whether a fault can happen to a request. @param request undefined for SQS */
export function canHappen(fault: Fault, operation: string, request: S3Request | undefined): boolean {
  switch (fault) {
    case '409':
      return isConditionalWrite(operation, request)
    case 'error in 200':
      return ['CopyObject', 'UploadPartCopy', 'CompleteMultipartUpload'].includes(operation)
    case 'corrupt upload':
      return ['PutObject', 'UploadPart'].includes(operation)
    case 'short body':
    case 'cut body':
      return operation === 'GetObject' || operation === 'ListObjectsV2'
    case 'stall body':
    case 'corrupt body':
      return operation === 'GetObject'
    default:
      return true
  }
}

function isConditionalWrite(operation: string, request: S3Request | undefined): boolean {
  const writes = ['PutObject', 'CopyObject', 'CompleteMultipartUpload', 'DeleteObject'].includes(operation)
  return writes && (request?.headers['if-match'] !== undefined || request?.headers['if-none-match'] !== undefined)
}
