// What `up` says about the instance it has started: where it is, what to type, what went wrong with the broken sample.

import type { LocalInstance } from '../../local/local-instance.ts'
import { printable } from '../printable.ts'
import { shellWord } from '../shell-word.ts'
import { type Style, style } from '../style.ts'
import type { BoardRow } from './board.ts'

export function greeting({ endpoint, pipeline }: LocalInstance, dataFolder: string | undefined, io: { color: boolean }): string {
  const styles = style(io)
  const { bucket, inputPrefix, outputPrefix } = pipeline.config
  const kept = dataFolder === undefined ? 'in memory; --data DIR keeps it across restarts' : printable(dataFolder)
  return facts(
    styles.bold('Parquetry runs on this machine'),
    [
      ['endpoint', `${endpoint}  ${styles.dim('S3 and SQS')}`],
      ['drop', `s3://${bucket}/${inputPrefix}`],
      ['result', `s3://${bucket}/${outputPrefix}`],
      ['data', kept],
    ],
    styles,
  )
}

/** Why a file failed, where it went, and how to bring it back. */
export function failureStory({ key, note = '', outcome }: BoardRow, { pipeline }: LocalInstance, io: { color: boolean }): string {
  const styles = style(io)
  const { red, cyan } = styles
  const { bucket, inputPrefix } = pipeline.config
  const [why = '', fix = ''] = note.split('; fix: ')
  const retryKey = outcome?.state === 'failed' ? outcome.retryKey : undefined
  const where = retryKey === undefined ? 'still where it was dropped' : `s3://${bucket}/${printable(retryKey)}, .error.json beside it`
  const name = key.slice(key.lastIndexOf('/') + 1)
  const folder = key.slice(inputPrefix.length, -name.length)
  return facts(
    red(`✗ ${printable(key.slice(inputPrefix.length))} could not be converted`),
    [
      ['why', printable(why)],
      ['fix', printable(fix)],
      ['file', where],
      ['message', 'in the dead-letter queue'],
      ['redrive', cyan(`npx parquetry redrive --key ${shellWord(key)}`)],
      ['corrected', cyan(`npx parquetry drop ${shellWord(name)}${folder === '' ? '' : ` --to ${shellWord(folder)}`}`)],
    ],
    styles,
  )
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
    `  ${cyan(`  forcePathStyle: true, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })`)}`,
    '',
    dim('Waiting for files; Ctrl-C stops.'),
    '',
  ]
    .map(line => `${line}\n`)
    .join('')
}

function facts(title: string, entries: readonly (readonly [name: string, text: string])[], { dim }: Style): string {
  const width = Math.max(...entries.map(([name]) => name.length))
  const lines = entries.filter(([, text]) => text !== '').map(([name, text]) => `  ${dim(name.padEnd(width))}  ${text}`)
  return [title, ...lines, ''].map(line => `${line}\n`).join('')
}
