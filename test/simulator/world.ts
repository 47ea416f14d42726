// A pipeline in a world of its own: one bucket, its notifications, the queues, Lambda, and whoever drops files and types commands. Nothing
// leaves this process, nothing waits for real, and the seed decides everything that is left to chance.

import { createHandler } from '../../handlers/create-handler.ts'
import { pipelineFromEnv } from '../../handlers/pipeline-from-env.ts'
import { createSequencer, objectEventMessage } from '../../src/local/object-event-message.ts'
import { requestBody } from '../../src/pipeline/parse-events.ts'
import type { Pipeline } from '../../src/pipeline/pipeline.ts'
import { Random } from '../oracle/random.ts'
import { fixPrefix, inputPrefix, isMarker, simulatedDatasets } from './datasets.ts'
import type { S3Change, S3Options } from './s3-objects.ts'
import { SimulatedLambda } from './simulated-lambda.ts'
import { type NetworkOptions, type NetworkRequest, SimulatedNetwork, SimulatedProcess } from './simulated-network.ts'
import { SimulatedQueue } from './simulated-sqs.ts'
import { csvText, deadlyMark, type SourceVersion } from './source-text.ts'
import type { NotificationFate, Stage } from './stage.ts'
import { StrictS3 } from './strict-s3.ts'
import { VirtualTime } from './virtual-time.ts'

export const bucket = 'simulated'

export interface WorldOptions {
  seed: number
  s3?: Partial<S3Options>
  /** Bytes of a part of an upload or a copy; small ones make multipart uploads of small files. */
  partBytes?: number
  batchSize?: number
  concurrency?: number
  environment?: Readonly<Record<string, string>>
}

const seconds = 1000
const timeoutMs = 900 * seconds
const visibilityMs = 5400 * seconds
const maxReceiveCount = 6 // as in serverless.yml

export class World implements Stage {
  readonly time = new VirtualTime()
  readonly random: Random
  readonly s3: StrictS3
  readonly queue: SimulatedQueue
  readonly deadLetters: SimulatedQueue
  readonly lambda: SimulatedLambda
  readonly network: SimulatedNetwork
  /** What users did to each key: a version dropped, or undefined for deleted, in order. */
  readonly userActions = new Map<string, (SourceVersion | undefined)[]>()
  /** Keys of markers that were ever there. */
  readonly markers = new Set<string>()
  /** Everything that was stored or deleted, in order. */
  readonly changes: (S3Change & { at: number; isByUser: boolean })[] = []
  chooseFault: NetworkOptions['chooseFault'] = () => undefined
  chooseDelay: NetworkOptions['chooseDelay'] = () => 0
  notificationFate: () => NotificationFate = () => ({ copies: 1, delayMs: 0 })
  readonly #options: WorldOptions
  readonly #uninstall: () => void
  readonly #sequencer: () => string
  readonly #commands = new Set<SimulatedProcess>()
  #isUser = false

  constructor(options: WorldOptions) {
    const { seed, s3, batchSize = 5, concurrency = 2 } = options
    this.#options = options
    this.random = new Random(seed)
    const { time, random } = this
    this.s3 = new StrictS3({ pageSize: 4, ...s3, clock: () => new Date(time.now) })
    this.deadLetters = new SimulatedQueue(time, random, visibilityMs)
    this.queue = new SimulatedQueue(time, random, visibilityMs, { queue: this.deadLetters, maxReceiveCount })
    const queues = new Map(Object.entries({ events: this.queue, 'dead-letters': this.deadLetters }))
    const chance = { chooseFault: (request: NetworkRequest) => this.chooseFault(request), chooseDelay: () => this.chooseDelay() }
    this.network = new SimulatedNetwork({ time, random, s3: this.s3, queues, ...chance })
    const startSandbox = async (process: SimulatedProcess) =>
      createHandler(await this.pipelineOf(process), { logLevel: 'SILENT', metrics: false })
    this.lambda = new SimulatedLambda({ time, random, queue: this.queue, batchSize, concurrency, timeoutMs, startSandbox })
    this.#uninstall = time.install(seed)
    this.#sequencer = createSequencer(() => new Date(time.now))
    this.s3.onChange = change => this.#onChange(change)
  }

  /** Gives the clock back. */
  end(): void {
    this.#uninstall()
  }

  /** A user drops a file. */
  drop(source: SourceVersion): void {
    this.#asUser(() => this.s3.store(source.key, Buffer.from(csvText(source)), { 'content-type': 'text/csv', 'x-amz-meta-by': 'user' }))
    this.#note(source.key, source)
  }

  /** A user says that a folder is complete. */
  mark(key: string): void {
    this.#asUser(() => this.s3.store(key, Buffer.alloc(0), {}))
    this.markers.add(key)
  }

  /** A user deletes a file or a marker, if it is there. */
  remove(key: string): void {
    if (!this.s3.objects.has(key)) return
    this.#asUser(() => this.s3.remove(key))
    if (!isMarker(key)) this.#note(key, undefined)
  }

  /** A message that asks to look at a key: what reconciling sends. */
  announce(key: string): void {
    this.queue.send(requestBody(bucket, key))
  }

  /** Runs a command in a process of its own, to its end or its death. @returns what it threw, if it did */
  command(run: (pipeline: Pipeline) => Promise<unknown>): { isOver: () => boolean; error: () => unknown; process: SimulatedProcess } {
    const process = new SimulatedProcess('command')
    let error: unknown
    this.#commands.add(process)
    process.onDeath = () => this.#commands.delete(process)
    const work = async () => run(await this.pipelineOf(process))
    void this.time.owners
      .run(process, work)
      .catch((thrown: unknown) => {
        error = thrown
      })
      .finally(() => {
        this.#commands.delete(process)
        this.time.activity++
      })
    return { isOver: () => !this.#commands.has(process), error: () => error, process }
  }

  redriveQueue(): void {
    this.deadLetters.moveAllTo(this.queue)
  }

  refuseReads(isRefused: boolean): void {
    this.chooseFault = ({ operation }) => (isRefused && operation === 'GetObject' ? '500' : undefined)
  }

  /** Those at work. */
  processes(): SimulatedProcess[] {
    return [...this.lambda.working, ...this.#commands]
  }

  /** The product's pipeline, whose requests are this process'. */
  async pipelineOf(process: SimulatedProcess): Promise<Pipeline> {
    const { partBytes, environment } = this.#options
    const requestHandler = this.network.handlerFor(process)
    const cut = partBytes === undefined ? {} : cutAt(partBytes)
    const pipeline = await pipelineFromEnv({ ...defaultEnvironment, ...environment }, async () => [...simulatedDatasets], {
      requestHandler,
      ...cut,
    })
    // Blocks as small as the files: making room for large ones is most of the work. The output does not depend on it.
    const { convert } = pipeline
    return {
      ...pipeline,
      convert: request => {
        const open = () => deadlyToo(request.source.open(), process)
        return convert({ ...request, source: { ...request.source, open }, blockBytes: 4096 })
      },
    }
  }

  /** Lets time pass until `isOver`, or until nothing is left to wait for. */
  async run(isOver: () => boolean): Promise<void> {
    for (let steps = 0; ; steps++) {
      if (steps > mostSteps) throw new Error('the world does not come to rest')
      this.lambda.poll()
      await this.time.settle(() => this.processes().some(({ inFlight }) => inFlight === 0))
      if (isOver()) return
      this.lambda.poll()
      if (!this.#advance()) return
    }
  }

  /** Until every message is handled and nobody works. */
  async drain(): Promise<void> {
    await this.run(() => this.queue.messages.size === 0 && this.processes().length === 0 && this.#notificationsOnTheirWay === 0)
  }

  async passGrace(): Promise<void> {
    await this.runFor(longerThanGraceMs)
  }

  async runFor(ms: number): Promise<void> {
    let isOver = false
    this.time.after(ms, () => {
      isOver = true
    })
    await this.run(() => isOver)
  }

  /** To the next timer, or the moment when a message becomes visible, whichever is first. */
  #advance(): boolean {
    const { next } = this.time
    const visibleAt = this.lambda.isStopped ? undefined : this.queue.nextVisibleAt
    if (visibleAt !== undefined && visibleAt > this.time.now && (next === undefined || visibleAt < next)) {
      this.time.now = visibleAt
      return true
    }
    if (next === undefined) return visibleAt !== undefined && visibleAt <= this.time.now && this.processes().length === 0
    this.time.step()
    return true
  }

  #notificationsOnTheirWay = 0

  #onChange(change: S3Change): void {
    this.changes.push({ ...change, at: this.time.now, isByUser: this.#isUser })
    const { key, object, operation } = change
    if (!key.startsWith(inputPrefix) && !key.startsWith(fixPrefix)) return
    const { copies, delayMs } = this.#isUser ? this.notificationFate() : { copies: 1, delayMs: 0 }
    const circumstances = { region: 'us-east-1', time: new Date(this.time.now), sequencer: this.#sequencer() }
    const eventName = operation === 'CopyObject' ? ('ObjectCreated:Copy' as const) : ('ObjectCreated:Put' as const)
    const message =
      object === undefined
        ? objectEventMessage({ eventName: 'ObjectRemoved:Delete', bucket, key }, circumstances)
        : objectEventMessage({ eventName, bucket, key, size: object.body.byteLength, etag: object.etag }, circumstances)
    for (let copy = 0; copy < copies; copy++) this.#notify(message, delayMs + this.random.below(2 * seconds))
  }

  #notify(message: string, delayMs: number): void {
    this.#notificationsOnTheirWay++
    this.time.after(delayMs, () => {
      this.#notificationsOnTheirWay--
      this.queue.send(message)
    })
  }

  #asUser(act: () => void): void {
    this.#isUser = true
    act()
    this.#isUser = false
  }

  #note(key: string, source: SourceVersion | undefined): void {
    this.userActions.set(key, [...(this.userActions.get(key) ?? []), source])
  }
}

const mostSteps = 200_000

/** Reconciling says nothing of what is younger than its grace. */
const longerThanGraceMs = 31 * 60_000

/** The chunks; those of a deadly file kill their reader, as one does that takes more memory than there is. */
async function* deadlyToo(chunks: AsyncIterable<Uint8Array>, process: SimulatedProcess): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    if (Buffer.from(chunk).includes(deadlyMark)) {
      process.kill()
      await new Promise(() => undefined)
    }
    yield chunk
  }
}

function cutAt(partBytes: number) {
  return {
    parts: { partBytes, partsPerSize: 1000, partsInFlight: 2 },
    copies: { singleCopyBytes: partBytes, partBytes },
  }
}

const defaultEnvironment = {
  PARQUETRY_BUCKET: bucket,
  PARQUETRY_BUCKET_OWNER: '111122223333',
  PARQUETRY_QUEUE_URL: 'https://simulated.invalid/111122223333/events',
  PARQUETRY_DLQ_URL: 'https://simulated.invalid/111122223333/dead-letters',
  PARQUETRY_ENDPOINT: 'https://simulated.invalid',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
}
