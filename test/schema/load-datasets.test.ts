import { loadDatasets } from '../../src/schema/load-datasets.ts'
import { failureOf } from './problem-lines.ts'

const file = (name: string, dataset: string) => ({ name, text: `dataset: ${dataset}\nmatch: ${dataset}/*.csv\n` })

describe('loadDatasets', () => {
  it('sorts by name, whatever the order of the files', () => {
    const files = [file('3.yaml', 'b'), file('1.yaml', 'c'), file('2.yaml', 'a')]
    expect(loadDatasets(files).map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    expect(loadDatasets(files.toReversed())).toEqual(loadDatasets(files))
  })

  it('is empty without files', () => {
    expect(loadDatasets([])).toEqual([])
  })

  it('lists the problems of all files at once', () => {
    const files = [{ name: 'b.yaml', text: 'dataset: b\n' }, file('c.yaml', 'c'), { name: 'a.yaml', text: 'dataset: a\nmatch: a\nx: 1\n' }]
    expect(
      failureOf(() => loadDatasets(files))
        .data.detail?.split('\n')
        .map(line => line.slice(0, 40)),
    ).toEqual(['a.yaml line 3: unknown key "x"; known he', 'b.yaml line 1: the key "match" is missin'])
  })

  it('refuses two files with one dataset name, case ignored', () => {
    const failure = failureOf(() => loadDatasets([file('b.yaml', 'Sales'), file('a.yaml', 'sales')]))
    expect(failure.code).toBe('DATASET_FILE_INVALID')
    expect(failure.data.detail).toBe('b.yaml line 1: the dataset "Sales" is already declared in a.yaml')
  })
})
