// The Lambda handler of a pipeline, whatever its wiring: convert.ts builds it from the environment, the local loop from its own clients.

import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda'
import type { Outcome } from '../src/pipeline/outcome.ts'
import type { Pipeline } from '../src/pipeline/pipeline.ts'

/** What the handler needs of Lambda's context. */
export type HandlerContext = Pick<Context, 'getRemainingTimeInMillis'> & Partial<Context>

export type ConvertHandler = (event: SQSEvent, context: HandlerContext) => Promise<SQSBatchResponse>

export interface HandlerOptions {
  /** Called with every outcome beside the log, for the local live table. */
  onOutcome?: (outcome: Outcome) => void
  /** Progress of the conversion that runs. */
  onProgress?: (key: string, progress: { phase: 'infer' | 'convert'; bytesRead: number; rows: number }) => void
  /** `SILENT` for the local loop. */
  logLevel?: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'SILENT'
  /** Whether CloudWatch metrics (EMF lines on stdout) are written. */
  metrics?: boolean
}

/**
 * Takes a batch of SQS messages; answers with exactly those that must be delivered again.
 *
 * @throws on an event that is not a batch of SQS messages: answering anything else would make Lambda delete it.
 */
export declare function createHandler(pipeline: Pipeline, options?: HandlerOptions): ConvertHandler
