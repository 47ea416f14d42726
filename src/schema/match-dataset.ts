// Which dataset a source belongs to: the one whose globs match its key. Two that match are an error, so that nothing depends on order.

import { Failure } from '../failure/failure.ts'
import { shown } from '../failure/sentence.ts'
import type { Dataset } from './dataset.ts'
import { matchesGlob } from './glob.ts'

/**
 * The dataset whose `match` fits, or undefined if there is none.
 * @param key below the input prefix
 * @throws Failure DATASET_FILE_INVALID if several datasets match
 */
export function matchDataset(datasets: readonly Dataset[], key: string): Dataset | undefined {
  const matching = datasets.filter(dataset => dataset.match.some(glob => matchesGlob(glob, key)))
  if (matching.length > 1) throw ambiguous(key, matching)
  return matching[0]
}

function ambiguous(key: string, matching: readonly Dataset[]): Failure {
  const names = matching.map(dataset => dataset.name).sort()
  return new Failure({
    code: 'DATASET_FILE_INVALID',
    detail: `the key ${shown(key)} matches the datasets ${names.join(' and ')}`,
    fix: 'change their match globs so that at most one of them matches each key',
  })
}
