// Sample files for a first look: real public data from the npm package vega-datasets, of which one is spoilt in three places and one is
// broken. The package is there in a checkout (a development dependency), not where Parquetry was installed from npm.
//
// What must come out of each is written here as it was counted with csv-parse; test/local/samples.test.ts counts again.

import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { FailureCode } from '../failure/codes.ts'

export interface Sample {
  /** Below `samples/` of the input prefix. */
  name: string
  /** One line on what it shows. */
  shows: string
  expected: ExpectedResult
  bytes(data: SampleData): Buffer
}

export type ExpectedResult = { rows: number; rejected: number; outputs: number } | { failure: FailureCode; line: number }

/** Reads a file of vega-datasets. */
export type SampleData = (fileName: string) => Buffer

export const samplesFolder = 'samples/'

export const SAMPLES: readonly Sample[] = [
  {
    name: 'seattle-weather.csv',
    shows: 'a dataset file with types, and one folder a year',
    expected: { rows: 1461, rejected: 0, outputs: 4 },
    bytes: data => data('seattle-weather.csv'),
  },
  {
    name: 'airports.csv',
    shows: 'no dataset file: types inferred from the whole file',
    expected: { rows: 3376, rejected: 0, outputs: 1 },
    bytes: data => data('airports.csv'),
  },
  {
    name: 'airports-broken.csv',
    shows: 'a comma that should have been quoted',
    expected: { failure: 'RECORD_TOO_LONG', line: 1690 },
    bytes: data => spoil(data('airports.csv'), { 1690: line => line.replace(',', ', Regional,') }),
  },
  {
    name: 'birdstrikes.csv',
    shows: 'headers renamed, dates and numbers typed',
    expected: { rows: 10_000, rejected: 0, outputs: 1 },
    bytes: data => data('birdstrikes.csv'),
  },
  {
    name: 'birdstrikes-typo.csv',
    shows: 'three bad records set aside, the rest converted',
    expected: { rows: 9_997, rejected: 3, outputs: 1 },
    bytes: data =>
      spoil(data('birdstrikes.csv'), {
        1204: line => line.replace(/\d{4}-\d{2}-\d{2}/, '1995-02-30'),
        5078: line => line.replace(/\d+$/, 'fast'),
        8090: line => line.replace(/,[^,]*$/, ''),
      }),
  },
  {
    name: 'zipcodes.csv',
    shows: 'zip codes that keep their leading zeros',
    expected: { rows: 42_049, rejected: 0, outputs: 1 },
    bytes: data => data('zipcodes.csv'),
  },
  {
    name: 'species.csv.gz',
    shows: 'compressed with gzip',
    expected: { rows: 12_360, rejected: 0, outputs: 1 },
    bytes: data => gzipSync(data('species.csv')),
  },
  {
    name: 'flights-200k.csv',
    shows: 'more rows',
    expected: { rows: 200_000, rejected: 0, outputs: 1 },
    bytes: data => csvOf(JSON.parse(data('flights-200k.json').toString('utf8'))),
  },
]

/** Undefined where vega-datasets is not installed. */
export function sampleData(): SampleData | undefined {
  const folder = vegaDatasetsFolder()
  return folder === undefined ? undefined : fileName => readFileSync(join(folder, 'data', fileName))
}

function vegaDatasetsFolder(): string | undefined {
  try {
    const manifest = findPackageJSON('vega-datasets', import.meta.url)
    return manifest && dirname(manifest)
  } catch {
    return undefined // ERR_MODULE_NOT_FOUND
  }
}

/** @param changes by line number, the header being line 1 */
function spoil(csv: Buffer, changes: Readonly<Record<number, (line: string) => string>>): Buffer {
  const parts = csv.toString('utf8').split(/(\r?\n)/) // line, its end, line, …
  return Buffer.from(parts.map((part, at) => (at % 2 === 0 ? (changes[at / 2 + 1]?.(part) ?? part) : part)).join(''))
}

/** Records of numbers, all with the same keys. */
function csvOf(records: readonly Readonly<Record<string, number>>[]): Buffer {
  const lines = records.map(record => Object.values(record).join(','))
  return Buffer.from([Object.keys(records[0] ?? {}).join(','), ...lines, ''].join('\n'))
}
