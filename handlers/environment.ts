// The environment variables that the handlers read: this table is the whole list. serverless.yml sets them.

import { Failure } from '../src/failure/failure.ts'
import { defaultPipelineConfig as defaults } from '../src/pipeline/pipeline-config.ts'

interface Variable {
  meaning: string
  /** undefined: must be set; empty: may be left out. */
  default: string | undefined
}

export const ENVIRONMENT = {
  PARQUETRY_BUCKET: { meaning: 'bucket of sources and outputs', default: undefined },
  PARQUETRY_BUCKET_OWNER: { meaning: 'AWS account that must own the bucket', default: '' },
  PARQUETRY_QUEUE_URL: { meaning: 'queue of events', default: undefined },
  PARQUETRY_DLQ_URL: { meaning: 'dead-letter queue', default: undefined },
  PARQUETRY_INPUT_PREFIX: { meaning: 'where sources are dropped', default: defaults.inputPrefix },
  PARQUETRY_OUTPUT_PREFIX: { meaning: 'where Parquet is written', default: defaults.outputPrefix },
  PARQUETRY_RETRY_PREFIX: { meaning: 'where failed sources go', default: defaults.retryPrefix },
  PARQUETRY_REJECT_PREFIX: { meaning: 'where rejected records go', default: defaults.rejectPrefix },
  PARQUETRY_FIX_PREFIX: { meaning: 'where corrected files of rejected records are dropped', default: defaults.fixPrefix },
  PARQUETRY_ARCHIVE_PREFIX: { meaning: 'where converted sources go with afterConvert: archive', default: defaults.archivePrefix },
  PARQUETRY_STATE_PREFIX: { meaning: 'the ledger', default: defaults.statePrefix },
  PARQUETRY_AFTER_CONVERT: { meaning: 'keep, archive or delete sources that have no dataset file', default: defaults.afterConvert },
  PARQUETRY_ON_SOURCE_DELETE: { meaning: 'keep or remove outputs whose source is deleted', default: defaults.onSourceDelete },
  PARQUETRY_MAX_RECEIVES: { meaning: 'deliveries after which a message counts as failed', default: String(defaults.maxReceives) },
  PARQUETRY_THREADS: { meaning: 'threads of a conversion; `auto`: as many as the memory buys vCPUs', default: 'auto' },
  PARQUETRY_SCHEMAS: { meaning: 'folder of dataset files', default: 'schemas' },
  PARQUETRY_ALERT_TOPIC: { meaning: 'SNS topic that tells people of what they have to see to', default: '' },
  PARQUETRY_ENDPOINT: { meaning: 'S3 and SQS endpoint instead of AWS', default: '' },
} as const satisfies Record<string, Variable>

export type VariableName = keyof typeof ENVIRONMENT
export type Environment = Readonly<Record<string, string | undefined>>

/** The variable's value, or its default. @throws Failure CONFIG_INVALID when it must be set and is not */
export function variable(env: Environment, name: VariableName): string {
  const { meaning, default: otherwise }: Variable = ENVIRONMENT[name]
  const value = env[name] || otherwise
  if (value === undefined) throw new Failure({ code: 'CONFIG_INVALID', detail: `${name} is not set: ${meaning}` })
  return value
}

/** @throws Failure CONFIG_INVALID when it is not a whole number */
export function numberVariable(env: Environment, name: VariableName): number {
  const text = variable(env, name)
  if (!/^\d{1,9}$/.test(text)) throw new Failure({ code: 'CONFIG_INVALID', detail: `${name} is "${text}", not a whole number` })
  return Number(text)
}
