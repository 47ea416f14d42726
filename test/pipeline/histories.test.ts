// Seeded histories: versions of a few keys dropped at any time, events duplicated and delivered in any order to several workers at once,
// requests that fail or kill their worker anywhere. Once every message is handled, the published rows are those of the objects that are
// there: nothing lost, nothing twice, nothing stale.

import { Failure } from '../../src/failure/failure.ts'
import { handleBatch } from '../../src/pipeline/handle-batch.ts'
import { type Gate, gated } from './faulty-pipeline.ts'
import { deliverAll, drop, makeWorld, objectKeys, partitionedDataset, publishedRows, s3Message, type World } from './test-pipeline.ts'

const histories = 150
const firstSeed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9))

it(`the dataset is a function of the bucket's final state (seed ${firstSeed})`, async () => {
  for (let seed = firstSeed; seed < firstSeed + histories; seed++) {
    const world = makeWorld({ datasets: [partitionedDataset()], maxReceives: 1000 })
    const random = randomFrom(seed)
    const workers = Array.from({ length: 3 }, () => runWorker(world, random))
    const final = await dropVersions(world, random)
    await Promise.all(workers)
    await deliverAll(world, 1000)
    expect({ seed, rows: publishedRows(world) }).toEqual({ seed, rows: [...final.values()].flatMap(text => text.split(' ')).sort() })
    expect({ seed, uploads: objectKeys(world, 'retry/') }).toEqual({ seed, uploads: [] })
  }
})

const keys = ['incoming/events/a.csv', 'incoming/events/b.csv']
const versions = 6

/** @returns the last version of each key */
async function dropVersions(world: World, random: () => number): Promise<Map<string, string>> {
  const final = new Map<string, string>()
  for (let version = 0; version < versions; version++) {
    const key = keys[Math.floor(random() * keys.length)]!
    const rows = [1, 2, 3].filter(() => random() < 0.6).map(partition => `${partition}:${key.at(-5)}${version}`)
    const text = rows.length === 0 ? `1:${key.at(-5)}${version}` : rows.join(' ')
    await drop(world, key, text)
    final.set(key, text)
    if (random() < 0.5) await world.queue.send(s3Message(key))
    await pause(random, 30)
  }
  return final
}

/**
 * Takes messages in any order, now and then dying or failing on the way. What it has not handled comes back once it has ended, not before:
 * visibility timeouts are longer than a worker lives.
 */
async function runWorker(world: World, random: () => number): Promise<void> {
  for (let round = 0; round < 12; round++) {
    await pause(random, 10)
    const messages = [...(await world.queue.receive({ visibilitySeconds: 5400, waitSeconds: 0 }))].sort(() => random() - 0.5)
    const postponed = await handleBatch(gated(world.pipeline, unreliable(random)), messages)
    for (const { id, receipt } of messages) {
      if (postponed.includes(id)) await world.queue.changeVisibility(receipt, 0)
      else await world.queue.delete(receipt)
    }
  }
}

function unreliable(random: () => number): Gate {
  let isDead = false
  return async request => {
    await pause(random, random() < 0.08 ? 150 : 3) // a worker that stands still while others overtake it
    const isHit = !isDead && random() < 0.02
    if (isHit && random() < 0.5) await request()
    isDead ||= isHit && random() < 0.5
    if (isDead || isHit) throw new Failure({ code: 'STORE_UNAVAILABLE', detail: isDead ? 'dead' : 'hit' })
    return await request()
  }
}

/** Lets others go first for up to `most` turns. */
async function pause(random: () => number, most: number): Promise<void> {
  for (let turns = Math.floor(random() * (most + 1)); turns > 0; turns--) await new Promise(resolve => setImmediate(resolve))
}

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
