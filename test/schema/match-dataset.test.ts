import { type Dataset, defaultConversionOptions } from '../../src/schema/dataset.ts'
import { matchDataset } from '../../src/schema/match-dataset.ts'
import { failureOf } from './problem-lines.ts'

const dataset = (name: string, ...match: string[]): Dataset => ({
  ...defaultConversionOptions,
  name,
  match,
  columns: undefined,
  afterConvert: 'keep',
  onSourceDelete: undefined,
  readyMarker: undefined,
})

const datasets = [dataset('sales', 'sales/*.csv', 'shops/**/sales-*.csv'), dataset('shops', 'shops/*/*.csv')]

describe('matchDataset', () => {
  it.each([
    ['sales/a.csv', 'sales'],
    ['shops/x/y/sales-1.csv', 'sales'],
    ['shops/x/list.csv', 'shops'],
    ['other/a.csv', undefined],
  ])('%j belongs to %j', (key, name) => {
    expect(matchDataset(datasets, key)?.name).toBe(name)
  })

  it('refuses a key that two datasets match, naming both, whatever their order', () => {
    for (const order of [datasets, datasets.toReversed()]) {
      const failure = failureOf(() => matchDataset(order, 'shops/x/sales-1.csv'))
      expect(failure.code).toBe('DATASET_FILE_INVALID')
      expect(failure.data.detail).toBe('the key "shops/x/sales-1.csv" matches the datasets sales and shops')
    }
  })

  it('takes a key that matches two globs of one dataset', () => {
    expect(matchDataset([dataset('a', '*.csv', 'a*')], 'a.csv')?.name).toBe('a')
  })
})
