// The benchmark's command line: what is chosen, and what is refused by name.

import { parseOptions } from '../../bench/options.ts'

function options(...args: string[]) {
  const parsed = parseOptions(args)
  if (parsed === 'help') throw new Error('help was not asked for')
  return parsed
}

describe('the options of the benchmark', () => {
  it('without any: everything, each scenario with its own shapes and sizes', () => {
    expect(options()).toMatchObject({ shapes: undefined, size: undefined, memorySizes: [100e6, 1e9], rounds: 3, python: true, write: true })
    expect(options().scenarios).toContain('cold-start')
  })
  it('take beginnings of names', () =>
    expect(options('--contenders', 'csv-parse').contenders.map(({ name }) => name)).toEqual([
      'csv-parse + hyparquet-writer',
      'csv-parse + parquetjs-lite',
    ]))
  it('keep the order of the shapes', () =>
    expect(options('--shapes', 'events,wide').shapes?.map(({ name }) => name)).toEqual(['wide', 'events']))
  it('read sizes in decimal units', () =>
    expect(options('--size', '1.5MB', '--memory-size', '10GB, 20kB')).toMatchObject({ size: 1.5e6, memorySizes: [10e9, 20e3] }))
  it.each([
    ['--shapes', 'cubes', '--shapes: no "cubes"; there are taxi'],
    ['--scenarios', 'speed', '--scenarios: no "speed"'],
    ['--size', 'large', '--size: "large" is not a size'],
    ['--memory-size', '1GB,', '--memory-size: "" is not a size'],
    ['--rounds', '0', '--rounds: "0" is not a count'],
  ])('refuse %s %s', (option, value, message) => expect(() => parseOptions([option, value])).toThrow(message))
})
