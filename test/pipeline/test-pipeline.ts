// A pipeline in memory, and what tests do with it: drop objects, deliver messages as SQS and Lambda would, look at what is published.

import { handleBatch } from '../../src/pipeline/handle-batch.ts'
import type { LedgerEntry } from '../../src/pipeline/ledger-entry.ts'
import type { Outcome } from '../../src/pipeline/outcome.ts'
import { requestBody } from '../../src/pipeline/parse-events.ts'
import type { Pipeline } from '../../src/pipeline/pipeline.ts'
import { defaultPipelineConfig, type PipelineConfig } from '../../src/pipeline/pipeline-config.ts'
import { ledgerKey } from '../../src/pipeline/route-key.ts'
import { type Dataset, defaultConversionOptions } from '../../src/schema/dataset.ts'
import { convertLines } from './line-converter.ts'
import { MemoryQueue } from './memory-queue.ts'
import { MemoryStore } from './memory-store.ts'

export const bucket = 'test-bucket'

export interface World {
  store: MemoryStore
  queue: MemoryQueue
  deadLetters: MemoryQueue
  pipeline: Pipeline
}

export function makeWorld(config: Partial<PipelineConfig> = {}): World {
  const store = new MemoryStore()
  const queue = new MemoryQueue()
  const deadLetters = new MemoryQueue()
  const fullConfig = { ...defaultPipelineConfig, bucket, ...config }
  const pipeline = { config: fullConfig, store, queue, deadLetters, convert: convertLines, clock: () => new Date('2026-01-31T12:00:00Z') }
  return { store, queue, deadLetters, pipeline }
}

/** A dataset that partitions: its lines are `partition:text`. */
export function partitionedDataset(overrides: Partial<Dataset> = {}): Dataset {
  return {
    ...defaultConversionOptions,
    name: 'events',
    match: ['events/**'],
    columns: undefined,
    afterConvert: 'keep',
    onSourceDelete: undefined,
    readyMarker: undefined,
    ...overrides,
  }
}

/** An object as a user puts it, with the message that S3 sends. */
export async function drop({ store, queue }: World, key: string, lines: string): Promise<void> {
  await store.put(key, Buffer.from(lines.split(' ').join('\n')), { contentType: 'text/csv', metadata: { 'dropped-by': 'user' } })
  await queue.send(s3Message(key))
}

/** An object that a user deletes, with the message that S3 sends. */
export async function remove({ store, queue }: World, key: string): Promise<void> {
  await store.delete(key)
  await queue.send(s3Message(key).replace('ObjectCreated:Put', 'ObjectRemoved:Delete'))
}

export function s3Message(...keys: string[]): string {
  const Records = keys.map(key => ({
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    s3: {
      bucket: { name: bucket },
      object: { key: encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/'), eTag: 'e', sequencer: '0A' },
    },
  }))
  return JSON.stringify({ Records })
}

/** Receives once what is visible, and deletes what was handled. */
export async function deliver(world: World, pipeline: Pipeline = world.pipeline): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const messages = await world.queue.receive({ visibilitySeconds: 5400, waitSeconds: 0 })
  const postponed = await handleBatch(pipeline, messages, { onOutcome: outcome => outcomes.push(outcome) })
  for (const { id, receipt } of messages) if (!postponed.includes(id)) await world.queue.delete(receipt)
  return outcomes
}

/** Delivers until the queue is empty, letting visibility timeouts pass; moves to the dead-letter queue what was received too often. */
export async function deliverAll(world: World, maxReceiveCount = 6): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (let round = 0; world.queue.messages.length > 0; round++) {
    if (round > 1000) throw new Error('the queue does not become empty')
    outcomes.push(...(await deliver(world)))
    world.queue.now += 6000
    for (const message of world.queue.messages.filter(({ receiveCount }) => receiveCount >= maxReceiveCount)) {
      world.queue.messages.splice(world.queue.messages.indexOf(message), 1)
      await world.deadLetters.send(message.body, message.attributes)
    }
  }
  return outcomes
}

/** All rows that a reader of the output prefix sees, sorted. */
export function publishedRows({ store, pipeline }: World): string[] {
  const outputs = [...store.objects].filter(([key]) => key.startsWith(pipeline.config.outputPrefix))
  return outputs
    .flatMap(([, { bytes }]) =>
      Buffer.from(bytes)
        .toString()
        .split('\n')
        .filter(row => row !== ''),
    )
    .sort()
}

export function ledgerEntry({ store, pipeline }: World, key: string): LedgerEntry | undefined {
  const found = store.objects.get(ledgerKey(pipeline.config, key))
  return found && JSON.parse(Buffer.from(found.bytes).toString())
}

export function objectKeys({ store }: World, prefix = ''): string[] {
  return [...store.objects.keys()].filter(key => key.startsWith(prefix)).sort()
}

export function textOf({ store }: World, key: string): string {
  return Buffer.from(store.objects.get(key)!.bytes).toString()
}

export { requestBody }
