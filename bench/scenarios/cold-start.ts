// A cold function: the package as `npm run package` makes it, in a fresh process each time, from the import of its handler to the first
// byte that the kernel is given. S3 is a server on loopback that answers at once, so what is measured is our own and the SDK's.

import { spawn } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { sqsEvent } from '../../test/handlers/handler-world.ts'
import { type BundleSize, bundleSize } from '../../test/package/bundle-size.ts'
import { makePackage, unzip } from '../../test/package/package.ts'
import { s3Message } from '../../test/pipeline/test-pipeline.ts'
import { ConditionalS3 } from '../../test/store/conditional-s3.ts'
import { median } from '../measure/statistics.ts'

const starts = 15
const probe = fileURLToPath(new URL('../measure/first-byte.js', import.meta.url))
const key = 'incoming/cities.csv'
const csv = 'name,inhabitants\nRome,2748109\nUlm,129942\n'

/** What the process prints: milliseconds from before the import. */
interface FirstByte {
  importedMs: number
  parsedMs: number
}

export interface ColdStart {
  starts: readonly FirstByte[]
  /** Medians. */
  importedMs: number
  parsedMs: number
  zipBytes: number
  bundle: BundleSize
}

export async function coldStart(): Promise<ColdStart> {
  const s3 = new ConditionalS3()
  const endpoint = await s3.start()
  const made = await makePackage()
  const task = await mkdtemp(join(tmpdir(), 'parquetry-task-'))
  const zip = join(made.folder, 'parquetry.zip')
  try {
    await unzip(zip, task)
    await firstByte(task, endpoint, s3) // brings the files into the page cache
    const all: FirstByte[] = []
    for (let start = 0; start < starts; start++) all.push(await firstByte(task, endpoint, s3))
    const [importedMs, parsedMs] = [median(all.map(each => each.importedMs)), median(all.map(each => each.parsedMs))]
    process.stderr.write(`cold start: imported after ${importedMs.toFixed(0)} ms, first byte parsed after ${parsedMs.toFixed(0)} ms\n`)
    return { starts: all, importedMs, parsedMs, zipBytes: (await stat(zip)).size, bundle: await bundleSize(made, 'convert') }
  } finally {
    await s3.stop()
    await rm(made.folder, { recursive: true })
    await rm(task, { recursive: true })
  }
}

async function firstByte(task: string, endpoint: string, s3: ConditionalS3): Promise<FirstByte> {
  s3.objects.clear()
  s3.store(key, Buffer.from(csv), {})
  const event = JSON.stringify(sqsEvent({ id: 'm', body: s3Message(key) }))
  const child = spawn(process.execPath, [probe, join(task, 'handlers/convert.mjs'), event], {
    cwd: task,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      PARQUETRY_BUCKET: 'test-bucket',
      PARQUETRY_BUCKET_OWNER: s3.owner,
      PARQUETRY_QUEUE_URL: `${endpoint}/queue`,
      PARQUETRY_DLQ_URL: `${endpoint}/dlq`,
      PARQUETRY_ENDPOINT: endpoint,
    },
  })
  const log = await text(child.stderr)
  const figures = /^FIRST BYTE (.*)$/m.exec(log)?.[1]
  if (figures === undefined) throw new Error(`the function did not convert: ${log}`)
  return JSON.parse(figures)
}
