// The Lambda handler of a pipeline, whatever its wiring: convert.ts builds it from the environment, the local loop from its own clients.

import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import { Metrics } from '@aws-lambda-powertools/metrics'
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware'
import middy from '@middy/core'
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda'
import type { Progress } from '../src/convert/convert.ts'
import { handleBatch } from '../src/pipeline/handle-batch.ts'
import type { Outcome } from '../src/pipeline/outcome.ts'
import type { Pipeline } from '../src/pipeline/pipeline.ts'
import { countOutcome } from './count-outcome.ts'
import { startHeartbeat } from './heartbeat.ts'
import { logOutcome } from './log-outcome.ts'
import { queueMessages } from './queue-messages.ts'

/** What the handler needs of Lambda's context. */
export type HandlerContext = Pick<Context, 'getRemainingTimeInMillis'> & Partial<Context>

export type ConvertHandler = (event: SQSEvent, context: HandlerContext) => Promise<SQSBatchResponse>

export interface HandlerOptions {
  /** Called with every outcome beside the log, for the local live table. */
  onOutcome?: (outcome: Outcome) => void
  /** Progress of the conversion that runs. */
  onProgress?: (key: string, progress: Progress) => void
  /** `SILENT` for the local loop. */
  logLevel?: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'SILENT'
  /** Whether CloudWatch metrics (EMF lines on stdout) are written. */
  metrics?: boolean
  /** Whether messages are kept hidden while they are worked on; the local loop does that itself. */
  heartbeat?: boolean
}

/** Kept back from the time that Lambda gives: enough to abort uploads and to answer. */
const reserveMs = 10_000

/** Lambda stops a function at its timeout, not always to the second. */
const lastBreathSeconds = 30

/** How often messages in hand are hidden anew. */
const heartbeatMs = 60_000

/** What is left of the reserve when the answer must be given, whether a conversion has ended or not. */
const lastMs = 4_000

/**
 * Takes a batch of SQS messages; answers with exactly those that must be delivered again.
 *
 * @throws on an event that is not a batch of SQS messages: answering anything else would make Lambda delete it.
 */
export function createHandler(pipeline: Pipeline, options: HandlerOptions = {}): ConvertHandler {
  const logger = new Logger({ serviceName: 'parquetry', ...(options.logLevel === undefined ? {} : { logLevel: options.logLevel }) })
  const metrics = new Metrics({ namespace: 'Parquetry', serviceName: 'parquetry' })
  const report = (outcome: Outcome) => {
    logOutcome(logger, outcome)
    if (options.metrics ?? true) countOutcome(metrics, outcome)
    options.onOutcome?.(outcome)
  }
  const handler = middy<SQSEvent, SQSBatchResponse>({ timeoutEarlyInMillis: 0 }).use(injectLambdaContext(logger))
  if (options.metrics ?? true) handler.use(logMetrics(metrics))
  return handler.handler((event, context) => convertBatch(pipeline, event, context, { ...options, onOutcome: report })) as ConvertHandler
}

async function convertBatch(
  pipeline: Pipeline,
  event: SQSEvent,
  context: HandlerContext,
  { onOutcome, onProgress, heartbeat = true }: HandlerOptions,
): Promise<SQSBatchResponse> {
  const messages = queueMessages(event)
  const hiddenSeconds = () => context.getRemainingTimeInMillis() / 1000 + lastBreathSeconds
  const remainingMs = () => context.getRemainingTimeInMillis() - reserveMs
  const beat = heartbeat ? startHeartbeat(pipeline.queue, messages, { everyMs: heartbeatMs, hiddenSeconds }) : undefined
  try {
    const postponed = await handleBatch(beat === undefined ? pipeline : { ...pipeline, queue: beat.queue }, messages, {
      remainingMs,
      signal: AbortSignal.timeout(Math.max(0, remainingMs())),
      lastSignal: AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - lastMs)),
      ...(onOutcome === undefined ? {} : { onOutcome }),
      ...(onProgress === undefined ? {} : { onProgress }),
    })
    return { batchItemFailures: postponed.map(itemIdentifier => ({ itemIdentifier })) }
  } finally {
    await beat?.stop()
  }
}
