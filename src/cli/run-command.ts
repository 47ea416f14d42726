// From arguments to an exit code: finds the command, answers --help and --version, and turns whatever is thrown into one line.

import { didYouMean } from '../schema/closest-name.ts'
import { version } from '../version.ts'
import type { Command, Terminal } from './command.ts'
import type { Commands } from './commands.ts'
import { exitFailed, exitOk, exitUsage } from './exit-code.ts'
import { overview } from './overview.ts'
import { Interruption } from './process-terminal.ts'
import { UsageError } from './usage-error.ts'
import { writeError } from './write-error.ts'
import { writeText } from './write-text.ts'

export async function runCommand(args: string[], io: Terminal, commands: Commands): Promise<number> {
  if (args.includes('--debug')) process.env.PARQUETRY_DEBUG = '1'
  const [name, ...rest] = args.filter(arg => arg !== '--debug')
  try {
    return await dispatch(name, rest, io, commands)
  } catch (error) {
    if (io.signal.aborted && io.signal.reason instanceof Interruption) return io.signal.reason.exitCode
    const where = error instanceof UsageError ? hint(name, commands) : ''
    await writeError(io, error, where).catch(() => {})
    return error instanceof UsageError ? exitUsage : exitFailed
  }
}

async function dispatch(name: string | undefined, rest: string[], io: Terminal, commands: Commands): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h') return say(io, await overview(io, commands))
  if (name === '--version' || name === '-v' || name === 'version') return say(io, `parquetry ${version} (Node ${process.versions.node})\n`)
  if (name === 'help') return say(io, rest[0] === undefined ? await overview(io, commands) : (await find(rest[0], commands)).usage)
  const command = await find(name, commands)
  return asksForHelp(rest) ? say(io, command.usage) : command.run(rest, io)
}

async function find(name: string, commands: Commands): Promise<Command> {
  const load = commandOf(name, commands)
  if (load) return await load()
  if (name.startsWith('-')) throw new UsageError(`unknown option ${name}${didYouMean(name, ['--help', '--version', '--debug'])}`)
  throw new UsageError(`unknown command ${JSON.stringify(name)}${didYouMean(name, [...Object.keys(commands), 'help', 'version'])}`)
}

function asksForHelp(args: string[]): boolean {
  const end = args.indexOf('--')
  const options = end < 0 ? args : args.slice(0, end)
  return options.includes('--help') || options.includes('-h')
}

async function say(io: Terminal, text: string): Promise<number> {
  await writeText(io.stdout, text)
  return exitOk
}

function commandOf(name: string, commands: Commands): Commands[string] | undefined {
  return Object.hasOwn(commands, name) ? commands[name] : undefined
}

function hint(name: string | undefined, commands: Commands): string {
  const known = name !== undefined && commandOf(name, commands) !== undefined
  return ` (see parquetry ${known ? `${name} ` : ''}--help)`
}
