// How many threads a Lambda function of some memory has CPU for.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html: "At 1,769 MB, a function has the equivalent of one vCPU"

import type { Environment } from './environment.ts'

const megabytesOfOneCpu = 1769
const mostCpus = 6

/** One for each vCPU that the memory buys, begun ones included; 1 anywhere else than in Lambda. */
export function defaultThreads(env: Environment): number {
  const megabytes = Number(env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 0)
  return Math.min(Math.max(Math.ceil(megabytes / megabytesOfOneCpu), 1), mostCpus)
}
