import { exactGlob, isGlob, matchesGlob } from '../../src/schema/glob.ts'

describe('matchesGlob', () => {
  it.each([
    ['samples/a.csv', 'samples/a.csv'],
    ['samples/*.csv', 'samples/a.csv'],
    ['samples/*.csv', 'samples/.csv'],
    ['*.csv', '.hidden.csv'],
    ['*.csv', 'a\nb.csv'],
    ['**/*.csv', 'a.csv'],
    ['**/*.csv', 'x/y/.z/a.csv'],
    ['**/*.csv', 'x\ny/a.csv'],
    ['sales/**', 'sales/2026/a b/ü+%25.csv'],
    ['sales/**/part-?.csv', 'sales/part-1.csv'],
    ['sales{1..3}.csv', 'sales2.csv'],
    ['{a,b}/*.csv', 'b/x.csv'],
    ['[a-c].csv', 'b.csv'],
    ['[!a-c].csv', 'd.csv'],
    ['sales (1)*.csv', 'sales (1)b.csv'],
    ['+(a)*.csv', '+(a)b.csv'],
    ['!a*.csv', '!ab.csv'],
    ['(a|b)*.csv', '(a|b)c.csv'],
    ['"a"*.csv', '"a"b.csv'],
    ['x\\*.csv', 'x*.csv'],
    ['x\\(*.csv', 'x(1.csv'],
    ['a^$|.*', 'a^$|.csv'],
  ])('%j fits %j', (glob, key) => {
    expect(matchesGlob(glob, key)).toBe(true)
  })

  it.each([
    ['samples/*.csv', 'samples/x/a.csv'],
    ['samples/*.csv', 'Samples/a.csv'],
    ['samples/*.csv', 'other/samples/a.csv'],
    ['*.csv', 'a.csv.gz'],
    ['a?.csv', 'a/.csv'],
    ['a?.csv', 'a.csv'],
    ['a/*', 'a/b/'],
    ['a/**', 'a'],
    ['[!a-c].csv', 'a.csv'],
    ['!a.csv', 'b.csv'],
    ['+(a).csv', 'aa.csv'],
    ['(a|b).csv', 'a.csv'],
    ['(a|b).csv', 'b).csv'],
    ['a|b', 'a'],
    ['x\\*.csv', 'xy.csv'],
    ['a.csv', 'abcsv'],
    ['**', 'a/../b.csv'],
  ])('%j does not fit %j', (glob, key) => {
    expect(matchesGlob(glob, key)).toBe(false)
  })
})

describe('isGlob', () => {
  it('refuses what could never match', () => {
    expect(['', '/a.csv', 'a{b', '[z-a]', 'a\\', 'a'.repeat(1025)].filter(isGlob)).toEqual([])
  })

  it('takes everything else', () => {
    const globs = ['a', '**', 'a[b.csv', 'a(b.csv', 'a)b.csv', '{a,b}', 'ü/*.csv']
    expect(globs.filter(isGlob)).toEqual(globs)
  })
})

it('the exact glob of a key fits it and nothing else', () => {
  const keys = [
    'a.csv',
    '*.csv',
    '?.csv',
    '[a].csv',
    '{a,b}.csv',
    'a\\.csv',
    '\\*.csv',
    '(a|b).csv',
    '!a.csv',
    '**',
    '"a".csv',
    '{1..3}.csv',
    '1.csv',
  ]
  for (const key of keys) expect(keys.filter(other => matchesGlob(exactGlob(key), other))).toEqual([key])
})
