import { posix } from 'node:path'
import { defaultPipelineConfig, type PipelineConfig } from '../../src/pipeline/pipeline-config.ts'
import { ledgerKey, outputKey, rejectKeys, routeKey, type SourceRoute, sourceTag } from '../../src/pipeline/route-key.ts'
import { partitionedDataset } from './test-pipeline.ts'

const config: PipelineConfig = { ...defaultPipelineConfig, bucket: 'b', inputPrefix: 'in/', outputPrefix: 'out/' }

function source(key: string, datasets: PipelineConfig['datasets'] = []): SourceRoute {
  const route = routeKey({ ...config, datasets }, key)
  if (route.kind !== 'source') throw new Error(`${key} is ignored: ${JSON.stringify(route)}`)
  return route
}

function output(key: string, partition = '', match?: string): string {
  return outputKey(config, source(key, match === undefined ? [] : [partitionedDataset({ match: [match] })]), partition)
}

describe('the output of a source has its name', () => {
  it.each([
    ['in/a.csv', 'out/a.parquet'],
    ['in/2026/01/a.csv', 'out/2026/01/a.parquet'],
    ['in/a.CSV', 'out/a.parquet'],
    ['in/a.tsv', 'out/a.parquet'],
    ['in/a.txt', 'out/a.parquet'],
    ['in/a.csv.gz', 'out/a.parquet'],
    ['in/a.Csv.GZIP', 'out/a.parquet'],
    ['in/a.csv.zst', 'out/a.parquet'],
    ['in/a.csv.zstd', 'out/a.parquet'],
    ['in/a.b.csv', 'out/a.b.parquet'],
    ['in/a.csv/b.csv', 'out/a.csv/b.parquet'],
    ['in/a b+c%20d.csv', 'out/a b+c%20d.parquet'],
    ['in/日本.csv', 'out/日本.parquet'],
    ['in/line\nbreak.csv', 'out/line\nbreak.parquet'],
  ])('%j → %j', (key, expected) => expect(output(key)).toBe(expected))

  it('whatever its suffix, when a dataset file names it', () => {
    expect(output('in/logs/x.log', '', 'logs/*')).toBe('out/logs/x.log.parquet')
    expect(output('in/logs/x.log.gz', '', 'logs/*')).toBe('out/logs/x.log.parquet')
  })
})

describe('partition folders follow the folders that the glob spells out', () => {
  it.each([
    ['sales/**/*.csv', 'in/sales/2026/01/a.csv', 'out/sales/day=1/2026/01/a.parquet'],
    ['sales/*.csv', 'in/sales/a.csv', 'out/sales/day=1/a.parquet'],
    ['eu/sales/**', 'in/eu/sales/a.csv.gz', 'out/eu/sales/day=1/a.parquet'],
    ['*.csv', 'in/a.csv', 'out/day=1/a.parquet'],
    ['{eu,us}/*.csv', 'in/eu/a.csv', 'out/day=1/eu/a.parquet'],
    ['samples/a.csv', 'in/samples/a.csv', 'out/samples/day=1/a.parquet'],
  ])('%s: %s → %s', (match, key, expected) => expect(output(key, 'day=1/', match)).toBe(expected))

  it('so two sources of one name in different folders stay apart', () => {
    expect(output('in/sales/x/a.csv', 'day=1/', 'sales/**')).not.toBe(output('in/sales/y/a.csv', 'day=1/', 'sales/**'))
  })
})

describe('S11, T49: no key leads out of its prefix', () => {
  it.each([
    'in/../x.csv',
    'in/../../etc/passwd.csv',
    'in/a/../../../x.csv',
    'in/./x.csv',
    'in//etc/x.csv',
    'in/a\\..\\x.csv',
    'in/%2e%2e%2fx.csv',
    'in/nul\0x.csv',
  ])('%j', key => {
    const rejects = rejectKeys(config, source(key))
    for (const [prefix, result] of [
      ['out/', output(key)],
      ['out/', output(key, 'p=1/')],
      ['rejects/', rejects.rows],
      ['rejects/', rejects.reasons],
      ['_parquetry/ledger/', ledgerKey(config, key)],
    ] as const) {
      expect(result.startsWith(prefix)).toBe(true)
      expect(posix.normalize(result).startsWith(prefix)).toBe(true)
    }
  })
})

describe('T50: ignored are', () => {
  it.each([
    'other/a.csv',
    'in/',
    'in/folder/',
    'in/a.json',
    'in/a.csv.zip',
    'in/a',
    'in/.hidden.csv',
    'in/_a.csv',
    'in/_temporary/a.csv',
    'in/.tmp/a.csv',
    'inn/a.csv',
  ])('%s', key => expect(routeKey(config, key).kind).toBe('ignored'))
})

describe('ledger keys and source tags', () => {
  const awkward = [
    'in/a b.csv',
    'in/a%20b.csv',
    'in/a+b.csv',
    'in/../a.csv',
    'in/%2E%2E/a.csv',
    `in/${'ä'.repeat(480)}.csv`,
    `in/${'ä'.repeat(481)}.csv`,
    'in/\ud800.csv',
  ]
  it('are different for different keys, printable, and short enough for S3', () => {
    for (const name of [(key: string) => ledgerKey(config, key), sourceTag]) {
      const names = awkward.map(name)
      expect(new Set(names).size).toBe(awkward.length)
      for (const found of names) {
        expect(found).toMatch(/^[\x21-\x7e]+$/)
        expect(found.length).toBeLessThanOrEqual(1024)
      }
    }
  })
})
