// `parquetry up`: the whole pipeline on this machine, for a first look and for development.

import { existsSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { type LocalEvent, type LocalInstance, startLocalInstance } from '../local/local-instance.ts'
import { announceInstance } from '../local/running-instance.ts'
import type { Command, Terminal } from './command.ts'
import { exitFailed, exitOk } from './exit-code.ts'
import { parseOptions, wholeNumber } from './parse-options.ts'
import { style } from './style.ts'
import { BoardView } from './up/board-view.ts'
import { greeting, howToDrop } from './up/introduction.ts'
import { showSamples } from './up/show-samples.ts'
import { UsageError } from './usage-error.ts'
import { writeText } from './write-text.ts'

const usage = `Run the whole pipeline on this machine

Usage
  parquetry up [--port N] [--data DIR] [--schemas DIR] [--no-samples] [--once]

Starts S3 and SQS (embedded, on loopback only) with a bucket, a queue and a
dead-letter queue, and the handler that Lambda runs. Whatever is dropped under
the input prefix becomes Parquet; what cannot be converted goes to the retry
prefix. In a checkout it first drops samples of real public data, one of them
broken on purpose.

Options
  -p, --port N       port of the endpoint; by default a free one
      --data DIR     keep bucket and queues in this folder; by default they are
                     gone when it stops
      --schemas DIR  dataset files, read at the start; by default the folder
                     schemas here, otherwise the ones that Parquetry ships
      --no-samples   drop nothing
      --once         stop after the samples; exit code 0 only if all came out
                     as they should

Examples
  npm start                                in a checkout: sets it up first
  parquetry up --data ./lake --port 9000   the same bucket every day
  parquetry up --once                      as a check

While it runs, the other commands find it by themselves. Ctrl-C or SIGTERM
stops it, with exit code 0; what was being converted is finished first, unless
that takes longer than 5 s. With --data nothing is lost however it ends: it is
taken up at the next start.
`

const options = {
  port: { type: 'string', short: 'p', default: '0' },
  data: { type: 'string' },
  schemas: { type: 'string' },
  'no-samples': { type: 'boolean', default: false },
  once: { type: 'boolean', default: false },
} as const

export const up: Command = {
  name: 'up',
  summary: 'the whole pipeline on this machine, with S3 and SQS embedded',
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, options)
    if (positionals.length > 0) throw new UsageError(`up takes no ${JSON.stringify(positionals[0])}; drop files with parquetry drop`)
    const wantsSamples = !values['no-samples']
    if (values.once && !wantsSamples) throw new UsageError('--once stops after the samples, so it needs them')
    const dataFolder = values.data === undefined ? undefined : resolve(values.data)
    let show: (event: LocalEvent) => void = () => {}
    const instance = await startLocalInstance({
      port: portNumber(values.port),
      dataFolder,
      schemasFolder: schemasFolder(values.schemas),
      environment: process.env,
      onEvent: event => show(event),
    })
    const withdraw = announceInstance({ pid: process.pid, environment: instance.environment }, process.env)
    const showBy = (listener: typeof show) => {
      show = listener
    }
    try {
      await writeText(io.stdout, `\n${greeting(instance, dataFolder, io)}`)
      const isRight = wantsSamples ? await showSamples(instance, io, showBy) : true
      if (values.once) {
        await writeText(io.stdout, style(io).dim('It stops here: the commands above want a running one, npm start without --once.\n\n'))
        return isRight ? exitOk : exitFailed
      }
      await writeText(io.stdout, howToDrop(instance, io))
      await showDrops(instance, io, showBy)
      return exitOk
    } catch (error) {
      if (io.signal.aborted && !values.once) return exitOk // Ctrl-C is how it ends
      throw error
    } finally {
      withdraw()
      await instance.stop()
    }
  },
}

function portNumber(text: string): number {
  const port = wholeNumber('--port', text, 0)
  if (port > 65535) throw new UsageError(`--port takes a number up to 65535, not "${text}"`)
  return port
}

function schemasFolder(named: string | undefined): string {
  if (named !== undefined) return resolve(named)
  if (existsSync('schemas')) return resolve('schemas')
  return join(dirname(findPackageJSON(import.meta.url) ?? ''), 'schemas')
}

/** Until Ctrl-C: every file as it comes. */
async function showDrops(instance: LocalInstance, io: Terminal, showBy: (listener: (event: LocalEvent) => void) => void): Promise<void> {
  const view = new BoardView(io, { prefix: instance.pipeline.config.inputPrefix, keepsSettled: false, longestName: 40 })
  showBy(event => view.apply(event))
  await new Promise<void>(resolve => {
    if (io.signal.aborted) resolve()
    io.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  view.finish()
}
