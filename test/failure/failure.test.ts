import { FAILURES } from '../../src/failure/codes.ts'
import { Failure } from '../../src/failure/failure.ts'

describe('a failure', () => {
  it('is an error whose message is its sentence', () => {
    const failure = new Failure({ code: 'SOURCE_EMPTY', source: 'a.csv' })
    expect(failure).toBeInstanceOf(Error)
    expect(failure.name).toBe('Failure')
    expect(failure.message).toBe('a.csv: the file is empty; fix: drop a file with at least a header line')
  })

  it.each(['SOURCE_EMPTY', 'SOURCE_CHANGED', 'ACCESS_DENIED'] as const)('of code %s has the class of the catalogue', code => {
    const failure = new Failure({ code })
    expect([failure.code, failure.class]).toEqual([code, FAILURES[code].class])
  })

  it('takes up more of its place on its way up, and keeps what it knew', () => {
    const cause = new Error('deep below')
    const low = new Failure({ code: 'VALUE_NULL', line: 7, columnName: 'id' }, { cause })
    const high = low.at({ source: 's3://in/a.csv', line: 1 })
    expect(high.data).toEqual({ code: 'VALUE_NULL', source: 's3://in/a.csv', line: 7, columnName: 'id' })
    expect(high.message).toMatch(/^s3:\/\/in\/a\.csv line 7, column "id": /)
    expect(high.cause).toBe(cause)
    expect(low.data.source).toBeUndefined()
  })

  it('is plain data that survives a thread’s border', () => {
    const { data } = new Failure({ code: 'VALUE_INVALID', line: 7, value: 'x', expected: 'int' })
    expect(new Failure(structuredClone(data)).message).toBe(new Failure(data).message)
  })
})
