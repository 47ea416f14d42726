// The stores that locations of the command line lead to. The AWS SDK is loaded when the first bucket is opened, not before.

import { type Environment, findInstance } from '../local/running-instance.ts'
import { fileStore } from '../store/file-store.ts'
import type { ClientOptions } from '../store/s3-client.ts'
import type { ObjectStore } from '../store/store.ts'

export async function openFolder(folder: string): Promise<ObjectStore> {
  return fileStore(folder)
}

const buckets = new Map<string, Promise<ObjectStore>>()

/**
 * A bucket on AWS, or where PARQUETRY_ENDPOINT or AWS_ENDPOINT_URL points. The bucket of the `parquetry up` that runs on this machine is found without being told,
 * unless the environment names an endpoint or AWS credentials of its own.
 */
export function openBucket(bucket: string): Promise<ObjectStore> {
  const open = buckets.get(bucket) ?? connect(bucket)
  buckets.set(bucket, open)
  return open
}

async function connect(bucket: string): Promise<ObjectStore> {
  const [{ s3Client }, { s3Store }] = await Promise.all([import('../store/s3-client.ts'), import('../store/s3-store.ts')])
  const instance = isConfigured() ? undefined : findInstance(process.env)?.environment
  const environment = instance?.PARQUETRY_BUCKET === bucket ? instance : undefined
  return s3Store({ client: s3Client(clientOptions(environment)), bucket })
}

function isConfigured(): boolean {
  return Boolean(endpointOf(process.env) || process.env.AWS_ACCESS_KEY_ID || process.env.AWS_PROFILE)
}

/** Of the running instance, or as this process' environment says; region and credentials are then the SDK's own business. */
function clientOptions(instance: Environment | undefined): ClientOptions {
  const endpoint = endpointOf(instance ?? process.env)
  if (!instance) return endpoint ? { endpoint } : {}
  const { AWS_REGION: region = '', AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = instance
  return { ...(endpoint ? { endpoint } : {}), region, credentials: { accessKeyId, secretAccessKey } }
}

function endpointOf(environment: Environment): string | undefined {
  return environment.PARQUETRY_ENDPOINT || environment.AWS_ENDPOINT_URL_S3 || environment.AWS_ENDPOINT_URL
}
