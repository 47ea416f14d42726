// docs/reliability-cases.md, from the cases and the tests' titles. Run as a script (npm run cases) it writes the page.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { reliabilityCases } from './cases.ts'
import { titledTests } from './titles.ts'

export const pagePath = join(import.meta.dirname, '../../docs/reliability-cases.md')

export function casesPage(): string {
  const tests = titledTests()
  const rows = Object.entries(reliabilityCases).map(([id, text]) => {
    const links = (tests.get(id) ?? []).map(({ file, title }) => `[${markdown(title)}](../${file})`)
    return `| ${id} | ${markdown(text)} | ${links.length === 0 ? 'not yet' : links.join('; ')} |`
  })
  return `${introduction}\n| case | fault, bad input or attack | tests |\n|---|---|---|\n${rows.join('\n')}\n`
}

/** Ids of the cases that no test names. */
export function unprovenCases(): string[] {
  const tests = titledTests()
  return Object.keys(reliabilityCases).filter(id => !tests.has(id))
}

const introduction = `# Reliability cases

What a pipeline from CSV to Parquet must withstand, and the tests that prove it. Made from the tests' titles by \`npm run cases\`; a
test that proves a case carries its id in its title.
`

function markdown(text: string): string {
  return text
    .replace(/[|[\]]/g, '\\$&')
    .replace(/</g, '&lt;')
    .replace(/\$\{[^}]*\}/g, 'n')
}

if (import.meta.main) {
  writeFileSync(pagePath, casesPage())
  console.log(`cases without a test: ${unprovenCases().join(' ') || 'none'}`)
}
