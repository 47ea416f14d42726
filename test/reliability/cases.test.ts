import { readFileSync } from 'node:fs'
import { reliabilityCases } from './cases.ts'
import { casesPage, pagePath, unprovenCases } from './cases-page.ts'
import { titledTests } from './titles.ts'

/** Cases that still wait for their test. A case that has one must be taken off; none may be added. */
const waiting: readonly string[] = []

it('every case has a test that names it', () => {
  expect(unprovenCases()).toEqual(waiting)
})

it('every id in a title is that of a case', () => {
  const laterCases = ['T91']
  for (const id of titledTests().keys()) expect([...Object.keys(reliabilityCases), ...laterCases]).toContain(id)
})

it('docs/reliability-cases.md is what npm run cases makes', () => {
  expect(readFileSync(pagePath, 'utf8')).toBe(casesPage())
})
