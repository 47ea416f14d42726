import { checkNames, headerFields, numberedFields } from '../../src/csv/header.ts'
import { Failure } from '../../src/failure/failure.ts'
import { defaultLimits } from '../../src/schema/dataset.ts'

const fields = (...names: string[]) =>
  headerFields(
    names.map(name => Buffer.from(name)),
    defaultLimits,
  )

function failureOf(action: () => unknown): Failure {
  try {
    action()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('nothing failed')
}

describe('headerFields', () => {
  it('keeps the names and their order as they stand', () => {
    const names = ['z', ' spaced ', '7', '__proto__', 'constructor', 'then', 'length', 'toString', '日本', 'a\nb', '0', '-1', 'Z']
    expect(fields(...names)).toEqual(names.map(name => ({ source: name, name })))
  })

  it('S7, T46: names a field without a name by its place', () => {
    expect(fields('', 'a', ' \t', '')).toEqual([
      { source: 'column 1', name: 'column_1' },
      { source: 'a', name: 'a' },
      { source: 'column 3', name: 'column_3' },
      { source: 'column 4', name: 'column_4' },
    ])
  })

  it('refuses a name that is not UTF-8', () => {
    const failure = failureOf(() => headerFields([Buffer.from('a'), Buffer.from('Zo\xeb', 'latin1')], defaultLimits))
    expect(failure.data).toMatchObject({ code: 'SOURCE_ENCODING', column: 2 })
  })

  it('S4: refuses more columns than the limit', () => {
    const texts = Array.from({ length: 11 }, () => Buffer.from('a'))
    expect(failureOf(() => headerFields(texts, { columns: 10 })).message).toContain('at most 10 (it has 11)')
    expect(failureOf(() => numberedFields(1_000_000, { columns: 10 })).code).toBe('TOO_MANY_COLUMNS')
    expect(headerFields(texts, { columns: 11 })).toHaveLength(11)
  })
})

describe('numberedFields', () => {
  it('counts from 1', () => {
    expect(numberedFields(2, defaultLimits)).toEqual([
      { source: 'column 1', name: 'column_1' },
      { source: 'column 2', name: 'column_2' },
    ])
  })
})

describe('checkNames', () => {
  it('takes names that differ', () => {
    expect(() => checkNames(fields('', 'a', 'b', 'a ', 'ä', '__proto__', 'column_2', ''))).not.toThrow()
    expect(() => checkNames(numberedFields(100, defaultLimits))).not.toThrow()
  })

  it('S7, T46: refuses a name that comes twice', () => {
    const failure = failureOf(() => checkNames(fields('id', 'x', 'id')))
    expect(failure.data).toMatchObject({ code: 'HEADER_DUPLICATE', column: 3, columnName: 'id' })
    expect(failure.message).toContain('column 1 is called the same')
  })

  it('S7, T46: refuses names that differ only in case', () => {
    const failure = failureOf(() => checkNames(fields('Id', 'iD')))
    expect(failure.data).toMatchObject({ code: 'HEADER_DUPLICATE', column: 2, columnName: 'iD' })
    expect(failure.message).toContain('Athena')
  })

  it.each([
    [['', 'a', 'column_1'], 1],
    [['Column_2', ''], 2],
  ])('S7, T46: refuses a given name that is taken: %j', (names, column) => {
    expect(failureOf(() => checkNames(fields(...names))).data).toMatchObject({ code: 'HEADER_EMPTY_NAME', column })
  })

  it('cuts long names in its message', () => {
    const long = 'n'.repeat(65_536)
    const failure = failureOf(() => checkNames(fields(long, long.toUpperCase())))
    expect(failure.message.length).toBeLessThan(600)
  })
})
