// Lambda with an event source mapping: batches of messages to sandboxes, several at a time; what succeeded is deleted, the rest becomes
// visible again by itself. A function that takes too long, or whose sandbox dies, answers nothing: all of its batch comes back.
// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html

import type { Message } from '@aws-sdk/client-sqs'
import type { ConvertHandler } from '../../handlers/create-handler.ts'
import { lambdaEvent, succeeded } from '../../src/local/lambda-event.ts'
import type { Random } from '../oracle/random.ts'
import { SimulatedProcess } from './simulated-network.ts'
import type { SimulatedQueue } from './simulated-sqs.ts'
import type { VirtualTime } from './virtual-time.ts'

export interface LambdaOptions {
  time: VirtualTime
  random: Random
  queue: SimulatedQueue
  batchSize: number
  /** Invocations at a time. */
  concurrency: number
  timeoutMs: number
  startSandbox: (process: SimulatedProcess) => Promise<ConvertHandler>
}

interface Sandbox {
  process: SimulatedProcess
  handler: ConvertHandler
}

const source = { arn: 'arn:aws:sqs:us-east-1:111122223333:events', region: 'us-east-1' }

export class SimulatedLambda {
  /** Of the sandboxes that work. */
  readonly working = new Set<SimulatedProcess>()
  /** Answers that are no answers to a batch of messages, errors thrown: Lambda repeats the batch, but a test wants to know. */
  readonly troubles: string[] = []
  isStopped = false
  invocations = 0
  readonly #options: LambdaOptions
  #idle: Sandbox[] = []
  #count = 0

  constructor(options: LambdaOptions) {
    this.#options = options
  }

  /** Takes what is visible, as far as there is room. */
  poll(): void {
    const { queue, batchSize, concurrency, random } = this.#options
    while (!this.isStopped && this.working.size < concurrency) {
      const messages = queue.receive(1 + random.below(batchSize))
      if (messages.length === 0) return
      this.#start(messages)
    }
  }

  #start(messages: Message[]): void {
    const idle = this.#idle.pop()
    const process = idle?.process ?? new SimulatedProcess(`sandbox ${++this.#count}`)
    void this.#options.time.owners.run(process, () => this.#invoke(process, idle?.handler, messages))
  }

  async #invoke(process: SimulatedProcess, known: ConvertHandler | undefined, messages: Message[]): Promise<void> {
    const { time, timeoutMs, startSandbox } = this.#options
    const invokedAt = time.now
    this.working.add(process)
    this.invocations++
    process.onDeath = () => {
      this.working.delete(process)
      time.activity++
    }
    const limit = time.after(timeoutMs, () => process.kill()) // cancelled with the sandbox, or by its answer
    const handler = known ?? (await startSandbox(process))
    const context = { functionName: 'convert', awsRequestId: 'r', getRemainingTimeInMillis: () => invokedAt + timeoutMs - time.now }
    const answer = await handler(lambdaEvent(messages, source), context).catch((error: unknown) => this.#note(error))
    limit.isCancelled = true
    time.activity++
    if (process.isDead) return
    for (const { ReceiptHandle = '' } of succeeded(messages, answer)) this.#options.queue.delete(ReceiptHandle)
    this.working.delete(process)
    this.#idle.push({ process, handler })
  }

  #note(error: unknown): object {
    this.troubles.push(String(error))
    return { batchItemFailures: [{ itemIdentifier: '' }] }
  }
}
