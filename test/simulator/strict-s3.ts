// One bucket of S3, as strict as S3 is where correctness rests on it: conditional writes, copies and deletes (412, 404), multipart uploads
// with their parts' numbers, sizes and etags checked, checksums verified, versions, the owner, listings in pages and in key order.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html

import { type Answer, errorAnswer, operationOf, type S3Request } from './s3-answer.ts'
import { S3Objects } from './s3-objects.ts'
import { operations } from './s3-operations.ts'

export class StrictS3 extends S3Objects {
  answer(request: S3Request): Answer {
    const operation = operationOf(request)
    const expectedOwner = request.headers['x-amz-expected-bucket-owner']
    if (expectedOwner !== undefined && expectedOwner !== this.options.owner) return errorAnswer(403, 'AccessDenied')
    return this.#refusal(request, operation) ?? operations[operation]!(this, request)
  }

  /** Conditions on the object that is written or read. */
  #refusal({ key, headers, query }: S3Request, operation: string): Answer | undefined {
    const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers
    const versionId = query.get('versionId')
    const found = versionId === null ? this.objects.get(key) : this.versions.get(versionId)
    if (ifNoneMatch === '*' && found !== undefined) return errorAnswer(412, 'PreconditionFailed')
    if (ifMatch === undefined || operation === 'ListObjectsV2') return undefined
    if (found === undefined) return operation === 'DeleteObject' ? this.#absentDelete() : errorAnswer(404, 'NoSuchKey')
    return found.etag === ifMatch ? undefined : errorAnswer(412, 'PreconditionFailed')
  }

  #absentDelete(): Answer | undefined {
    const { absentDelete } = this.options
    if (absentDelete === 204) return undefined
    return errorAnswer(absentDelete, absentDelete === 404 ? 'NoSuchKey' : 'PreconditionFailed')
  }
}
