// What `parquetry` says without a command: what there is, the commonest uses, the exit codes.

import type { Terminal } from './command.ts'
import { type Commands, loadCommands } from './commands.ts'
import { EXIT_CODES } from './exit-code.ts'
import { style } from './style.ts'

export async function overview(io: Pick<Terminal, 'color'>, commands: Commands): Promise<string> {
  const { bold } = style(io)
  const loaded = await loadCommands(commands)
  return `${bold('parquetry')}: drop CSVs, query Parquet

${bold('Usage')}
  parquetry COMMAND [ARGUMENT…] [OPTION…]

${bold('Commands')}
${rows(loaded.map(({ name, summary }) => [name, summary]))}
  help      this page, or a command's: parquetry help convert
  version   the version of parquetry and of Node

${bold('Examples')}
  parquetry convert sales.csv                  writes sales.parquet beside it
  parquetry convert 'data/**/*.csv' -o lake/   many files into a folder
  parquetry cat sales.parquet -n 5             look at the first rows
  parquetry up                                 the pipeline on this machine

${bold('Everywhere')}
  --help, -h   how a command is used, with examples
  --json       one JSON object a line instead of text, where a command has it
  --debug      with an error, also its stack (or PARQUETRY_DEBUG=1)
  NO_COLOR=1   no colours

${bold('Exit codes')}
${rows(Object.values(EXIT_CODES).map(({ code, meaning }) => [String(code), meaning]))}
`
}

function rows(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([left, right]) => `  ${left.padEnd(10)}${right}`).join('\n')
}
