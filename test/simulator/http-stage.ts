// Scenarios for real: real sockets, real time, bucket and queues in the embedded S3 and SQS, and the product's own local loop doing the
// work, over a way on which connections break. What cannot be had here: workers that are killed (test/system/kill.test.ts), etags that say
// nothing, versions, and several workers at a time.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as elapsed } from 'node:timers/promises'
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import { pipelineFromEnv } from '../../handlers/pipeline-from-env.ts'
import { startEmbeddedAws } from '../../src/local/embedded-aws.ts'
import { type LocalInstance, localBucket, startLocalInstance } from '../../src/local/local-instance.ts'
import type { Pipeline } from '../../src/pipeline/pipeline.ts'
import { s3Client } from '../../src/store/s3-client.ts'
import { keysOf, unsettled } from './check-done.ts'
import { datasetFiles, isMarker } from './datasets.ts'
import { type FaultProxy, type ProxiedRequest, type ProxyFault, startFaultProxy } from './fault-proxy.ts'
import { csvText, type SourceVersion } from './source-text.ts'
import type { NotificationFate, Scene, SceneObject, Stage } from './stage.ts'

/** Nothing here takes a second, but for waits for messages. */
const longestMs = 20_000
const pollMs = 15

/** Longer than reconciling's grace. */
const graceMs = 31 * 60_000

export class HttpStage implements Stage {
  notificationFate: () => NotificationFate = () => ({ copies: 1, delayMs: 0 })
  /** Of connections, asked for every request of the pipeline to S3. */
  chooseFault: (request: ProxiedRequest) => ProxyFault | undefined = () => undefined
  readonly violations: string[] = []
  readonly #folder = mkdtempSync(join(tmpdir(), 'parquetry-stage-'))
  readonly #userActions = new Map<string, (SourceVersion | undefined)[]>()
  readonly #troubles: string[] = []
  readonly #receipts = new Map<string, { body: string; receivedAt: number }>()
  #acts: Promise<void> = Promise.resolve()
  #unannounced: ((pipeline: Pipeline) => Promise<void>)[] = []
  #isRefused = false
  #shiftMs = 0
  #proxy: FaultProxy | undefined
  #instance: LocalInstance | undefined
  /** Beside the proxy. */
  #direct: Pipeline | undefined

  async start(): Promise<void> {
    for (const { name, text } of datasetFiles) writeFileSync(join(this.#folder, name), text)
    this.#instance = await startLocalInstance({
      port: 0,
      dataFolder: join(this.#folder, 'data'),
      schemasFolder: this.#folder,
      environment: { PARQUETRY_MAX_RECEIVES: '2', PARQUETRY_THREADS: '1' },
      through: async endpoint => {
        this.#proxy = await startFaultProxy(endpoint, this)
        return this.#proxy.endpoint
      },
      onEvent: event => {
        if (event.kind === 'trouble') this.#troubles.push(String(event.error))
      },
    })
    this.#direct = await pipelineFromEnv({ ...this.#instance.environment, PARQUETRY_ENDPOINT: this.#instance.endpoint })
  }

  async end(): Promise<void> {
    await this.#stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #stop(): Promise<void> {
    await this.#instance?.stop()
    await this.#proxy?.close()
  }

  drop(source: SourceVersion): void {
    const bytes = Buffer.from(csvText(source))
    this.#note(source.key, source)
    this.#asUser(async ({ store }) => {
      await store.put(source.key, bytes, { contentType: 'text/csv', metadata: { by: 'user' } })
    })
  }

  mark(key: string): void {
    this.#asUser(async ({ store }) => {
      await store.put(key, new Uint8Array(), { metadata: { by: 'user' } })
    })
  }

  remove(key: string): void {
    if (!isMarker(key)) this.#note(key, undefined)
    this.#asUser(({ store }) => store.delete(key))
  }

  command(run: (pipeline: Pipeline) => Promise<unknown>): void {
    this.#then(async () => {
      const pipeline = this.#instance!.pipeline
      await run({ ...pipeline, clock: () => new Date(Date.now() + this.#shiftMs) })
    })
  }

  redriveQueue(): void {
    this.#then(async ({ queue, deadLetters }) => {
      for (const { body, attributes, receipt } of await deadLetters.receive({ visibilitySeconds: 60, waitSeconds: 0 })) {
        await queue.send(body, attributes)
        await deadLetters.delete(receipt)
      }
    })
  }

  refuseReads(isRefused: boolean): void {
    this.#isRefused = isRefused
  }

  /** What was not announced is stored while nobody listens; and from then on it is later for whoever types a command. */
  async passGrace(): Promise<void> {
    await this.drain()
    if (this.#unannounced.length > 0) {
      await this.#stop()
      await this.#whileDown(this.#unannounced.splice(0))
      await this.start()
    }
    this.#shiftMs += graceMs
  }

  async drain(): Promise<void> {
    await this.#acts
    const until = Date.now() + longestMs
    while (!(await this.#isIdle())) {
      if (Date.now() > until) throw new Error('the pipeline does not come to rest')
      await elapsed(pollMs)
    }
  }

  /** All that is there. */
  async scene(): Promise<Scene> {
    const { store, deadLetters, queue } = this.#direct!
    const objects = new Map<string, SceneObject>()
    for await (const { key } of store.list('')) {
      const found = await store.head(key)
      if (found !== undefined) objects.set(key, { body: await bodyOf(store.read(key)), etag: found.etag, lastModified: found.lastModified })
    }
    const { waiting, inFlight, delayed } = await queue.depth()
    const letters = await deadLetters.receive({ visibilitySeconds: 0, waitSeconds: 0 })
    return {
      userActions: this.#userActions,
      s3: { objects, uploads: { size: await this.#uploads() } },
      queue: { messages: { size: waiting + inFlight + delayed } },
      deadLetters: { messages: new Map(letters.map(message => [message.id, message])) },
      lambda: { troubles: this.#troubles },
    }
  }

  fault(request: ProxiedRequest): ProxyFault | undefined {
    if (request.queueAction !== '') return undefined
    const isRead = request.path.includes('x-id=GetObject') && request.path.includes('/incoming/')
    return this.#isRefused && isRead ? '500' : this.chooseFault(request)
  }

  /** I5, just before a message is deleted. What is postponed comes back at once. */
  async before(request: ProxiedRequest): Promise<void> {
    const { queueAction, body } = request
    if (queueAction === 'ChangeMessageVisibility') request.body = withoutDelay(body)
    if (!queueAction.startsWith('DeleteMessage')) return
    const { ReceiptHandle, Entries = [{ ReceiptHandle }] }: DeleteInput = JSON.parse(body.toString())
    const messages = Entries.map(entry => this.#receipts.get(entry.ReceiptHandle ?? '')).filter(message => message !== undefined)
    const scene = await this.scene()
    for (const message of messages) this.violations.push(...unsettled(scene, keysOf(message.body), message.receivedAt))
  }

  after({ queueAction }: ProxiedRequest, reply: Buffer): void {
    if (queueAction !== 'ReceiveMessage') return
    const { Messages = [] }: { Messages?: { ReceiptHandle: string; Body: string }[] } = JSON.parse(reply.toString())
    for (const { ReceiptHandle, Body } of Messages) this.#receipts.set(ReceiptHandle, { body: Body, receivedAt: Date.now() })
  }

  #note(key: string, source: SourceVersion | undefined): void {
    this.#userActions.set(key, [...(this.#userActions.get(key) ?? []), source])
  }

  #asUser(act: (pipeline: Pipeline) => Promise<void>): void {
    if (this.notificationFate().copies === 0) this.#unannounced.push(act)
    else this.#then(act)
  }

  #then(act: (pipeline: Pipeline) => Promise<void>): void {
    this.#acts = this.#acts.then(() => act(this.#direct!))
  }

  async #whileDown(acts: ((pipeline: Pipeline) => Promise<void>)[]): Promise<void> {
    const aws = await startEmbeddedAws({ port: 0, dataFolder: join(this.#folder, 'data') })
    try {
      const pipeline = await pipelineFromEnv({ ...this.#instance!.environment, PARQUETRY_ENDPOINT: aws.endpoint })
      for (const act of acts) await act(pipeline)
    } finally {
      await aws.close()
    }
  }

  async #isIdle(): Promise<boolean> {
    const { waiting, inFlight, delayed } = await this.#direct!.queue.depth()
    return waiting + inFlight + delayed === 0
  }

  async #uploads(): Promise<number> {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    const client = s3Client({ endpoint: this.#instance!.endpoint, region: 'us-east-1', credentials })
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: localBucket }))
    return Uploads.length
  }
}

interface DeleteInput {
  ReceiptHandle?: string | undefined
  Entries?: { ReceiptHandle?: string | undefined }[]
}

/** Nobody waits half a minute for the next attempt here. As long as it was: the length is in the headers. */
function withoutDelay(body: Buffer): Buffer {
  const text = body
    .toString()
    .replace(/"VisibilityTimeout":(\d+)/, (all: string, seconds: string) => all.replace(seconds, '0'.padStart(seconds.length)))
  return Buffer.from(text)
}

async function bodyOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}
