// Which bucket and prefixes a pipeline serves, and how it retries. Prefixes end with `/`.

import type { Dataset } from '../schema/dataset.ts'

export interface PipelineConfig {
  bucket: string
  inputPrefix: string
  outputPrefix: string
  /** Failed objects with their `.error.json`. */
  retryPrefix: string
  /** Rejected records of files that were converted. */
  rejectPrefix: string
  archivePrefix: string
  /** The ledger. */
  statePrefix: string
  datasets: readonly Dataset[]
  /** What happens to a source without a dataset file, once converted. */
  afterConvert: Dataset['afterConvert']
  /** Deliveries after which a message counts as failed. The queue's own maxReceiveCount must not be lower. */
  maxReceives: number
  /** Worker threads of a conversion. */
  threads: number
}

export const defaultPipelineConfig: Omit<PipelineConfig, 'bucket'> = {
  inputPrefix: 'incoming/',
  outputPrefix: 'parquet/',
  retryPrefix: 'retry/',
  rejectPrefix: 'rejects/',
  archivePrefix: 'archive/',
  statePrefix: '_parquetry/',
  datasets: [],
  afterConvert: 'keep',
  maxReceives: 5,
  threads: 1,
}
