// Tables that say again what the code says: they say the same.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ENVIRONMENT } from '../../handlers/environment.ts'
import { root } from './documents.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')

it('docs/architecture.md has the import table that test/architecture.test.ts enforces', () => {
  const enforced = /const MAY_IMPORT.*?= \{\n(.*?)^\}/ms.exec(read('test/architecture.test.ts'))?.[1] ?? ''
  const rules = [...enforced.matchAll(/^ {2}(\w+): \[(.*)\]/gm)].map(([, layer, list = '']) => [layer, list.match(/\w+/g) ?? []])
  const section = /^## Imports go one way$(.*?)^## /ms.exec(read('docs/architecture.md'))?.[1] ?? ''
  const rows = [...section.matchAll(/^\| `(\w+)` \|(.*)\|$/gm)].map(([, layer, list = '']) => [layer, list.match(/\w+/g) ?? []])
  expect(rules.length).toBeGreaterThan(10)
  expect(rows).toEqual(rules)
})

it('docs/pipeline.md has every environment variable with its meaning and default', () => {
  const rows = [...read('docs/pipeline.md').matchAll(/^\| `(PARQUETRY_\w+)` \| (.+?) \| (.*?) ?\|$/gm)].map(([, ...cells]) => cells)
  const said = (standard: string | undefined) => (standard === undefined ? 'must be set' : standard === '' ? '' : `\`${standard}\``)
  const table = Object.entries(ENVIRONMENT).map(([name, { meaning, default: standard }]) => [name, meaning, said(standard)])
  expect(rows).toEqual(table)
})

it('docs/operations.md names the alarms and the default prefixes of serverless.yml', () => {
  const template = read('serverless.yml')
  const page = read('docs/operations.md')
  const alarms = [...template.matchAll(/^ {4}(\w+Alarm):$/gm)].map(([, name]) => name)
  expect([...page.matchAll(/^\| `(\w+Alarm)`/gm)].map(([, name]) => name)).toEqual(alarms)
  const prefixes = [...template.matchAll(/^ {4}(\w+Prefix): (\S+)$/gm)].map(([, name, value]) => [name, value])
  expect(prefixes.length).toBe(6)
  for (const [name, value] of prefixes) expect(page).toContain(`| \`${name}\` | \`${value}\` |`)
})

it('docs/kernel-memory-map.md has the constants of the kernel', () => {
  const sources = readdirSync(join(root, 'kernel')).filter(name => name.endsWith('.ts'))
  const declared = sources.flatMap(file =>
    [...read(`kernel/${file}`).matchAll(/const (\w+): u32 = ([\d *]+)$/gm)].map(([, name, product = '']) => ({ file, name, product })),
  )
  const constants = new Map(
    declared.map(({ file, name, product }) => [name, [product.split('*').reduce((value, factor) => value * Number(factor), 1), file]]),
  )
  const section = read('docs/kernel-memory-map.md').split('| constant |')[1]?.split('\n\n')[0] ?? ''
  const rows = [...section.matchAll(/^\| `(\w+)` \| ([\d,]+)( KiB| MiB)?[^|]* \| \[?([\w.-]+)/gm)]
  const units: Record<string, number> = { ' KiB': 1024, ' MiB': 1024 ** 2 }
  expect(rows.length).toBe(8)
  for (const [, name, count = '', unit = '', file] of rows)
    expect([name, [Number(count.replaceAll(',', '')) * (units[unit] ?? 1), file]]).toEqual([name, constants.get(name)])
})

it.each(['README.md', 'CHANGELOG.md'])('%s tells the benchmark’s ratios as its results have them', page => {
  const [, table = ''] = /^## In short.*?$(.*?)^To reach/ms.exec(read('bench/RESULTS.md')) ?? []
  const [header = [], ...rows] = [...table.matchAll(/^\|(?! -)(.*)\|$/gm)].map(([, line = '']) => line.split('|').map(cell => cell.trim()))
  const range = (title: string, digits: number, times = 1) => {
    const figures = rows.map(row => Number.parseFloat(row[header.indexOf(title)] ?? '') * times)
    return `${Math.min(...figures).toFixed(digits)} to ${Math.max(...figures).toFixed(digits)}`
  }
  const text = read(page).replaceAll(/\s+/g, ' ')
  expect(rows.length).toBe(7)
  expect(text).toContain(`${range('÷ duckdb', 1)} times`)
  expect(text).toContain(`${range('÷ best engine', 1)} times`)
  if (page !== 'README.md') return
  expect(text).toContain(`${range('÷ csv-parse + parquetjs-lite', 0)} times csv-parse`)
  expect(text).toContain(`in ${range('peak MB', 0)} MB`)
  expect(text).toContain(`files of ${range('size ÷ smallest', 0, 100)} % of the smallest`)
})
