// Everything the pipeline does, stopped at every single request: the request fails before or after it took effect, and the worker lives
// on or dies. Then the message is delivered again, and all must be as if nothing had happened.

import { applyRedrive } from '../../src/pipeline/apply-redrive.ts'
import type { LedgerState } from '../../src/pipeline/ledger-entry.ts'
import type { PipelineConfig } from '../../src/pipeline/pipeline-config.ts'
import { planRedrive } from '../../src/pipeline/plan-redrive.ts'
import { FAULT_KINDS, type FaultKind, failAt } from './faulty-pipeline.ts'
import {
  deliver,
  deliverAll,
  drop,
  ledgerEntry,
  makeWorld,
  objectKeys,
  partitionedDataset,
  publishedRows,
  remove,
  s3Message,
  type World,
} from './test-pipeline.ts'

const key = 'incoming/events/a.csv'

interface Scenario {
  config?: Partial<PipelineConfig>
  /** Undisturbed. */
  before?: (world: World) => Promise<void>
  /** What is disturbed; by default one delivery of what is in the queue. A worker that died does not get to delete its message. */
  act?: (world: World, pipeline: World['pipeline']) => Promise<unknown>
  rows: readonly string[]
  state: LedgerState
  objects: readonly string[]
  deadLetters: number
}

const partitioned = { datasets: [partitionedDataset()] }

const scenarios: Record<string, Scenario> = {
  'a first conversion': {
    before: world => drop(world, key, 'one two'),
    rows: ['one', 'two'],
    state: 'done',
    objects: [key, 'parquet/events/a.parquet'],
    deadLetters: 0,
  },
  'a first conversion into partitions, with rejects': {
    config: partitioned,
    before: world => drop(world, key, '1:a 2:b !reject,c'),
    rows: ['1:a', '2:b'],
    state: 'done',
    objects: [
      key,
      'parquet/events/p=1/a.parquet',
      'parquet/events/p=2/a.parquet',
      'rejects/events/a.csv.reasons.ndjson',
      'rejects/events/a.csv.rows.csv',
    ],
    deadLetters: 0,
  },
  'an overwrite with other partitions': {
    config: partitioned,
    before: async world => {
      await drop(world, key, '1:a 2:b !reject,c')
      await deliverAll(world)
      await drop(world, key, '2:c 3:d')
    },
    rows: ['2:c', '3:d'],
    state: 'done',
    objects: [key, 'parquet/events/p=2/a.parquet', 'parquet/events/p=3/a.parquet'],
    deadLetters: 0,
  },
  'the same bytes again': {
    config: partitioned,
    before: async world => {
      await drop(world, key, '1:a 2:b')
      await deliverAll(world)
      await drop(world, key, '1:a 2:b')
    },
    rows: ['1:a', '2:b'],
    state: 'done',
    objects: [key, 'parquet/events/p=1/a.parquet', 'parquet/events/p=2/a.parquet'],
    deadLetters: 0,
  },
  'a deleted source': {
    config: { ...partitioned, onSourceDelete: 'remove' },
    before: async world => {
      await drop(world, key, '1:a 2:b !reject,c')
      await deliverAll(world)
      await remove(world, key)
    },
    rows: [],
    state: 'removed',
    objects: [],
    deadLetters: 0,
  },
  'an archived source where deleted ones take their outputs with them': {
    config: { afterConvert: 'archive', onSourceDelete: 'remove' },
    before: async world => {
      await drop(world, key, 'one')
      await world.queue.send(s3Message(key))
    },
    rows: ['one'],
    state: 'done',
    objects: ['archive/events/a.csv', 'parquet/events/a.parquet'],
    deadLetters: 0,
  },
  'an archived source': {
    config: { afterConvert: 'archive' },
    before: world => drop(world, key, 'one'),
    rows: ['one'],
    state: 'done',
    objects: ['archive/events/a.csv', 'parquet/events/a.parquet'],
    deadLetters: 0,
  },
  'a file that fails': {
    before: world => drop(world, key, '!bad'),
    rows: [],
    state: 'failed',
    objects: ['retry/events/a.csv', 'retry/events/a.csv.error.json'],
    deadLetters: 1,
  },
  'a file that fails over an earlier version': {
    before: async world => {
      await drop(world, key, 'one')
      await deliverAll(world)
      await drop(world, key, '!bad')
    },
    rows: ['one'],
    state: 'failed',
    objects: ['parquet/events/a.parquet', 'retry/events/a.csv', 'retry/events/a.csv.error.json'],
    deadLetters: 1,
  },
  'a corrected file after a failed one': {
    before: async world => {
      await drop(world, key, '!bad')
      await deliverAll(world)
      await drop(world, key, 'good')
    },
    rows: ['good'],
    state: 'done',
    objects: [key, 'parquet/events/a.parquet'],
    deadLetters: 1,
  },
  'a message redriven by the queue itself': {
    before: async world => {
      await drop(world, key, '!busy')
      await deliverAll(world)
      await world.store.put('retry/events/a.csv', Buffer.from('good'))
      for (const { body, attributes } of world.deadLetters.messages.splice(0)) await world.queue.send(body, attributes)
    },
    rows: ['good'],
    state: 'done',
    objects: [key, 'parquet/events/a.parquet'],
    deadLetters: 0,
  },
  'a redrive from the command line': {
    before: async world => {
      await drop(world, key, '!busy')
      await deliverAll(world)
      await world.store.put('retry/events/a.csv', Buffer.from('good'))
    },
    act: async (world, pipeline) => {
      await planRedrive(pipeline)
        .then(plan => applyRedrive(pipeline, plan))
        .catch(() => undefined)
      world.deadLetters.now += 1000
      await applyRedrive(world.pipeline, await planRedrive(world.pipeline))
    },
    rows: ['good'],
    state: 'done',
    objects: [key, 'parquet/events/a.parquet'],
    deadLetters: 0,
  },
}

describe.each(Object.entries(scenarios))('%s', (_, scenario) => {
  it.each(FAULT_KINDS)('comes out the same, whichever request is hit: %s', async kind => {
    let points = 0
    while (await survives(scenario, points + 1, kind)) points++
    expect(points).toBeGreaterThan(5)
  })
})

/** @returns false when there are fewer than `at` requests */
async function survives(scenario: Scenario, at: number, kind: FaultKind): Promise<boolean> {
  const world = makeWorld(scenario.config)
  await scenario.before?.(world)
  const before = publishedRows(world)
  const { pipeline, hasFailed } = failAt(world.pipeline, at, kind)
  await (scenario.act ?? deliver)(world, pipeline)
  for (const row of publishedRows(world)) expect([...before, ...scenario.rows]).toContain(row)
  world.queue.now += 6000
  await deliverAll(world)
  expect({ at, kind, ...endOf(world) }).toEqual({ at, kind, rows: scenario.rows, objects: scenario.objects, state: scenario.state })
  // A worker that dies between the dead letter and its own bookkeeping sends another: at least once, never none.
  expect(world.deadLetters.messages.length).toBeGreaterThanOrEqual(scenario.deadLetters)
  expect(world.deadLetters.messages.length).toBeLessThanOrEqual(scenario.deadLetters + 1)
  await world.queue.send(s3Message(key)) // a late duplicate
  await deliverAll(world)
  expect({ at, kind, ...endOf(world) }).toEqual({ at, kind, rows: scenario.rows, objects: scenario.objects, state: scenario.state })
  return hasFailed()
}

function endOf(world: World) {
  const objects = objectKeys(world).filter(found => !found.startsWith('_'))
  return { rows: publishedRows(world), objects, state: ledgerEntry(world, key)?.state }
}
