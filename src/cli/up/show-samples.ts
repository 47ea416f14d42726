// The first minute: the samples are dropped and watched, then a look at one result and at what became of the broken one.

import type { LocalEvent, LocalInstance } from '../../local/local-instance.ts'
import { SAMPLES, sampleData, samplesFolder } from '../../local/samples.ts'
import { shellWord } from '../../pipeline/shell-word.ts'
import { firstRows } from '../cat/first-rows.ts'
import type { Terminal } from '../command.ts'
import { openStored } from '../open-stored.ts'
import { style } from '../style.ts'
import { terminalWidth } from '../terminal-width.ts'
import { writeText } from '../write-text.ts'
import type { BoardRow } from './board.ts'
import { BoardView } from './board-view.ts'
import { checkSamples } from './check-samples.ts'
import { dropSamples, type SampleRows } from './drop-samples.ts'
import { failureStory } from './introduction.ts'

/** The sample whose rows are shown: dates, numbers and names of all kinds. */
const shownSample = 'birdstrikes.csv'
const shownRows = 5

type ShowBy = (listener: (event: LocalEvent) => void) => void

/** @returns whether all came out as it should; false where there are no samples */
export async function showSamples(instance: LocalInstance, io: Terminal, showBy: ShowBy): Promise<boolean> {
  const data = sampleData()
  if (!data) {
    await writeText(io.stdout, 'There are no samples here: they come with a checkout of the repository.\n\n')
    return false
  }
  const prefix = instance.pipeline.config.inputPrefix + samplesFolder
  await writeText(
    io.stdout,
    `${style(io).bold('Samples')} (vega-datasets), dropped into s3://${instance.pipeline.config.bucket}/${prefix}\n\n`,
  )
  const longestName = Math.max(...SAMPLES.map(({ name }) => name.length))
  const view = new BoardView(io, { prefix, keepsSettled: true, longestName })
  const rows = await dropSamples(instance, data, io.signal, listener => showBy(event => listener(view.apply(event)))).finally(() =>
    view.finish(),
  )
  await writeText(io.stdout, '\n')
  await showRows(instance, rows.get(prefix + shownSample), io)
  for (const row of rows.values()) if (row.state === 'failed') await writeText(io.stdout, failureStory(row, instance, io))
  return await isRight(instance, rows, io)
}

async function showRows({ pipeline }: LocalInstance, row: BoardRow | undefined, io: Terminal): Promise<void> {
  const output = row?.outcome && 'entry' in row.outcome ? row.outcome.entry.outputs[0] : undefined
  if (!output) return
  const { bold, cyan } = style(io)
  const file = await openStored(pipeline.store, output.key)
  const table = await firstRows(file, shownRows, { color: io.color, width: terminalWidth(io, io.stdout) })
  const command = `npx parquetry cat ${shellWord(`s3://${pipeline.config.bucket}/${output.key}`)}`
  await writeText(io.stdout, `${bold(`First rows of ${shownSample}`)}\n\n${table}${cyan(command)}\n\n`)
}

async function isRight(instance: LocalInstance, rows: SampleRows, io: Terminal): Promise<boolean> {
  const problems = await checkSamples(instance, rows)
  const { green, red } = style(io)
  if (problems.length === 0) await writeText(io.stdout, `${green('✓')} All samples came out as they should, the broken one included.\n\n`)
  for (const problem of problems) await writeText(io.stderr, `${red('error:')} sample ${problem}\n`)
  return problems.length === 0
}
