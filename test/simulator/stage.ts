// What a scenario needs of the world that it happens in, and what is looked at once that has come to rest. There are two: the simulation
// (world.ts) and the embedded S3 and SQS over HTTP (http-stage.ts).

import type { Pipeline } from '../../src/pipeline/pipeline.ts'
import type { SourceVersion } from './source-text.ts'

/** What becomes of the notification of a change. */
export type NotificationFate = { copies: number; delayMs: number }

export interface Stage {
  /** A user drops a file, */
  drop(source: SourceVersion): void
  /** or a marker, */
  mark(key: string): void
  /** or deletes either. */
  remove(key: string): void
  notificationFate: () => NotificationFate
  /** An operator types a command, */
  command(run: (pipeline: Pipeline) => Promise<unknown>): unknown
  /** or presses the queue's own redrive button. */
  redriveQueue(): void
  /** Whether objects can be read. */
  refuseReads(isRefused: boolean): void
  /** Until reconciling takes what lies there for settled. */
  passGrace(): Promise<void>
  /** Until every message is handled and nobody works. */
  drain(): Promise<void>
}

/** Bucket and queues at rest. */
export interface Scene {
  /** What users did to each key: a version dropped, or undefined for deleted, in order. */
  userActions: ReadonlyMap<string, readonly (SourceVersion | undefined)[]>
  s3: { objects: ReadonlyMap<string, SceneObject>; uploads: { readonly size: number } }
  queue: { messages: { readonly size: number } }
  deadLetters: { messages: ReadonlyMap<string, { body: string }> }
  /** `troubles`: answers of the handler that are no answers. */
  lambda: { troubles: readonly string[] }
}

export interface SceneObject {
  body: Buffer
  etag: string
  lastModified: Date
}
