// Files of known dialects, and how often sniffing finds it. As a table: node test/csv/sniff-accuracy.ts [files]

import { sniffDialect } from '../../src/csv/sniff-dialect.ts'
import { Random } from '../oracle/random.ts'

export interface Accuracy {
  right: number
  refused: number
  /** Seeds. */
  wrong: number[]
}

const delimiters = [',', ';', '\t', '|'] as const
const words = 'alpha beta gamma delta north south red green blue Smith Jones Berlin Paris ok pending done'.split(' ')

interface Known {
  text: string
  delimiter: string
  header: boolean
}

function knownFile(seed: number, fixed?: string): Known {
  const random = new Random(seed)
  const delimiter = fixed ?? random.pick(delimiters)
  const header = !random.once(4)
  const decimalMark = delimiter === ';' && random.once(2) ? ',' : '.'
  const columns = Array.from({ length: 2 + random.below(8) }, () => random.pick(cells(random, decimalMark)))
  if (!header) columns.push(() => String(10 + random.below(90_000))) // something that tells
  const quoteAll = random.once(5)
  const write = (text: string) => {
    const needs = quoteAll || text.includes(delimiter) || text.includes('"') || text.includes('\n')
    return needs ? `"${text.replaceAll('"', '""')}"` : text
  }
  const names = columns.map((_, i) => `${random.pick(words)}_${i}`)
  const rows = Array.from({ length: 3 + random.below(60) }, () => columns.map(cell => (random.once(15) ? '' : cell())))
  const lines = [...(header ? [names] : []), ...rows].map(row => row.map(write).join(delimiter))
  return { text: `${lines.join(random.pick(['\n', '\r\n']))}\n`, delimiter, header }
}

/** Writers of cells. */
function cells(random: Random, mark: string): (() => string)[] {
  const two = () => String(1 + random.below(28)).padStart(2, '0')
  return [
    () => String(random.below(100_000)),
    () => `${random.below(1000)}${mark}${two()}`,
    () => random.pick(words),
    () => Array.from({ length: 2 + random.below(6) }, () => random.pick(words)).join(random.pick([' ', ', ', '; '])),
    () => `20${two()}-0${1 + random.below(9)}-${two()}`,
    () => `${two()}.0${1 + random.below(9)}.2026 ${two().slice(-1)}:30`.replace(/^/, ''),
    () => `say "${random.pick(words)}"`,
    () => random.pick(['true', 'false']),
  ]
}

export function sniffAccuracy(firstSeed: number, files: number, fixed?: string): Accuracy {
  const accuracy: Accuracy = { right: 0, refused: 0, wrong: [] }
  for (let seed = firstSeed; seed < firstSeed + files; seed++) {
    const { text, delimiter, header } = knownFile(seed, fixed)
    try {
      const found = sniffDialect(text, true)
      if (found.delimiter === delimiter && found.header === header) accuracy.right++
      else accuracy.wrong.push(seed)
    } catch {
      accuracy.refused++
    }
  }
  return accuracy
}

if (process.argv[1] === import.meta.filename) {
  const files = Number(process.argv[2] ?? 1000)
  for (const delimiter of delimiters) {
    const { right, refused, wrong } = sniffAccuracy(1, files, delimiter)
    process.stdout.write(
      `${JSON.stringify(delimiter)}: ${right} right, ${refused} refused, ${wrong.length} wrong of ${files} (${wrong.slice(0, 5)})\n`,
    )
  }
}
