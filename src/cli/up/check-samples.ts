// Whether the samples came out as they should, going by what is really there: rows as the Parquet files say, the failed file and its
// message where a redrive finds them.

import type { LocalInstance } from '../../local/local-instance.ts'
import { type ExpectedResult, SAMPLES, samplesFolder } from '../../local/samples.ts'
import { readMetadata } from '../../parquet/read/read-metadata.ts'
import { planRedrive, releaseRedrive } from '../../pipeline/plan-redrive.ts'
import { errorSuffix } from '../../pipeline/route-key.ts'
import { formatCount } from '../format-count.ts'
import { openStored } from '../open-stored.ts'
import type { BoardRow } from './board.ts'
import type { SampleRows } from './drop-samples.ts'

/** One line for each thing that is not as it should be. */
export async function checkSamples(instance: LocalInstance, rows: SampleRows): Promise<string[]> {
  const problems: string[] = []
  for (const { name, expected } of SAMPLES) {
    const row = rows.get(instance.pipeline.config.inputPrefix + samplesFolder + name)
    const found = row ? await result(instance, row) : 'nothing'
    if (found !== describe(expected)) problems.push(`${name}: ${describe(expected)} expected, ${found} found`)
  }
  return problems
}

function describe(expected: ExpectedResult): string {
  if ('failure' in expected) return `${expected.failure} in line ${expected.line}, file and message set aside`
  return `${formatCount(expected.rows)} rows in ${expected.outputs} of Parquet, ${expected.rejected} rejected`
}

/** What is really there: rows as the Parquet files say, the failed file and its message where they must be. */
async function result(instance: LocalInstance, { outcome, state }: BoardRow): Promise<string> {
  if (outcome?.state === 'failed') {
    const isSetAside = await isRetrievable(instance, outcome.key, outcome.retryKey)
    return `${outcome.failure.code} in line ${outcome.failure.line}${isSetAside ? ', file and message set aside' : ''}`
  }
  if (outcome?.state !== 'converted' && outcome?.state !== 'unchanged') return state
  const { outputs, rows: counts } = outcome.entry
  let rows = 0
  for (const { key } of outputs) rows += (await readMetadata(await openStored(instance.pipeline.store, key))).num_rows
  return `${formatCount(rows)} rows in ${outputs.length} of Parquet, ${counts?.rejected} rejected`
}

async function isRetrievable({ pipeline }: LocalInstance, key: string, retryKey = ''): Promise<boolean> {
  const plan = await planRedrive(pipeline, { keyGlob: key })
  await releaseRedrive(pipeline, plan)
  const report = await pipeline.store.head(retryKey + errorSuffix)
  return report !== undefined && plan.steps.some(step => step.restore?.from === retryKey && step.delete.length > 0)
}
