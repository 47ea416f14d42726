// An error on stderr: one line, which on a terminal is broken between words and indented.

import type { Terminal } from './command.ts'
import { describeError } from './describe-error.ts'
import { displayWidth } from './display-width.ts'
import { style } from './style.ts'
import { terminalWidth } from './terminal-width.ts'
import { writeText } from './write-text.ts'

/** `addition` stands behind the sentence, on its line. */
export async function writeError(io: Pick<Terminal, 'stderr' | 'columns' | 'color'>, error: unknown, addition = ''): Promise<void> {
  const width = terminalWidth(io, io.stderr)
  const text = `error: ${describeError(error)}${addition}`
  const lines =
    width === undefined
      ? text
      : text
          .split('\n')
          .map(line => wrapped(line, width))
          .join('\n')
  await writeText(io.stderr, `${lines.replace(/^error:/, style(io).red)}\n`)
}

const indent = '  '

/** Lines of at most `width` cells, where words allow it; all but the first are indented. */
export function wrapped(text: string, width: number): string {
  const lines = ['']
  let used = 0
  for (const word of text.split(/(?<=\s)/)) {
    const cells = displayWidth(word)
    if (used > indent.length && used + displayWidth(word.trimEnd()) > width) {
      lines.push(indent)
      used = indent.length
    }
    lines[lines.length - 1] += word
    used += cells
  }
  return lines.map(line => line.trimEnd()).join('\n')
}
