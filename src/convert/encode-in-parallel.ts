// Records → row groups on several threads. The calling thread reads and cuts the source into row groups; each group goes to one worker as
// a whole, and groups come back in source order. So the output is the same for any number of threads.
//
// In memory at once: for each thread the CSV of one row group, and its compressed chunks and rejects.

import type { ColumnMapping } from '../csv/map-columns.ts'
import type { RecordBlocks } from '../csv/record-blocks.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { ConversionOptions } from '../schema/dataset.ts'
import type { Reject } from './block-parser.ts'
import type { EncodedStretch } from './encoded-stretch.ts'
import { unpackRejects } from './packed-rejects.ts'
import { RowGroupThread } from './row-group-thread.ts'

/** A stretch a row group, behind those of its rejects. */
export async function* encodeInParallel(
  kernel: Kernel,
  blocks: RecordBlocks,
  mapping: ColumnMapping,
  options: Pick<ConversionOptions, 'dialect' | 'nullTokens' | 'codec' | 'onBadRow' | 'maxRejects'>,
  threads: number,
): AsyncGenerator<EncodedStretch> {
  const { dialect, nullTokens, codec } = options
  const idle = Array.from(
    { length: threads },
    () => new RowGroupThread({ mapping, dialect, nullTokens, codec, mostRejects: failingRejects(options) }),
  )
  const all = [...idle]
  const working: RowGroupThread[] = [] // in source order
  let current: RowGroupThread | undefined
  let records = 0
  try {
    for (let block = await blocks.next(); block !== undefined; block = await blocks.next()) {
      if (idle.length === 0 && current === undefined) {
        yield* takeOldest()
      }
      current ??= idle.pop()!
      current.send(kernel.input.view(block.start, block.end).slice(), block)
      if (!block.endsRowGroup) continue
      current.end()
      working.push(current)
      current = undefined
    }
    if (current !== undefined) {
      current.end()
      working.push(current)
    }
    while (working.length > 0) yield* takeOldest()
  } finally {
    await Promise.all(all.map(thread => thread.stop()))
  }

  async function* takeOldest(): AsyncGenerator<EncodedStretch> {
    const thread = working.shift()!
    const { records: count, rejects, rowGroup } = await thread.result()
    idle.push(thread)
    for (const packed of rejects) yield { records: 0, rejects: placedBehind(records, unpackRejects(packed)), rowGroups: [] }
    records += count
    yield { records: count, rejects: [], rowGroups: [{ partition: '', rowGroup }] }
  }
}

function placedBehind(records: number, rejects: readonly Reject[]): Reject[] {
  return rejects.map(({ bytes, data }) => ({ bytes, data: { ...data, record: data.record! + records } }))
}

/** How many rejects are sure to fail the source (reject-output.ts). */
function failingRejects({ onBadRow, maxRejects }: Pick<ConversionOptions, 'onBadRow' | 'maxRejects'>): number {
  if (onBadRow === 'fail') return 1
  return maxRejects !== undefined && 'count' in maxRejects ? maxRejects.count + 1 : Number.POSITIVE_INFINITY
}
