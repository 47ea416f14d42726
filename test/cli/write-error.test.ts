import { stripVTControlCharacters } from 'node:util'
import { wrapped, writeError } from '../../src/cli/write-error.ts'
import { Failure } from '../../src/failure/failure.ts'
import { fakeTerminal } from './fake-terminal.ts'

describe('wrapped', () => {
  it('breaks between words and indents', () => {
    expect(wrapped('error: a.csv line 3: the record has too many fields', 24)).toBe(
      'error: a.csv line 3: the\n  record has too many\n  fields',
    )
  })
  it('leaves what fits, and words that are too long', () => {
    expect(wrapped('short', 80)).toBe('short')
    expect(wrapped(`a ${'x'.repeat(30)} b`, 10)).toBe(`a ${'x'.repeat(30)}\n  b`)
  })
})

describe('writeError', () => {
  const failure = new Failure({ code: 'SOURCE_EMPTY', source: 'a\u001b[31m.csv' })
  const sentence = 'error: a\\u001b[31m.csv: the file is empty; fix: drop a file with at least a header line\n'

  it('is one line in a pipe', async () => {
    const io = fakeTerminal({ columns: 20 })
    await writeError(io, failure)
    expect(io.written.stderr).toBe(sentence)
  })

  it('is broken between words on a terminal, and red', async () => {
    const io = fakeTerminal({ columns: 40, color: true })
    Object.assign(io.stderr, { isTTY: true })
    await writeError(io, failure)
    expect(io.written.stderr.startsWith('\u001b[31merror:\u001b[39m a')).toBe(true)
    expect(io.written.stderr.split('\n')).toHaveLength(4)
    expect(stripVTControlCharacters(io.written.stderr).replaceAll('\n  ', ' ')).toBe(sentence)
  })
})
