// The scheduled reconcile as a Lambda handler: log, metrics, and a message to people where one is needed.

import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import { Metrics } from '@aws-lambda-powertools/metrics'
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware'
import middy from '@middy/core'
import type { Pipeline } from '../src/pipeline/pipeline.ts'
import { type ReconcileOptions, type ReconcileResult, reconcile } from '../src/pipeline/reconcile/reconcile.ts'
import type { AlertTopic } from '../src/store/sns-topic.ts'
import { alertSubject, alertText } from './alert-text.ts'
import { countReconcile } from './count-reconcile.ts'
import type { HandlerContext } from './create-handler.ts'
import { logFinding } from './log-finding.ts'

export type ReconcileHandler = (event: unknown, context: HandlerContext) => Promise<Pick<ReconcileResult, 'state' | 'found'>>

export interface ReconcileHandlerOptions {
  /** Where people are told; undefined: nowhere but in log and metrics. */
  topic?: AlertTopic | undefined
  logLevel?: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'SILENT'
  /** Whether CloudWatch metrics (EMF lines on stdout) are written. */
  metrics?: boolean
  /** Of the run, as far as the function does not decide it. */
  run?: Pick<ReconcileOptions, 'graceMs' | 'mostWaiting' | 'pageKeys' | 'keysBetweenSaves'>
}

/** Findings that a run logs one by one; of more, counts say more. */
const mostLogged = 1000

/** Whatever the event: the schedule's, or one made by hand. @throws what keeps it from looking at all; Lambda then counts an error */
export function createReconcileHandler(pipeline: Pipeline, options: ReconcileHandlerOptions = {}): ReconcileHandler {
  const logger = new Logger({ serviceName: 'parquetry', ...(options.logLevel === undefined ? {} : { logLevel: options.logLevel }) })
  const metrics = new Metrics({ namespace: 'Parquetry', serviceName: 'parquetry' })
  const handler = middy<unknown, Awaited<ReturnType<ReconcileHandler>>>({ timeoutEarlyInMillis: 0 }).use(injectLambdaContext(logger))
  const isCounted = options.metrics ?? true
  if (isCounted) handler.use(logMetrics(metrics))
  return handler.handler(async (_event, context) => {
    const result = await runOnce(pipeline, logger, context, options)
    if (isCounted) countReconcile(metrics, result, pipeline.clock())
    return { state: result.state, found: result.found }
  }) as ReconcileHandler
}

async function runOnce(
  pipeline: Pipeline,
  logger: Logger,
  context: HandlerContext,
  { topic, run }: ReconcileHandlerOptions,
): Promise<ReconcileResult> {
  let logged = 0
  const result = await reconcile(pipeline, {
    ...run,
    isScheduled: true,
    remainingMs: () => context.getRemainingTimeInMillis(),
    onFinding: finding => {
      if (++logged <= mostLogged) logFinding(logger, finding)
    },
    onFailure: failure => logger.error('a remedy failed', { code: failure.code, reason: failure.message }),
    onAttention: async attention => topic?.publish(alertSubject(attention), alertText(pipeline.config, attention)),
  })
  const { attention, ...counts } = result
  logger.info('reconciled', { ...counts, needPerson: attention.count })
  return result
}
