// docs/errors.md and src/failure/codes.ts say the same: every code, in the same order, with the same class and the same words.

import { readFileSync } from 'node:fs'
import { FAILURES, type FailureCode } from '../../src/failure/codes.ts'

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')
const sections = new Map(
  page
    .split(/^### /m)
    .slice(1)
    .map(section => [section.slice(0, section.indexOf('\n')), section]),
)
const codes = Object.keys(FAILURES) as FailureCode[]

describe('docs/errors.md', () => {
  it('has a section for every code, in the order of the table, and no other', () => {
    expect([...sections.keys()]).toEqual(codes)
  })

  it.each(codes)('says what %s is and how to go on', code => {
    const { class: failureClass, what, fix } = FAILURES[code]
    const section = sections.get(code) ?? ''
    expect(section).toContain(`\n\`${failureClass}\`: ${what}.\n`)
    expect(section).toContain(fix)
  })

  it.each(codes)('shows a message of %s as it is composed', code => {
    const message = /^```text\n(.+)\n```$/m.exec(sections.get(code) ?? '')?.[1]
    expect(message).toMatch(/; fix: .+/)
    expect(message).toContain(FAILURES[code].what)
  })
})

describe('the catalogue', () => {
  it.each(codes)('has words for %s that fit into a sentence', code => {
    const { what, fix } = FAILURES[code]
    for (const words of [what, fix]) expect(words).toMatch(/^[^\s.].*[^\s.]$/)
  })
})
