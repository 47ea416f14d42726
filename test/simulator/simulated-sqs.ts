// Queues of SQS: visibility timeouts, receive counts, receipts that name one delivery, a dead-letter queue after too many receives, and
// the JSON protocol of the SDK. Messages come in any order that the seed likes.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html

import { createHash } from 'node:crypto'
import type { Message } from '@aws-sdk/client-sqs'
import type { Random } from '../oracle/random.ts'
import { type Answer, empty } from './s3-answer.ts'
import type { VirtualTime } from './virtual-time.ts'

export interface KeptMessage {
  id: string
  body: string
  attributes: Readonly<Record<string, MessageAttribute>>
  receiveCount: number
  visibleAt: number // ms
  /** Of the last delivery. */
  receipt: string
  sentAt: number // ms
  /** Of the last delivery, ms. */
  receivedAt: number
}

interface MessageAttribute {
  DataType: string
  StringValue?: string
}

export class SimulatedQueue {
  readonly messages = new Map<string, KeptMessage>()
  /** Just before a message is deleted. */
  onDelete: (message: KeptMessage) => void = () => undefined
  readonly #time: VirtualTime
  readonly #random: Random
  readonly #visibilityMs: number
  readonly #deadLetters: { queue: SimulatedQueue; maxReceiveCount: number } | undefined
  #count = 0

  constructor(time: VirtualTime, random: Random, visibilityMs: number, deadLetters?: { queue: SimulatedQueue; maxReceiveCount: number }) {
    this.#time = time
    this.#random = random
    this.#visibilityMs = visibilityMs
    this.#deadLetters = deadLetters
  }

  send(body: string, attributes: KeptMessage['attributes'] = {}, delayMs = 0): KeptMessage {
    const id = `message-${++this.#count}`
    const { now } = this.#time
    const message = { id, body, attributes, receiveCount: 0, visibleAt: now + delayMs, receipt: '', sentAt: now, receivedAt: 0 }
    this.messages.set(id, message)
    this.#time.activity++
    return message
  }

  /** Visible messages, up to `most`, in any order. One that was received too often goes to the dead-letter queue instead. */
  receive(most: number, visibilityMs = this.#visibilityMs): Message[] {
    const visible = [...this.messages.values()].filter(({ visibleAt }) => visibleAt <= this.#time.now)
    const received: Message[] = []
    while (visible.length > 0 && received.length < most) {
      const message = visible.splice(this.#random.below(visible.length), 1)[0]!
      if (this.#isSpent(message)) this.#moveToDeadLetters(message)
      else received.push(this.#deliver(message, visibilityMs))
    }
    return received
  }

  /** A receipt of an earlier delivery changes nothing. */
  changeVisibility(receipt: string, ms: number): void {
    const message = this.#find(receipt)
    if (message !== undefined) message.visibleAt = this.#time.now + ms
    this.#time.activity++
  }

  /** A receipt of an earlier delivery deletes nothing. */
  delete(receipt: string): void {
    const message = this.#find(receipt)
    if (message === undefined) return
    this.onDelete(message)
    this.messages.delete(message.id)
  }

  /** Moves everything to another queue, as the console's redrive button does. */
  moveAllTo(other: SimulatedQueue): void {
    for (const { body, attributes } of this.messages.values()) other.send(body, attributes)
    this.messages.clear()
  }

  /** When the next message becomes visible, or now if one is; undefined for an empty queue. */
  get nextVisibleAt(): number | undefined {
    const times = [...this.messages.values()].map(({ visibleAt }) => visibleAt)
    return times.length === 0 ? undefined : Math.max(this.#time.now, Math.min(...times))
  }

  #deliver(message: KeptMessage, visibilityMs: number): Message {
    message.receiveCount++
    message.receivedAt = this.#time.now
    message.visibleAt = this.#time.now + visibilityMs
    message.receipt = `${message.id}/${message.receiveCount}`
    const { id, body, attributes, receipt, receiveCount, sentAt } = message
    return {
      MessageId: id,
      ReceiptHandle: receipt,
      Body: body,
      MD5OfBody: md5(body),
      Attributes: { ApproximateReceiveCount: String(receiveCount), SentTimestamp: String(sentAt) },
      ...(Object.keys(attributes).length === 0 ? {} : { MessageAttributes: { ...attributes } }),
    }
  }

  #isSpent({ receiveCount }: KeptMessage): boolean {
    return this.#deadLetters !== undefined && receiveCount >= this.#deadLetters.maxReceiveCount
  }

  #moveToDeadLetters({ id, body, attributes }: KeptMessage): void {
    this.messages.delete(id)
    this.#deadLetters?.queue.send(body, attributes)
  }

  #find(receipt: string): KeptMessage | undefined {
    const message = this.messages.get(receipt.split('/')[0] ?? '')
    return message?.receipt === receipt ? message : undefined
  }
}

interface SqsInput {
  QueueUrl?: string
  MessageBody?: string
  MessageAttributes?: KeptMessage['attributes']
  DelaySeconds?: number
  MaxNumberOfMessages?: number
  VisibilityTimeout?: number
  ReceiptHandle?: string
  Entries?: readonly (SqsInput & { Id: string })[]
}

/** Answers a request of the SDK. @param queues by the last part of their address */
export function answerSqs(queues: ReadonlyMap<string, SimulatedQueue>, target: string, body: string): Answer {
  const input: SqsInput = JSON.parse(body)
  const queue = queues.get(input.QueueUrl?.split('/').at(-1) ?? '')
  if (queue === undefined) return json({ __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'no such queue' }, 400)
  const action = actions[target.replace('AmazonSQS.', '')]
  return action === undefined ? json({ __type: 'UnknownOperation' }, 400) : json(action(queue, input))
}

const actions: Readonly<Record<string, (queue: SimulatedQueue, input: SqsInput) => object>> = {
  SendMessage(queue, { MessageBody = '', MessageAttributes, DelaySeconds = 0 }) {
    const { id, body } = queue.send(MessageBody, MessageAttributes, DelaySeconds * 1000)
    return { MessageId: id, MD5OfMessageBody: md5(body) }
  },
  SendMessageBatch(queue, { Entries = [] }) {
    const Successful = Entries.map(({ Id, MessageBody = '', MessageAttributes, DelaySeconds = 0 }) => {
      const { id, body } = queue.send(MessageBody, MessageAttributes, DelaySeconds * 1000)
      return { Id, MessageId: id, MD5OfMessageBody: md5(body) }
    })
    return { Successful, Failed: [] }
  },
  ReceiveMessage(queue, { MaxNumberOfMessages = 1, VisibilityTimeout }) {
    return { Messages: queue.receive(MaxNumberOfMessages, VisibilityTimeout === undefined ? undefined : VisibilityTimeout * 1000) }
  },
  ChangeMessageVisibility(queue, { ReceiptHandle = '', VisibilityTimeout = 0 }) {
    queue.changeVisibility(ReceiptHandle, VisibilityTimeout * 1000)
    return {}
  },
  DeleteMessage(queue, { ReceiptHandle = '' }) {
    queue.delete(ReceiptHandle)
    return {}
  },
  GetQueueAttributes(queue) {
    return { Attributes: { ApproximateNumberOfMessages: String(queue.messages.size), ApproximateNumberOfMessagesNotVisible: '0' } }
  },
}

function json(content: object, status = 200): Answer {
  return { ...empty(status, { 'content-type': 'application/x-amz-json-1.0' }), body: Buffer.from(JSON.stringify(content)) }
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
