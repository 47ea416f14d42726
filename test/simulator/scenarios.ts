// What a pipeline is there for, one thing at a time. `before` lives through undisturbed; `act` is what may be disturbed, request by request.
// How it must end is not said here: check-end.ts knows it from what users dropped and deleted.

import { createReconcileHandler } from '../../handlers/create-reconcile-handler.ts'
import { applyRedrive } from '../../src/pipeline/apply-redrive.ts'
import type { Pipeline } from '../../src/pipeline/pipeline.ts'
import { planRedrive } from '../../src/pipeline/plan-redrive.ts'
import { fixOf } from './expected.ts'
import { sourceVersion } from './source-text.ts'
import type { Stage } from './stage.ts'
import type { WorldOptions } from './world.ts'

export interface Scenario {
  options?: Partial<WorldOptions>
  before?: (world: Stage) => Promise<void>
  /** Begins something; whoever runs the scenario then lets the queue run empty. */
  act: (world: Stage) => void
}

const plain = 'incoming/plain/a.csv'
const parted = 'incoming/parted/a.csv'
const mirrored = 'incoming/mirrored/a.csv'
const archived = 'incoming/archived/a.csv'
const marked = 'incoming/marked/day/a.csv'
const marker = 'incoming/marked/_SUCCESS'
const lost = () => ({ copies: 0, delayMs: 0 })
const told = () => ({ copies: 1, delayMs: 0 })

export const scenarios: Readonly<Record<string, Scenario>> = {
  'a first conversion': { act: world => world.drop(sourceVersion(plain, 1, [0, 1])) },
  'types inferred': { act: world => world.drop(sourceVersion('incoming/free/a.csv', 1, [0, 1])) },
  'partitions and rejected rows': { act: world => world.drop(sourceVersion(parted, 1, [0, 1], 2)) },
  'a multipart upload': { options: { partBytes: 300 }, act: world => world.drop(sourceVersion(plain, 1, [0, 1, 2], 1)) },
  'an overwrite with other partitions': {
    before: after(world => world.drop(sourceVersion(parted, 1, [0, 1], 1))),
    act: world => world.drop(sourceVersion(parted, 2, [1, 2])),
  },
  'the same bytes again': {
    options: { s3: { etags: 'opaque', isVersioned: true } },
    before: after(world => world.drop(sourceVersion(parted, 1, [0, 1]))),
    act: world => world.drop(sourceVersion(parted, 1, [0, 1])),
  },
  'an archived source': { act: world => world.drop(sourceVersion(archived, 1, [0])) },
  'a file that fails': { act: world => world.drop(sourceVersion(plain, 1, [0], 0, 'open quote')) },
  'a file that fails over an earlier version': {
    before: after(world => world.drop(sourceVersion(plain, 1, [0, 1]))),
    act: world => world.drop(sourceVersion(plain, 2, [0], 0, 'open quote')),
  },
  'a file that kills its worker': { act: world => world.drop(sourceVersion(plain, 1, [0], 0, 'deadly')) },
  'a corrected file after a failed one': {
    before: after(world => world.drop(sourceVersion(archived, 1, [0], 0, 'open quote'))),
    act: world => world.drop(sourceVersion(archived, 2, [0, 1])),
  },
  'a redrive by the queue': {
    before: failed,
    act: world => world.redriveQueue(),
  },
  'a redrive by command': { before: failed, act: world => void world.command(redrive) },
  'a deleted source whose rows go with it': {
    before: after(world => world.drop(sourceVersion(mirrored, 1, [0, 1], 1))),
    act: world => world.remove(mirrored),
  },
  'corrected rows': {
    before: rejecting(parted),
    act: world => world.drop(sourceVersion(fixOf(parted), 2, [0, 2])),
  },
  'corrected rows that are corrected again': {
    before: corrected(parted),
    act: world => world.drop(sourceVersion(fixOf(parted), 3, [1])),
  },
  'corrected rows of corrected rows, archived': {
    before: corrected(archived, 1),
    act: world => world.drop(sourceVersion(fixOf(fixOf(archived)), 3, [1])),
  },
  'corrected rows that fail': {
    before: rejecting(plain),
    act: world => world.drop(sourceVersion(fixOf(plain), 2, [0], 0, 'open quote')),
  },
  'corrected rows of a version that is overwritten': {
    before: corrected(parted),
    act: world => world.drop(sourceVersion(parted, 3, [1, 2], 1)),
  },
  'corrected rows and a new version at once': {
    before: rejecting(plain),
    act: world => {
      world.drop(sourceVersion(fixOf(plain), 2, [0]))
      world.drop(sourceVersion(plain, 3, [1], 1))
    },
  },
  'corrected rows of a deleted source': {
    before: corrected(mirrored, 1),
    act: world => world.remove(mirrored),
  },
  'deleted corrected rows': {
    before: corrected(mirrored, 1),
    act: world => world.remove(fixOf(mirrored)),
  },
  'a marker after its files': {
    before: after(world => {
      world.drop(sourceVersion(marked, 1, [0, 1]))
      world.drop(sourceVersion('incoming/marked/b.csv', 1, [2], 1))
    }),
    act: world => world.mark(marker),
  },
  'a file after its marker': {
    before: after(world => world.mark(marker)),
    act: world => world.drop(sourceVersion(marked, 1, [0, 1])),
  },
  'a marker that is deleted under its files': {
    before: after(world => {
      world.mark(marker)
      world.drop(sourceVersion(marked, 1, [0, 1]))
    }),
    act: world => {
      world.remove(marker)
      world.drop(sourceVersion(marked, 2, [2]))
    },
  },
  'reconciling after a marker and corrected rows that were never announced': {
    before: async world => {
      world.drop(sourceVersion(marked, 1, [0]))
      await rejecting(plain)(world)
      world.notificationFate = lost
      world.mark(marker)
      world.drop(sourceVersion(fixOf(plain), 2, [0]))
      world.notificationFate = told
      await world.passGrace()
    },
    act: world => void world.command(reconcile),
  },
  'reconciling what was never announced': {
    before: async world => {
      world.drop(sourceVersion(mirrored, 1, [0]))
      await world.drain()
      world.notificationFate = lost
      world.drop(sourceVersion(plain, 1, [0]))
      world.drop(sourceVersion(parted, 1, [0, 1]))
      world.remove(mirrored)
      world.notificationFate = told
      await world.passGrace()
    },
    act: world => void world.command(reconcile),
  },
}

function after(act: (world: Stage) => void): (world: Stage) => Promise<void> {
  return async world => {
    act(world)
    await world.drain()
  }
}

/** Whose rows are rejected in part, some time ago: S3 tells times in seconds. */
function rejecting(key: string): (world: Stage) => Promise<void> {
  return async world => {
    await after(world => world.drop(sourceVersion(key, 1, [0, 1], 1)))(world)
    await world.passGrace()
  }
}

/** And corrected. */
function corrected(key: string, badRows = 0): (world: Stage) => Promise<void> {
  return async world => {
    await rejecting(key)(world)
    world.drop(sourceVersion(fixOf(key), 2, [0, 2], badRows))
    await world.drain()
    await world.passGrace()
  }
}

/** A good file that could not be converted for so long that it was given up. */
async function failed(world: Stage): Promise<void> {
  world.refuseReads(true)
  world.drop(sourceVersion(plain, 1, [0, 1]))
  await world.drain()
  world.refuseReads(false)
}

/** As the schedule does. */
export async function reconcile(pipeline: Pipeline): Promise<void> {
  const handler = createReconcileHandler(pipeline, { logLevel: 'SILENT', metrics: false })
  await handler({}, { functionName: 'reconcile', awsRequestId: 'r', getRemainingTimeInMillis: () => 900_000 })
}

export async function redrive(pipeline: Pipeline): Promise<void> {
  await applyRedrive(pipeline, await planRedrive(pipeline))
}
