// What `up` says about the instance it has started: where it is, what to type, what went wrong with the broken sample.

import type { LocalInstance } from '../../local/local-instance.ts'
import { redriveCommand } from '../../pipeline/redrive-command.ts'
import { shellWord } from '../../pipeline/shell-word.ts'
import type { Terminal } from '../command.ts'
import { formatCounted } from '../format-count.ts'
import { printable } from '../printable.ts'
import { type Style, style } from '../style.ts'
import { wrapped } from '../write-error.ts'
import type { BoardRow } from './board.ts'

type Io = Pick<Terminal, 'color' | 'columns'>

export function greeting({ endpoint, pipeline, environment }: LocalInstance, dataFolder: string | undefined, io: Io): string {
  const styles = style(io)
  const { bucket, inputPrefix, outputPrefix, datasets } = pipeline.config
  const facts: Fact[] = [
    ['endpoint', `${endpoint} (S3 and SQS)`],
    ['drop', `s3://${bucket}/${inputPrefix}`],
    ['result', `s3://${bucket}/${outputPrefix}`],
    ['datasets', `${formatCounted(datasets.length, 'file')} in ${printable(environment.PARQUETRY_SCHEMAS ?? '')}, read at the start`],
    ['data', dataFolder === undefined ? 'in memory; --data DIR keeps it across restarts' : printable(dataFolder)],
  ]
  return listFacts(styles.bold('Parquetry runs on this machine'), facts, { width: io.columns, styles })
}

/** Why a file failed, where it went, and how to bring it back. */
export function failureStory({ key, note = '', outcome }: BoardRow, { pipeline, endpoint }: LocalInstance, io: Io): string {
  const styles = style(io)
  const { bucket, inputPrefix } = pipeline.config
  const [why = '', fix = ''] = note.split('; fix: ')
  const retryKey = outcome?.state === 'failed' ? outcome.retryKey : undefined
  const name = key.slice(key.lastIndexOf('/') + 1)
  const folder = key.slice(inputPrefix.length, -name.length)
  const dropped = `${shellWord(name)}${folder === '' ? '' : ` --to ${shellWord(folder)}`}`
  const facts: Fact[] = [
    ['why', printable(why)],
    ['fix', printable(fix)],
    ['file', retryKey === undefined ? 'still where it was dropped' : `s3://${bucket}/${printable(retryKey)}, its .error.json beside it`],
    ['message', 'in the dead-letter queue'],
    ['redrive', redriveCommand(key), styles.cyan],
    ['download', retryKey === undefined ? '' : `curl -O ${endpoint}/${bucket}/${encodePath(retryKey)}`, styles.cyan],
    ['corrected', `npx parquetry drop ${dropped}`, styles.cyan],
  ]
  const title = styles.red(`✗ ${printable(key.slice(inputPrefix.length))} could not be converted`)
  return listFacts(title, facts, { width: io.columns, styles })
}

function encodePath(key: string): string {
  return key.split('/').map(encodeURIComponent).join('/')
}

export function howToDrop({ endpoint, environment, pipeline }: LocalInstance, io: { color: boolean }): string {
  const { bold, cyan, dim } = style(io)
  const { bucket, inputPrefix } = pipeline.config
  const variables = ['AWS_ENDPOINT_URL', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']
  return [
    bold('Drop your own CSV'),
    `  ${cyan('npx parquetry drop FILE.csv --wait')}`,
    '',
    `  ${dim('AWS CLI')}`,
    `  ${cyan(
      `export ${variables
        .slice(0, 2)
        .map(name => `${name}=${environment[name]}`)
        .join(' ')}`,
    )}`,
    `  ${cyan(
      `export ${variables
        .slice(2)
        .map(name => `${name}=${environment[name]}`)
        .join(' ')}`,
    )}`,
    `  ${cyan(`aws s3 cp FILE.csv s3://${bucket}/${inputPrefix}`)}`,
    '',
    `  ${dim('AWS SDK for JavaScript')}`,
    `  ${cyan(`new S3Client({ endpoint: '${endpoint}', region: '${environment.AWS_REGION}',`)}`,
    `  ${cyan(`  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },`)}`,
    `  ${cyan('  forcePathStyle: true })')}`,
    '',
    dim('Waiting for files; Ctrl-C stops.'),
    '',
  ]
    .map(line => `${line}\n`)
    .join('')
}

/** Names on the left, texts on the right: broken between words, unless they are commands. */
function listFacts(title: string, entries: readonly Fact[], { width, styles }: { width: number; styles: Style }): string {
  const names = Math.max(...entries.map(([name]) => name.length))
  const indent = ' '.repeat(names + 4)
  const lines = entries
    .filter(([, text]) => text !== '')
    .map(([name, text, paint]) => {
      const whole = paint ? paint(text) : wrapped(text, width - indent.length).replace(/\n */g, `\n${indent}`)
      return `  ${styles.dim(name.padEnd(names))}  ${whole}`
    })
  return [title, ...lines, ''].map(line => `${line}\n`).join('')
}

type Fact = readonly [name: string, text: string, paint?: (command: string) => string]
