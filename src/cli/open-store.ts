// The stores that locations of the command line lead to. The AWS SDK is loaded when the first bucket is opened, not before.

import { commandEnvironment, type Environment } from '../local/running-instance.ts'
import { fileStore } from '../store/file-store.ts'
import type { ClientOptions } from '../store/s3-client.ts'
import type { ObjectStore } from '../store/store.ts'

export async function openFolder(folder: string): Promise<ObjectStore> {
  return fileStore(folder)
}

const buckets = new Map<string, Promise<ObjectStore>>()

/**
 * A bucket where the pipeline is that commands work on (commandEnvironment) if it is that pipeline's own; every other one is on AWS, or
 * where PARQUETRY_ENDPOINT or AWS_ENDPOINT_URL points.
 */
export function openBucket(bucket: string): Promise<ObjectStore> {
  const open = buckets.get(bucket) ?? connect(bucket)
  buckets.set(bucket, open)
  return open
}

async function connect(bucket: string): Promise<ObjectStore> {
  const [{ s3Client }, { s3Store }] = await Promise.all([import('../store/s3-client.ts'), import('../store/s3-store.ts')])
  const pipeline = commandEnvironment(process.env)
  const environment = pipeline?.PARQUETRY_BUCKET === bucket ? pipeline : process.env
  return s3Store({ client: s3Client(clientOptions(environment)), bucket })
}

/** Region and credentials of the running instance; for this process' own environment they are the SDK's business. */
function clientOptions(environment: Environment): ClientOptions {
  const endpoint = endpointOf(environment)
  if (environment === process.env) return endpoint ? { endpoint } : {}
  const { AWS_REGION: region = '', AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = environment
  return { ...(endpoint ? { endpoint } : {}), region, credentials: { accessKeyId, secretAccessKey } }
}

function endpointOf(environment: Environment): string | undefined {
  return environment.PARQUETRY_ENDPOINT || environment.AWS_ENDPOINT_URL_S3 || environment.AWS_ENDPOINT_URL
}
