// Where people are told, from environment variables. Apart from the pipeline: only the reconcile loads a client for it.

import { type AlertTopic, snsClient, snsTopic } from '../src/store/sns-topic.ts'
import { type Environment, variable } from './environment.ts'
import { clientOptions } from './pipeline-from-env.ts'

/** @returns undefined where no topic is named */
export function alertTopicFromEnv(env: Environment): AlertTopic | undefined {
  const arn = variable(env, 'PARQUETRY_ALERT_TOPIC')
  return arn === '' ? undefined : snsTopic(snsClient(clientOptions(env)), arn)
}
