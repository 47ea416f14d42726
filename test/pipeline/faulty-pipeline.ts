// A pipeline whose requests to store and queues go wrong on purpose: the n-th one fails before or after it took effect, and the worker
// either lives on or is dead from then on.

import { Failure } from '../../src/failure/failure.ts'
import type { Pipeline } from '../../src/pipeline/pipeline.ts'
import type { MessageQueue } from '../../src/store/message-queue.ts'
import type { ObjectStore, ObjectWriter } from '../../src/store/store.ts'

export type FaultKind = 'error before' | 'error after' | 'death before' | 'death after'
export const FAULT_KINDS: readonly FaultKind[] = ['error before', 'error after', 'death before', 'death after']

/** Asked for every request; waits, throws, or lets it pass. */
export type Gate = <Answer>(request: () => Promise<Answer>) => Promise<Answer>

export interface FaultyPipeline {
  pipeline: Pipeline
  /** Whether the fault has happened: if not, there were fewer requests. */
  hasFailed: () => boolean
}

/** @param at which request fails, from 1 */
export function failAt(pipeline: Pipeline, at: number, kind: FaultKind): FaultyPipeline {
  let count = 0
  let isDead = false
  const gate: Gate = async request => {
    if (isDead) throw new Failure({ code: 'STORE_UNAVAILABLE', detail: 'dead' })
    if (++count !== at) return await request()
    isDead = kind.startsWith('death')
    if (kind.endsWith('after')) await request()
    throw new Failure({ code: 'STORE_UNAVAILABLE', detail: kind })
  }
  return { pipeline: gated(pipeline, gate), hasFailed: () => count >= at }
}

/** The pipeline, every request through the gate. */
export function gated(pipeline: Pipeline, gate: Gate): Pipeline {
  return {
    ...pipeline,
    store: gatedStore(pipeline.store, gate),
    queue: gatedQueue(pipeline.queue, gate),
    deadLetters: gatedQueue(pipeline.deadLetters, gate),
  }
}

function gatedStore(store: ObjectStore, gate: Gate): ObjectStore {
  return {
    head: key => gate(() => store.head(key)),
    async *read(key, options) {
      yield* await gate(async () => store.read(key, options))
    },
    writer: (key, options) => gatedWriter(store.writer(key, options), gate),
    put: (key, bytes, options) => gate(() => store.put(key, bytes, options)),
    copy: (from, to, options) => gate(() => store.copy(from, to, options)),
    delete: (key, options) => gate(() => store.delete(key, options)),
    async *list(prefix, options) {
      yield* await gate(async () => store.list(prefix, options))
    },
  }
}

function gatedWriter(writer: ObjectWriter, gate: Gate): ObjectWriter {
  return {
    write: bytes => gate(() => writer.write(bytes)),
    commit: condition => gate(() => writer.commit(condition)),
    abort: () => writer.abort().catch(() => undefined),
  }
}

function gatedQueue(queue: MessageQueue, gate: Gate): MessageQueue {
  return {
    send: (body, attributes) => gate(() => queue.send(body, attributes)),
    sendAll: bodies => gate(() => queue.sendAll(bodies)),
    receive: options => gate(() => queue.receive(options)),
    changeVisibility: (receipt, seconds) => gate(() => queue.changeVisibility(receipt, seconds)),
    delete: receipt => gate(() => queue.delete(receipt)),
    depth: () => gate(() => queue.depth()),
  }
}
