// Lambda entry point: converts the objects that a batch of S3 events speaks of. Clients, dataset files and the kernel are set up once,
// while Lambda starts the function; a wrong configuration fails there, before any message is touched.

import { createHandler } from './create-handler.ts'
import { pipelineFromEnv } from './pipeline-from-env.ts'

export const handler = createHandler(await pipelineFromEnv(process.env))
