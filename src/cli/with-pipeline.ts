// The pipeline that a command works on: the one the environment names, otherwise the `parquetry up` that runs on this machine.

import { access } from 'node:fs/promises'
import { type Environment, variable } from '../../handlers/environment.ts'
import { datasetsFromEnv, pipelineFromEnv } from '../../handlers/pipeline-from-env.ts'
import { Failure } from '../failure/failure.ts'
import { commandEnvironment } from '../local/running-instance.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Dataset } from '../schema/dataset.ts'

/** For the usage texts of commands that use it: the end of a paragraph, or all of it. */
export const pipelineUsage = `It works on the pipeline that the environment names (PARQUETRY_BUCKET,
PARQUETRY_QUEUE_URL, PARQUETRY_DLQ_URL, …), otherwise on the parquetry up that
runs on this machine.`

type ReadDatasets = (environment: Environment) => Promise<Dataset[]>

/**
 * @param readDatasets by default none: the commands convert nothing, and whoever watches a pipeline on AWS need not have its dataset files
 * @throws Failure CONFIG_INVALID when there is no pipeline
 */
export async function withPipeline<T>(use: (pipeline: Pipeline) => Promise<T>, readDatasets: ReadDatasets = noDatasets): Promise<T> {
  const environment = commandEnvironment(process.env)
  if (environment) return use(await pipelineFromEnv(environment, readDatasets))
  throw new Failure({
    code: 'CONFIG_INVALID',
    detail: 'no pipeline is named, and none runs on this machine',
    fix: 'start one with parquetry up, or set PARQUETRY_BUCKET, PARQUETRY_QUEUE_URL and PARQUETRY_DLQ_URL',
  })
}

/** Those of PARQUETRY_SCHEMAS, if that folder is there. */
export async function datasetsIfThere(environment: Environment): Promise<Dataset[]> {
  const isThere = await access(variable(environment, 'PARQUETRY_SCHEMAS')).then(
    () => true,
    () => false,
  )
  return isThere ? datasetsFromEnv(environment) : []
}

async function noDatasets(): Promise<Dataset[]> {
  return []
}
