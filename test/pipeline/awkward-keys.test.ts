// Keys as users and tools make them, from the message to the outputs, and into the commands that reports tell people to type.

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { requestBody } from '../../src/pipeline/parse-events.ts'
import { isSelected } from '../../src/pipeline/select-key.ts'
import { gated } from './faulty-pipeline.ts'
import { bucket, deliver, drop, makeWorld, objectKeys, publishedRows, s3Message, textOf } from './test-pipeline.ts'

const names = [
  'plain.csv',
  'a b.csv',
  'a+b.csv',
  'a%20b.csv',
  'a%2Bb.csv',
  'a%252Fb.csv',
  '100%.csv',
  'äöü 日本 😀.csv',
  'quote\'"&<>.csv',
  'semi;colon,comma=.csv',
  'back\\slash.csv',
  'line\nbreak.csv',
  '$(touch pwned).csv',
  '`touch pwned`.csv',
  "'; touch pwned; '.csv",
  '-rf.csv',
  '~user.csv',
  '*?[a].csv',
  '{a,b}(1).csv',
  'a.csv',
]

/** How the key reaches the queue, and how S3 and its like encode it on the way. */
const messages: Readonly<Record<string, (key: string) => string>> = {
  'an S3 event': s3Message,
  'a MinIO event, slashes encoded': key => s3Message('KEY').replace('KEY', encodeURIComponent(key).replaceAll('%20', '+')),
  'an EventBridge event, nothing encoded': key =>
    JSON.stringify({ source: 'aws.s3', 'detail-type': 'Object Created', detail: { bucket: { name: bucket }, object: { key } } }),
  'an S3 event wrapped by SNS': key => JSON.stringify({ Type: 'Notification', Message: s3Message(key) }),
  'a request of ours': key => requestBody(bucket, key),
}

describe('T48, S13: an awkward key', () => {
  it.each(Object.keys(messages))('in %s is read once, as it is, and nothing beside it', async kind => {
    for (const name of names) {
      const world = makeWorld()
      const key = `incoming/x/${name}`
      await world.store.put(key, Buffer.from('row'))
      await world.store.put('incoming/x/decoy', Buffer.from('decoy'))
      await world.queue.send(messages[kind]!(key))
      const requests: string[] = []
      const watched = gated(world.pipeline, (request, about) => {
        requests.push(about)
        return request()
      })
      expect(await deliver(world, watched)).toMatchObject([{ state: 'converted', key }])
      expect(requests.filter(about => about.startsWith('read '))).toEqual([`read ${key}`])
      expect(requests.filter(about => about.startsWith('head incoming/'))).toEqual([`head ${key}`])
      expect(objectKeys(world, 'parquet/')).toEqual([`parquet/x/${name.replace(/csv$/, 'parquet')}`])
      expect(publishedRows(world)).toEqual(['row'])
    }
  })
})

describe('S12: a key that is no harmless word', () => {
  it('is one word for a shell, and one key for a redrive, in the command that its report names', async () => {
    for (const name of names) {
      const world = makeWorld()
      const key = `incoming/${name}`
      await drop(world, key, '!bad')
      await deliver(world)
      const { redrive } = JSON.parse(textOf(world, `retry/${name}.error.json`))
      const words = execFileSync('sh', ['-c', `printf '%s\\0' ${redrive}`])
        .toString()
        .split('\0')
        .slice(0, -1)
      expect(words.slice(0, -1)).toEqual(['npx', 'parquetry', 'redrive', '--key'])
      const others = names.map(other => `incoming/${other}`).filter(other => isSelected(world.pipeline.config, other, words.at(-1)!))
      expect(others).toEqual([key])
    }
    expect(readdirSync('.')).not.toContain('pwned')
  })

  it('meets no shell: the product starts no process', () => {
    const root = join(import.meta.dirname, '../..')
    const sources = ['src', 'handlers'].flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(name => join(folder, name)),
    )
    const starting = sources.filter(
      name => name.endsWith('.ts') && /['"](node:)?child_process['"]/.test(readFileSync(join(root, name), 'utf8')),
    )
    expect(starting).toEqual([])
  })
})
