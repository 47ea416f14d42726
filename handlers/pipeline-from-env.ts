// A pipeline from environment variables; environment.ts lists them.

import type { Pipeline } from '../src/pipeline/pipeline.ts'

/**
 * Builds clients, reads the dataset files and checks the configuration.
 *
 * @throws Failure CONFIG_INVALID, DATASET_FILE_INVALID, PREFIX_OVERLAP
 */
export declare function pipelineFromEnv(env: Readonly<Record<string, string | undefined>>): Promise<Pipeline>
