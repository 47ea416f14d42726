import { oneOf, onlyArgument, parseOptions, sizeInBytes, wholeNumber } from '../../src/cli/parse-options.ts'
import { UsageError } from '../../src/cli/usage-error.ts'
import { rowGroupSize } from '../../src/schema/dataset-file-shape.ts'

const options = { output: { type: 'string', short: 'o' }, force: { type: 'boolean', short: 'f' }, json: { type: 'boolean' } } as const

function complaint(args: string[]): string {
  try {
    parseOptions(args, options)
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    return (error as Error).message
  }
  throw new Error('nothing was thrown')
}

describe('parseOptions', () => {
  it('takes options and inputs in any order, a lone dash being an input', () => {
    const { values, positionals } = parseOptions(['a.csv', '-o', '-', '-f', '--', '--odd.csv'], options)
    expect(values).toEqual({ output: '-', force: true })
    expect(positionals).toEqual(['a.csv', '--odd.csv'])
  })

  it.each([
    [['--ouptut', 'x'], 'unknown option --ouptut; did you mean "--output"?'],
    [['--forse'], 'unknown option --forse; did you mean "--force"?'],
    [['--zebra'], 'unknown option --zebra'],
    [['--zebra=1'], 'unknown option --zebra'],
    [['-x'], 'unknown option -x'],
    [['-o'], '--output needs a value'],
    [['--output'], '--output needs a value'],
    [['-o', '--json'], '--output needs a value; for one that begins with a dash write --output=VALUE'],
    [['--force=yes'], '--force takes no value'],
  ])('%j: %s', (args, message) => expect(complaint(args)).toBe(message))
})

it.each([
  ['--null', 'nullTokens'],
  ['--null-tokens', 'nullTokens'],
  ['--ragged', 'csv.ragged'],
])('%s is told to be a key of dataset files where one can be given', (option, key) => {
  expect(() => parseOptions([option, 'NA'], { schema: { type: 'string' } })).toThrow(`${option}; it is a key of dataset files, ${key} (see`)
  expect(complaint([option, 'NA'])).toBe(`unknown option ${option}`)
})

describe('values', () => {
  it('of numbers', () => {
    expect(wholeNumber('--threads', '4', 1)).toBe(4)
    for (const text of ['0', '-1', '1.5', '', ' 4', '1e3', '99999999999999999999', 'four']) {
      expect(() => wholeNumber('--threads', text, 1)).toThrow(`--threads takes a whole number from 1, not ${JSON.stringify(text)}`)
    }
  })

  it('of sizes', () => {
    expect(sizeInBytes('--row-group-size', '128MiB', rowGroupSize)).toBe(128 * 1024 * 1024)
    expect(sizeInBytes('--row-group-size', '64 MB', rowGroupSize)).toBe(64_000_000)
    for (const text of ['0', '-1', 'big', '1 XB', '5', '3GiB']) {
      expect(() => sizeInBytes('--row-group-size', text, rowGroupSize)).toThrow('--row-group-size takes a size from 64 KiB to 2 GiB')
    }
  })

  it('of closed sets', () => {
    expect(oneOf('--codec', 'zstd', ['zstd', 'gzip'])).toBe('zstd')
    expect(() => oneOf('--codec', 'zsdt', ['zstd', 'gzip'])).toThrow('--codec takes zstd, gzip, not "zsdt"')
  })

  it('the one argument', () => {
    expect(onlyArgument('a file', ['x'])).toBe('x')
    expect(() => onlyArgument('a file', [])).toThrow('name a file')
    expect(() => onlyArgument('a file', ['x', 'y'])).toThrow('one at a time: "y" is too many')
  })
})
