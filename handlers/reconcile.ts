// Lambda entry point: compares bucket and ledger on a schedule, puts right what it can, and tells people of what it cannot.

import { alertTopicFromEnv } from './alert-topic-from-env.ts'
import { createReconcileHandler } from './create-reconcile-handler.ts'
import { pipelineFromEnv } from './pipeline-from-env.ts'

export const handler = createReconcileHandler(await pipelineFromEnv(process.env), { topic: alertTopicFromEnv(process.env) })
