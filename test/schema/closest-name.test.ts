import { closestName, didYouMean } from '../../src/schema/closest-name.ts'

const names = ['columns', 'codec', 'csv', 'match', 'partitionBy']

describe('closestName', () => {
  it.each([
    ['colums', 'columns'],
    ['PARTITIONBY', 'partitionBy'],
    ['matsch', 'match'],
    ['csw', 'csv'],
    ['zip', undefined],
    ['', undefined],
    ['columnsAndMore', undefined],
  ])('%j → %j', (misspelt, expected) => {
    expect(closestName(misspelt, names)).toBe(expected)
  })

  it('takes the first of two that are equally close', () => {
    expect(closestName('name2', ['name1', 'name3'])).toBe('name1')
  })
})

describe('didYouMean', () => {
  it('is empty when nothing is close', () => {
    expect(didYouMean('zip', names)).toBe('')
    expect(didYouMean('mach', names)).toBe('; did you mean "match"?')
  })
})
