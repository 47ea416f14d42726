// A whole Parquetry on this machine: bucket, queue and dead-letter queue in this process, and the very handler that Lambda runs, fed
// from the queue. What is configured is what would be on AWS, so the instance is described by environment variables alone.

import { createHandler } from '../../handlers/create-handler.ts'
import { pipelineFromEnv } from '../../handlers/pipeline-from-env.ts'
import type { Progress } from '../convert/convert.ts'
import { Failure } from '../failure/failure.ts'
import type { Outcome } from '../pipeline/outcome.ts'
import { parseEvents } from '../pipeline/parse-events.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { reconcile } from '../pipeline/reconcile/reconcile.ts'
import { systemCode } from '../store/file-failure.ts'
import { makeFolders } from '../store/make-folders.ts'
import { sqsClient } from '../store/s3-client.ts'
import { type EmbeddedAws, localRegion, startEmbeddedAws } from './embedded-aws.ts'
import { type EventSourceMapping, startEventSourceMapping } from './event-source-mapping.ts'
import { createSequencer, objectEventMessage } from './object-event-message.ts'
import type { Environment } from './running-instance.ts'

export const localBucket = 'parquetry'
const queueName = 'parquetry'
const deadLetterQueueName = 'parquetry-dead-letters'
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

export interface LocalOptions {
  /** Of the HTTP endpoint; 0 takes a free one. */
  port: number
  /** Where bucket and queues are kept; undefined: in memory, gone with the process. */
  dataFolder?: string | undefined
  /** Dataset files. */
  schemasFolder: string
  /** PARQUETRY_* variables of it (prefixes, threads, …) are honoured. */
  environment: Environment
  /** Given the endpoint, says how handler and loop get there: by a proxy, say. Default: directly. */
  through?: (endpoint: string) => Promise<string>
  onEvent?: (event: LocalEvent) => void
}

/** What happens, for whoever shows it. */
export type LocalEvent =
  | { kind: 'dropped'; key: string; size: number }
  | { kind: 'progress'; key: string; progress: Progress }
  | { kind: 'outcome'; outcome: Outcome }
  | { kind: 'trouble'; error: Error }

export interface LocalInstance {
  endpoint: string
  pipeline: Pipeline
  /** What to set so that Parquetry's commands and the AWS tools talk to it. */
  environment: Record<string, string>
  /** Finishes what is being converted, unless that takes longer than `patienceMs`; what is unfinished is taken up at the next start. */
  stop(patienceMs?: number): Promise<void>
}

export async function startLocalInstance(options: LocalOptions): Promise<LocalInstance> {
  if (options.dataFolder !== undefined) await makeDataFolder(options.dataFolder)
  const aws = await startEmbeddedAws({ port: options.port, dataFolder: options.dataFolder })
  try {
    const way = (await options.through?.(aws.endpoint)) ?? aws.endpoint
    const environment = describe(aws, way, options)
    const pipeline = await pipelineFromEnv(environment)
    createQueues(aws, pipeline)
    notify(aws, pipeline, options.onEvent)
    aws.releaseInFlight(queueName)
    aws.releaseInFlight(deadLetterQueueName)
    await reconcileAtStart(aws, pipeline)
    const mapping = feedHandler(aws, pipeline, environment, options)
    return { endpoint: aws.endpoint, pipeline, environment, stop: (patienceMs = 5000) => mapping.stop(patienceMs).then(aws.close) }
  } catch (error) {
    await aws.close()
    throw error
  }
}

async function makeDataFolder(folder: string): Promise<void> {
  await makeFolders(folder).catch((cause: unknown) => {
    throw new Failure({ code: 'CONFIG_INVALID', detail: `--data: ${folder} cannot be made a folder (${systemCode(cause)})` }, { cause })
  })
}

function describe(aws: EmbeddedAws, endpoint: string, { environment, schemasFolder }: LocalOptions): Record<string, string> {
  aws.createBucket(localBucket)
  const settings = Object.entries(environment).filter(([name, value]) => name.startsWith('PARQUETRY_') && value)
  return {
    ...(Object.fromEntries(settings) as Record<string, string>),
    PARQUETRY_ENDPOINT: endpoint,
    PARQUETRY_BUCKET: localBucket,
    PARQUETRY_BUCKET_OWNER: '',
    PARQUETRY_QUEUE_URL: aws.createQueue(queueName, {}),
    PARQUETRY_DLQ_URL: aws.createQueue(deadLetterQueueName, { MessageRetentionPeriod: fourteenDays }),
    PARQUETRY_SCHEMAS: schemasFolder,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: localRegion,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  }
}

const fourteenDays = String(14 * 24 * 60 * 60) // seconds

/** Seconds after which a message whose handler hangs is delivered again; renewed while the handler works. */
const visibilitySeconds = 60

/** Deliveries that the queue allows beyond those after which the pipeline itself gives up: for handlers that died. */
const spareReceives = 5

function createQueues(aws: EmbeddedAws, { config }: Pipeline): void {
  aws.createQueue(queueName, {
    VisibilityTimeout: String(visibilitySeconds),
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: aws.queueArn(deadLetterQueueName),
      maxReceiveCount: config.maxReceives + spareReceives,
    }),
  })
}

function notify(aws: EmbeddedAws, { config, clock }: Pipeline, onEvent: LocalOptions['onEvent']): void {
  const sequencer = createSequencer(clock)
  aws.onObjectChange(change => {
    const isWatched = change.key.startsWith(config.inputPrefix) || change.key.startsWith(config.fixPrefix)
    if (change.bucket !== config.bucket || !isWatched) return
    aws.sendMessage(queueName, objectEventMessage(change, { region: localRegion, time: clock(), sequencer: sequencer() }))
    if ('etag' in change) onEvent?.({ kind: 'dropped', key: change.key, size: change.size })
  })
}

/**
 * Sources that were put while it was down, or whose messages were lost, and what an earlier run left unfinished. Nobody is at work yet, so
 * nothing is too young to look at; what the queue holds needs no second message.
 */
async function reconcileAtStart(aws: EmbeddedAws, pipeline: Pipeline): Promise<void> {
  const announced = new Set(aws.messageBodies(queueName).flatMap(keysIn))
  const isNews = (body: string) => !keysIn(body).some(key => announced.has(key))
  const sendAll = async (bodies: readonly string[]) => {
    for (const body of bodies.filter(isNews)) aws.sendMessage(queueName, body)
  }
  const mostWaiting = Number.POSITIVE_INFINITY
  await reconcile({ ...pipeline, queue: { ...pipeline.queue, sendAll } }, { graceMs: 0, mostWaiting })
}

function keysIn(body: string): string[] {
  try {
    return parseEvents(body).map(({ key }) => key)
  } catch {
    return [] // no event: the handler will say so
  }
}

function feedHandler(aws: EmbeddedAws, pipeline: Pipeline, environment: Record<string, string>, options: LocalOptions): EventSourceMapping {
  const handler = createHandler(pipeline, {
    logLevel: 'SILENT',
    metrics: false,
    heartbeat: false,
    onOutcome: outcome => options.onEvent?.({ kind: 'outcome', outcome }),
    onProgress: (key, progress) => options.onEvent?.({ kind: 'progress', key, progress }),
  })
  return startEventSourceMapping({
    client: sqsClient({ endpoint: environment.PARQUETRY_ENDPOINT ?? aws.endpoint, region: localRegion, credentials }),
    queueUrl: environment.PARQUETRY_QUEUE_URL ?? '',
    source: { arn: aws.queueArn(queueName), region: localRegion },
    handler,
    onError: error => options.onEvent?.({ kind: 'trouble', error }),
    batchSize: 1,
    concurrency: 1, // a file at a time has the whole machine, and its rate is its own
    visibilitySeconds,
  })
}
