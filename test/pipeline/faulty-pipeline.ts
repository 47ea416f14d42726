// A pipeline whose requests to store and queues go wrong on purpose: the n-th one fails before or after it took effect, and the worker
// either lives on or is dead from then on.

import { Failure } from '../../src/failure/failure.ts'
import type { Pipeline } from '../../src/pipeline/pipeline.ts'
import type { MessageQueue } from '../../src/store/message-queue.ts'
import type { ObjectStore, ObjectWriter } from '../../src/store/store.ts'

export type FaultKind = 'error before' | 'error after' | 'death before' | 'death after'
export const FAULT_KINDS: readonly FaultKind[] = ['error before', 'error after', 'death before', 'death after']

/** Asked for every request; waits, throws, or lets it pass. */
export type Gate = <Answer>(request: () => Promise<Answer>, about: RequestName) => Promise<Answer>

/** Operation and key: `head incoming/a.csv`, `commit parquet/a.parquet`, `send`. */
export type RequestName = string

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
    head: key => gate(() => store.head(key), `head ${key}`),
    async *read(key, options) {
      yield* await gate(async () => store.read(key, options), `read ${key}`)
    },
    writer: (key, options) => gatedWriter(store.writer(key, options), key, gate),
    put: (key, bytes, options) => gate(() => store.put(key, bytes, options), `put ${key}`),
    copy: (from, to, options) => gate(() => store.copy(from, to, options), `copy ${from}`),
    delete: (key, options) => gate(() => store.delete(key, options), `delete ${key}`),
    async *list(prefix, options) {
      yield* await gate(async () => store.list(prefix, options), `list ${prefix}`)
    },
  }
}

function gatedWriter(writer: ObjectWriter, key: string, gate: Gate): ObjectWriter {
  return {
    write: bytes => gate(() => writer.write(bytes), `write ${key}`),
    commit: condition => gate(() => writer.commit(condition), `commit ${key}`),
    abort: () => writer.abort().catch(() => undefined),
  }
}

function gatedQueue(queue: MessageQueue, gate: Gate): MessageQueue {
  return {
    send: (body, attributes) => gate(() => queue.send(body, attributes), 'send'),
    sendAll: bodies => gate(() => queue.sendAll(bodies), 'sendAll'),
    receive: options => gate(() => queue.receive(options), 'receive'),
    changeVisibility: (receipt, seconds) => gate(() => queue.changeVisibility(receipt, seconds), 'changeVisibility'),
    delete: receipt => gate(() => queue.delete(receipt), 'delete'),
    depth: () => gate(() => queue.depth(), 'depth'),
  }
}

export interface StalledPipeline {
  pipeline: Pipeline
  /** Resolves when the first request stands still. */
  stalled: Promise<void>
  /** Lets them go on. */
  release: () => void
}

/**
 * A pipeline of which some requests stand still until they are released.
 *
 * @param moment before or after they took effect
 */
export function stalledAt(
  pipeline: Pipeline,
  isStalled: (about: RequestName) => boolean,
  moment: 'before' | 'after' = 'before',
): StalledPipeline {
  const released = Promise.withResolvers<void>()
  const stalled = Promise.withResolvers<void>()
  const wait = async () => {
    stalled.resolve()
    await released.promise
  }
  const gate: Gate = async (request, about) => {
    if (!isStalled(about)) return await request()
    if (moment === 'before') await wait()
    const answer = await request()
    if (moment === 'after') await wait()
    return answer
  }
  return { pipeline: gated(pipeline, gate), stalled: stalled.promise, release: () => released.resolve() }
}
