// Everything a pipeline works with, injected: Lambda, the local loop and tests differ only here.

import type { convert } from '../convert/convert.ts'
import type { MessageQueue } from '../store/message-queue.ts'
import type { ObjectStore } from '../store/store.ts'
import type { PipelineConfig } from './pipeline-config.ts'

export interface Pipeline {
  config: PipelineConfig
  /** Of `config.bucket`. */
  store: ObjectStore
  /** Where events arrive. */
  queue: MessageQueue
  deadLetters: MessageQueue
  convert: typeof convert
  clock: () => Date
}
