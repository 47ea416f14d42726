// The pipeline that a command works on: the one the environment names, otherwise the `parquetry up` that runs on this machine.

import { pipelineFromEnv } from '../../handlers/pipeline-from-env.ts'
import { Failure } from '../failure/failure.ts'
import { commandEnvironment } from '../local/running-instance.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'

/** @throws Failure CONFIG_INVALID when there is none */
export async function withPipeline<T>(use: (pipeline: Pipeline) => Promise<T>): Promise<T> {
  const environment = commandEnvironment(process.env)
  if (environment) return use(await pipelineFromEnv(environment))
  throw new Failure({
    code: 'CONFIG_INVALID',
    detail: 'no pipeline is named, and none runs on this machine',
    fix: 'start one with parquetry up, or set PARQUETRY_BUCKET, PARQUETRY_QUEUE_URL and PARQUETRY_DLQ_URL',
  })
}
