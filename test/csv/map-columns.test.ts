import { headerFields, numberedFields, type SourceField } from '../../src/csv/header.ts'
import { mapColumns } from '../../src/csv/map-columns.ts'
import { Failure } from '../../src/failure/failure.ts'
import { type Column, defaultLimits } from '../../src/schema/dataset.ts'

const column = (source: string, nullable = true): Column => ({ name: `p_${source}`, type: { name: 'string' }, nullable, source })
const fields = (...names: string[]): SourceField[] =>
  headerFields(
    names.map(name => Buffer.from(name)),
    defaultLimits,
  )

const strict = { missingColumns: 'fail', extraColumns: 'fail' } as const
const lenient = { missingColumns: 'null', extraColumns: 'ignore' } as const

function failureOf(action: () => unknown): Failure {
  try {
    action()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('nothing failed')
}

describe('mapColumns', () => {
  it('T73: finds columns by name, in declared order, wherever they are', () => {
    const columns = [column('c'), column('a'), column('b')]
    expect(mapColumns(fields('a', 'b', 'c'), columns, strict)).toEqual({
      fieldCount: 3,
      columns: [
        { column: columns[0], field: 2 },
        { column: columns[1], field: 0 },
        { column: columns[2], field: 1 },
      ],
      ignored: [],
    })
  })

  it('tells case and spaces apart', () => {
    const columns = [column('A'), column('a'), column(' a')]
    expect(mapColumns(fields('a', ' a', 'A'), columns, strict).columns.map(({ field }) => field)).toEqual([2, 0, 1])
  })

  it('takes names that JavaScript objects have, and numbers', () => {
    const names = ['__proto__', 'constructor', 'then', '2', '1']
    const mapping = mapColumns(fields(...names), names.map(name => column(name)).reverse(), strict)
    expect(mapping.columns.map(({ field }) => field)).toEqual([4, 3, 2, 1, 0])
    expect(failureOf(() => mapColumns(fields('a'), [column('a'), column('__proto__')], strict)).code).toBe('HEADER_MISSING_COLUMN')
  })

  it('reads two columns from one field', () => {
    expect(mapColumns(fields('at'), [column('at'), column('at')], strict).columns.map(({ field }) => field)).toEqual([0, 0])
  })

  it('finds unnamed and numbered fields by their place', () => {
    const columns = [column('column 1'), column('a')]
    expect(mapColumns(fields('', 'a'), columns, strict).columns.map(({ field }) => field)).toEqual([0, 1])
    const numbered = mapColumns(numberedFields(3, defaultLimits), [column('column 3'), column('column 1')], lenient)
    expect(numbered.columns.map(({ field }) => field)).toEqual([2, 0])
    expect(numbered.ignored).toEqual(['column 2'])
  })

  it('ignores extra columns and leaves missing ones null where that is asked for', () => {
    const mapping = mapColumns(fields('x', 'a', 'y', 'x'), [column('a'), column('b')], lenient)
    expect(mapping.columns.map(({ field }) => field)).toEqual([1, undefined])
    expect(mapping.ignored).toEqual(['x', 'y', 'x'])
    expect(mapping.fieldCount).toBe(4)
  })

  it('T73: refuses a missing column, with the name that may be meant', () => {
    const failure = failureOf(() => mapColumns(fields('id', 'Amuont'), [column('id'), column('amount')], strict))
    expect(failure.data).toMatchObject({ code: 'HEADER_MISSING_COLUMN', columnName: 'amount' })
    expect(failure.message).toContain('the file has "id", "Amuont"; did you mean "Amuont"?')
  })

  it('does not propose a column that is already taken, nor one that is far off', () => {
    const failure = failureOf(() => mapColumns(fields('id', 'zebra'), [column('id'), column('ix')], strict))
    expect(failure.message).not.toContain('did you mean')
  })

  it('refuses a missing column that may not be null, whatever the policy', () => {
    const failure = failureOf(() => mapColumns(fields('a'), [column('a'), column('b', false)], lenient))
    expect(failure.code).toBe('HEADER_MISSING_COLUMN')
    expect(failure.message).toContain('not nullable')
  })

  it('asks about the delimiter when all names are in one', () => {
    expect(failureOf(() => mapColumns(fields('id;amount'), [column('id')], strict)).message).toContain('is csv.delimiter right?')
  })

  it('T73: refuses an extra column', () => {
    const failure = failureOf(() => mapColumns(fields('a', 'B2'), [column('a'), column('b')], { ...strict, missingColumns: 'null' }))
    expect(failure.data).toMatchObject({ code: 'HEADER_EXTRA_COLUMN', column: 2, columnName: 'B2' })
    expect(failure.message).toContain('declared: "a", "b"')
  })

  it('minds duplicates only of what it reads', () => {
    const failure = failureOf(() => mapColumns(fields('a', 'b', 'a'), [column('a')], lenient))
    expect(failure.data).toMatchObject({ code: 'HEADER_DUPLICATE', column: 3, columnName: 'a' })
    expect(mapColumns(fields('a', 'b', 'b'), [column('a')], lenient).ignored).toEqual(['b', 'b'])
  })

  it('keeps its messages short', () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `${i}${'n'.repeat(1000)}`)
    const { message } = failureOf(() => mapColumns(fields(...names), [column('m'.repeat(65_536))], strict))
    expect(message.length).toBeLessThan(1500)
    expect(message).toContain('and 9992 more')
  })
})
