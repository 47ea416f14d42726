// Sources, datasets and whole pipelines whose prefixes and names all but coincide, handled in between one another (T81).

import { handleMessage } from '../../src/pipeline/handle-message.ts'
import type { Pipeline } from '../../src/pipeline/pipeline.ts'
import { checkConfig, type PipelineConfig } from '../../src/pipeline/pipeline-config.ts'
import { pipelineStatus } from '../../src/pipeline/pipeline-status.ts'
import { Random, testSeed } from '../oracle/random.ts'
import { gated } from './faulty-pipeline.ts'
import { MemoryQueue } from './memory-queue.ts'
import { ledgerEntry, makeWorld, objectKeys, partitionedDataset, s3Message, textOf, type World } from './test-pipeline.ts'

const seed = testSeed()

/** A pipeline of its own in the bucket of another. */
function tenant({ store, pipeline }: World, name: string): World {
  const queue = new MemoryQueue()
  const deadLetters = new MemoryQueue()
  const under = (prefix: string) => `${name}${prefix}`
  const prefixes: Partial<PipelineConfig> = {
    inputPrefix: under('incoming/'),
    outputPrefix: under('parquet/'),
    retryPrefix: under('retry/'),
    rejectPrefix: under('rejects/'),
    fixPrefix: under('fix/'),
    archivePrefix: under('archive/'),
    statePrefix: under('_parquetry/'),
  }
  const config = checkConfig({ ...pipeline.config, ...prefixes })
  return { store, queue, deadLetters, pipeline: { ...pipeline, config, queue, deadLetters } }
}

/** The pipeline, whose requests wait for one another's in an order of chance. */
function dawdling(pipeline: Pipeline, random: Random): Pipeline {
  return gated(pipeline, async request => {
    for (let turns = random.below(4); turns > 0; turns--) await new Promise(resolve => setImmediate(resolve))
    return await request()
  })
}

/** All that waits, everything at the same time. */
async function handleAll({ queue, pipeline }: World, random: Random): Promise<void> {
  for (;;) {
    const messages = await queue.receive({ visibilitySeconds: 5400, waitSeconds: 0 })
    if (messages.length === 0) return
    await Promise.all(
      messages.map(async message => {
        if ((await handleMessage(dawdling(pipeline, random), message)) === 'handled') await queue.delete(message.receipt)
      }),
    )
  }
}

it(`T81: sources whose keys all but coincide keep apart what is theirs (SEED=${seed})`, async () => {
  const names = [
    'a/x',
    'a/x.csv',
    'a-b/x',
    'ab/x',
    'A/x',
    'a/X',
    'a /x',
    'a%2Fx',
    'a+/x',
    'a/x/x',
    'a/p=1/x',
    'a_x',
    'a.x',
    'ä/x',
    'a\u0308/x',
  ]
  const world = makeWorld({
    datasets: [partitionedDataset({ name: 'a', match: ['a/**'] }), partitionedDataset({ name: 'ab', match: ['ab/**'] })],
  })
  const random = new Random(seed)
  const keys = names.map(name => `incoming/${name}.csv`)
  for (const version of ['old', 'new']) {
    for (const key of keys) {
      await world.store.put(key, Buffer.from(`1:${key}:${version}\n!reject ${key}:${version}`))
      await world.queue.send(s3Message(key))
    }
    await handleAll(world, random)
  }
  for (const key of keys) {
    const entry = ledgerEntry(world, key)!
    expect(entry).toMatchObject({ state: 'done', source: { key } })
    expect(entry.outputs.map(output => textOf(world, output.key))).toEqual([`1:${key}:new\n`])
    expect(textOf(world, entry.rejectFiles[0]!)).toBe(`!reject ${key}:new\n`)
  }
  expect(objectKeys(world, 'parquet/')).toHaveLength(keys.length)
  expect(objectKeys(world, '_parquetry/')).toHaveLength(keys.length)
  expect(world.store.unfinished).toBe(0)
})

it(`T81: pipelines side by side in one bucket see nothing of one another (SEED=${seed})`, async () => {
  const shared = makeWorld()
  const random = new Random(seed)
  const tenants = ['', 'a/', 'ab/', 'a/b/', 'A/', 'incoming-a/'].map(name => ({ name, world: tenant(shared, name) }))
  for (const { name, world } of tenants) {
    const { inputPrefix } = world.pipeline.config
    await shared.store.put(`${inputPrefix}good.csv`, Buffer.from(`row of ${name}`))
    await shared.store.put(`${inputPrefix}bad.csv`, Buffer.from(`!bad`))
  }
  // Everybody hears of everything, as with one careless notification for the whole bucket.
  const keys = objectKeys(shared)
  for (const { world } of tenants) for (const key of keys) await world.queue.send(s3Message(key))
  await Promise.all(tenants.map(({ world }) => handleAll(world, random)))
  for (const { name, world } of tenants) {
    expect(textOf(shared, `${name}parquet/good.parquet`)).toBe(`row of ${name}\n`)
    const { entries, failedObjects } = await pipelineStatus(world.pipeline)
    expect(entries.map(({ source }) => source.key).sort()).toEqual([`${name}incoming/bad.csv`, `${name}incoming/good.csv`])
    expect(failedObjects).toEqual([`${name}retry/bad.csv`])
    expect(world.deadLetters.messages.map(({ attributes }) => attributes['parquetry.key'])).toEqual([`${name}incoming/bad.csv`])
  }
  expect(objectKeys(shared)).toHaveLength(tenants.length * 6) // source, output, failed source, its report, two ledger entries
})
