// `parquetry drop`: files into the input prefix, and, on demand, what becomes of them.

import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as elapsed } from 'node:timers/promises'
import { csvContentType } from '../convert/content-types.ts'
import { whyRetired } from '../pipeline/fix-source.ts'
import { readLedger } from '../pipeline/ledger.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { isReady } from '../pipeline/ready-marker.ts'
import { routeKey, rowsSuffix, type SourceRoute } from '../pipeline/route-key.ts'
import type { ObjectInfo } from '../store/store.ts'
import type { Command, Terminal } from './command.ts'
import { exitFailed, exitOk } from './exit-code.ts'
import { formatBytes } from './format-bytes.ts'
import { parseOptions } from './parse-options.ts'
import { jsonLine, printable } from './printable.ts'
import { systemFailure } from './system-failure.ts'
import { terminalWidth } from './terminal-width.ts'
import { type BoardRow, rowOfEntry } from './up/board.ts'
import { boardTable } from './up/board-table.ts'
import { UsageError } from './usage-error.ts'
import { datasetsIfThere, pipelineUsage, withPipeline } from './with-pipeline.ts'
import { writeError } from './write-error.ts'
import { writeText } from './write-text.ts'

const usage = `Drop files into the input prefix

Usage
  parquetry drop FILE… [--to FOLDER] [--fix] [--wait] [--json]

Each file is uploaded under its own name, as any other S3 client would do it,
and converted by the pipeline. A file of the same name is replaced, and so are
its rows.

Options
  -t, --to FOLDER  folder below the input prefix; by default none
  -f, --fix        they are corrected files of rejected records, NAME.rows.csv:
                   only these records are converted, beside those of NAME; --to
                   is the folder of NAME below the input prefix
  -w, --wait       wait until each is converted or has failed, and show which;
                   exit code 1 if one has failed, or corrects what is not
                   published any more; a file whose readyMarker is not there
                   yet is not waited for
      --json       one object a line for each file

Examples
  parquetry drop sales.csv --wait
  parquetry drop exports/*.csv.gz --to sales/2026/
  parquetry drop --fix may.csv.rows.csv --to sales/2026/ --wait

${pipelineUsage}
`

const options = {
  to: { type: 'string', short: 't', default: '' },
  fix: { type: 'boolean', short: 'f', default: false },
  wait: { type: 'boolean', short: 'w', default: false },
  json: { type: 'boolean', default: false },
} as const

export const drop: Command = {
  name: 'drop',
  summary: 'files into the input prefix, and what becomes of them',
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions(args, options)
    if (positionals.length === 0) throw new UsageError('name at least one file')
    return withPipeline(async pipeline => {
      const drops: Dropped[] = []
      for (const planned of planDrops(pipeline, positionals, values)) drops.push(await upload(pipeline, planned, io))
      const rows = await Promise.all(drops.map(dropped => (values.wait ? settled(pipeline, dropped, io.signal) : dropped.row)))
      await writeText(io.stdout, values.json ? rows.map(rowLine).join('') : report(pipeline, rows, values.wait, io))
      return rows.some(({ state }) => state === 'failed' || state === 'ignored') ? exitFailed : exitOk
    }, datasetsIfThere)
  },
}

interface PlannedDrop {
  path: string
  key: string
}

/** @throws UsageError for two files of one name, and for names that the pipeline would not look at */
function planDrops({ config }: Pipeline, paths: readonly string[], { to: folder, fix }: { to: string; fix: boolean }): PlannedDrop[] {
  const drops = new Map<string, PlannedDrop>()
  const prefix = (fix ? config.fixPrefix : config.inputPrefix) + folderBelow(folder)
  for (const path of paths) {
    const key = prefix + basename(path)
    const route = routeKey(config, key)
    if (route.kind === 'ignored')
      throw new UsageError(`${path} would not be converted: ${route.reason}${datasetsHint(route.reason, config)}`)
    if (fix && !path.endsWith(rowsSuffix)) throw new UsageError(`${path} is no file of rejected records: those end in ${rowsSuffix}`)
    if (drops.has(key)) throw new UsageError(`two files would both become ${key}`)
    drops.set(key, { path, key })
  }
  return [...drops.values()]
}

/** Slashes too many and `.` mean nothing to whoever types a folder; in a key they would be folders of their own. */
function folderBelow(folder: string): string {
  const names = folder.split('/').filter(name => name !== '' && name !== '.')
  if (names.includes('..')) throw new UsageError(`--to takes a folder below the input prefix, not "${folder}"`)
  return names.map(name => `${name}/`).join('')
}

/** Where no dataset file is known, the pipeline may yet have some. */
function datasetsHint(reason: string, { datasets }: Pipeline['config']): string {
  return datasets.length > 0 || !reason.includes('no dataset')
    ? ''
    : ' (no dataset file is known here; PARQUETRY_SCHEMAS names their folder)'
}

interface Dropped {
  row: BoardRow
  /** Of the new object; none when it could not be uploaded. */
  etag?: string
  /** Of the ledger's entry before the drop: a failure or removal that stands there is an old one. */
  before: string | undefined
}

async function upload(pipeline: Pipeline, { path, key }: PlannedDrop, io: Terminal): Promise<Dropped> {
  const before = (await readLedger(pipeline, key)).etag
  const writer = pipeline.store.writer(key, { contentType: csvContentType })
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal: io.signal })) await writer.write(chunk)
    const { etag, size } = await writer.commit()
    return { row: { key, state: 'waiting', bytesIn: size }, etag, before }
  } catch (error) {
    await writer.abort()
    io.signal.throwIfAborted()
    const failure = systemFailure(error, path)
    await writeError(io, failure)
    return { row: { key, state: 'failed', note: failure.message }, before }
  }
}

const pollMs = 200

/** What became of exactly this content, as soon as the ledger says so. */
async function settled(pipeline: Pipeline, dropped: Dropped, signal: AbortSignal): Promise<BoardRow> {
  const { key } = dropped.row
  if (routeKey(pipeline.config, key).kind === 'marker') return { key, state: 'announced' } // has no ledger entry
  while (dropped.etag !== undefined) {
    const found = await pipeline.store.head(key) // before the ledger: the object goes away only once the ledger is written
    const isThere = found?.etag === dropped.etag
    const row = (await rowInLedger(pipeline, dropped, isThere)) ?? (await rowBeside(pipeline, dropped, isThere ? found : undefined))
    if (row) return row
    if (!isThere) return { key, state: 'gone', note: found ? 'replaced meanwhile' : 'deleted meanwhile' }
    await elapsed(pollMs, undefined, { signal })
  }
  return dropped.row
}

/** An old failure is none of this drop; what lies there is not removed for good, whatever stands in the ledger of an earlier drop. */
async function rowInLedger(pipeline: Pipeline, { row: { key }, etag, before }: Dropped, isThere: boolean): Promise<BoardRow | undefined> {
  const position = await readLedger(pipeline, key)
  const { entry } = position
  if (!entry || entry.source.etag !== etag || entry.state === 'publishing') return undefined
  const isOld = entry.state !== 'done' && position.etag === before
  return isOld || (entry.state === 'removed' && isThere) ? undefined : rowOfEntry(entry)
}

/** What the ledger does not say: that nothing more will happen to the file for now. */
async function rowBeside(pipeline: Pipeline, { row }: Dropped, found: ObjectInfo | undefined): Promise<BoardRow | undefined> {
  const route = routeKey(pipeline.config, row.key)
  if (route.kind === 'source') return unreadyRow(pipeline, row, route)
  const reason = route.kind === 'fix' && found !== undefined ? await whyRetired(pipeline, route, found) : undefined
  return reason === undefined ? undefined : { ...row, state: 'ignored', note: reason }
}

/** Where its dataset's files wait for a marker that is not there: that may take days. */
async function unreadyRow(pipeline: Pipeline, row: BoardRow, route: SourceRoute): Promise<BoardRow | undefined> {
  const marker = route.dataset?.readyMarker
  return marker === undefined || (await isReady(pipeline, route)) ? undefined : { ...row, state: 'unready', note: `waits for ${marker}` }
}

function report({ config }: Pipeline, rows: readonly BoardRow[], wait: boolean, io: Terminal): string {
  if (wait) return boardTable(rows, { width: terminalWidth(io, io.stdout), color: io.color, prefix: config.inputPrefix })
  const dropped = rows.filter(({ state }) => state === 'waiting')
  return dropped.map(({ key, bytesIn = 0 }) => `s3://${config.bucket}/${printable(key)}  ${formatBytes(bytesIn)}\n`).join('')
}

function rowLine({ outcome: _, ...row }: BoardRow): string {
  return jsonLine(row)
}
