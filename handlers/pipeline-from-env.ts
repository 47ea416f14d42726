// A pipeline from environment variables; environment.ts lists them.

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { convert } from '../src/convert/convert.ts'
import { Failure } from '../src/failure/failure.ts'
import type { Pipeline } from '../src/pipeline/pipeline.ts'
import { checkConfig, type PipelineConfig } from '../src/pipeline/pipeline-config.ts'
import { AFTER_CONVERT, type Dataset, ON_SOURCE_DELETE } from '../src/schema/dataset.ts'
import { loadDatasets } from '../src/schema/load-datasets.ts'
import { type ClientOptions, type RequestHandler, s3Client, sqsClient } from '../src/store/s3-client.ts'
import { type S3StoreOptions, s3Store } from '../src/store/s3-store.ts'
import { sqsQueue } from '../src/store/sqs-queue.ts'
import { defaultThreads } from './default-threads.ts'
import { type Environment, numberVariable, type VariableName, variable } from './environment.ts'

/** How requests are carried and cut, where not by sockets and as AWS wants it: for tests. */
export interface Connection extends Pick<S3StoreOptions, 'parts' | 'copies'> {
  requestHandler?: RequestHandler
}

/**
 * Builds clients, reads the dataset files and checks the configuration.
 *
 * @param readDatasets for callers that convert nothing and so can do without some, or all
 * @throws Failure CONFIG_INVALID, DATASET_FILE_INVALID, PREFIX_OVERLAP
 */
export async function pipelineFromEnv(
  env: Environment,
  readDatasets = datasetsFromEnv,
  { requestHandler, ...limits }: Connection = {},
): Promise<Pipeline> {
  const config = checkConfig(configFromEnv(env, await readDatasets(env)))
  const expectedOwner = variable(env, 'PARQUETRY_BUCKET_OWNER')
  const options = { ...clientOptions(env), ...(requestHandler === undefined ? {} : { requestHandler }) }
  const sqs = sqsClient(options)
  return {
    config,
    store: s3Store({ client: s3Client(options), bucket: config.bucket, ...(expectedOwner === '' ? {} : { expectedOwner }), ...limits }),
    queue: sqsQueue(sqs, variable(env, 'PARQUETRY_QUEUE_URL')),
    deadLetters: sqsQueue(sqs, variable(env, 'PARQUETRY_DLQ_URL')),
    convert,
    clock: () => new Date(),
  }
}

/** For another endpoint than AWS, region and credentials come from `env` too, which need not be this process' own. */
export function clientOptions(env: Environment): ClientOptions {
  const endpoint = variable(env, 'PARQUETRY_ENDPOINT')
  if (endpoint === '') return {}
  const {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = env
  const key = accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } : undefined
  return { endpoint, ...(region ? { region } : {}), ...(key ? { credentials: key } : {}) }
}

function configFromEnv(env: Environment, datasets: readonly Dataset[]): PipelineConfig {
  return {
    bucket: variable(env, 'PARQUETRY_BUCKET'),
    inputPrefix: variable(env, 'PARQUETRY_INPUT_PREFIX'),
    outputPrefix: variable(env, 'PARQUETRY_OUTPUT_PREFIX'),
    retryPrefix: variable(env, 'PARQUETRY_RETRY_PREFIX'),
    rejectPrefix: variable(env, 'PARQUETRY_REJECT_PREFIX'),
    fixPrefix: variable(env, 'PARQUETRY_FIX_PREFIX'),
    archivePrefix: variable(env, 'PARQUETRY_ARCHIVE_PREFIX'),
    statePrefix: variable(env, 'PARQUETRY_STATE_PREFIX'),
    datasets,
    afterConvert: choice(env, 'PARQUETRY_AFTER_CONVERT', AFTER_CONVERT),
    onSourceDelete: choice(env, 'PARQUETRY_ON_SOURCE_DELETE', ON_SOURCE_DELETE),
    maxReceives: numberVariable(env, 'PARQUETRY_MAX_RECEIVES'),
    threads: variable(env, 'PARQUETRY_THREADS') === 'auto' ? defaultThreads(env) : numberVariable(env, 'PARQUETRY_THREADS'),
  }
}

function choice<const Value extends string>(env: Environment, name: VariableName, values: readonly Value[]): Value {
  const text = variable(env, name)
  const known = values.find(value => value === text)
  if (known !== undefined) return known
  throw new Failure({ code: 'CONFIG_INVALID', detail: `${name} is "${text}", not one of ${values.join(', ')}` })
}

/**
 * Every `*.yaml` and `*.yml` of PARQUETRY_SCHEMAS, in the order of their names.
 *
 * @throws Failure CONFIG_INVALID for a folder that is not there: types would be guessed; DATASET_FILE_INVALID
 */
export async function datasetsFromEnv(env: Environment): Promise<Dataset[]> {
  const folder = variable(env, 'PARQUETRY_SCHEMAS')
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new Failure({ code: 'CONFIG_INVALID', detail: `PARQUETRY_SCHEMAS: the folder ${folder} cannot be read` }, { cause })
  })
  const files = names.filter(name => /\.ya?ml$/.test(name)).sort()
  return loadDatasets(
    await Promise.all(files.map(async name => ({ name: `${folder}/${name}`, text: await readFile(join(folder, name), 'utf8') }))),
  )
}
