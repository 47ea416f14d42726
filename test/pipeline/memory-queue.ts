// A message queue in memory, with a clock that only tests move.

import type { MessageQueue, QueueMessage } from '../../src/store/message-queue.ts'

interface Kept {
  id: string
  body: string
  attributes: Readonly<Record<string, string>>
  receiveCount: number
  visibleAt: number // seconds
}

export class MemoryQueue implements MessageQueue {
  readonly messages: Kept[] = []
  now = 0 // seconds
  #sent = 0

  async send(body: string, attributes: Readonly<Record<string, string>> = {}): Promise<void> {
    this.messages.push({ id: `m${++this.#sent}`, body, attributes, receiveCount: 0, visibleAt: this.now })
  }

  async sendAll(bodies: readonly string[]): Promise<void> {
    for (const body of bodies) await this.send(body)
  }

  async receive({ visibilitySeconds }: { visibilitySeconds: number; waitSeconds: number }): Promise<readonly QueueMessage[]> {
    const visible = this.messages.filter(({ visibleAt }) => visibleAt <= this.now).slice(0, 10)
    return visible.map(message => {
      message.receiveCount++
      message.visibleAt = this.now + visibilitySeconds
      const { id, body, receiveCount, attributes } = message
      return { id, receipt: `${id}/${receiveCount}`, body, receiveCount, attributes }
    })
  }

  async changeVisibility(receipt: string, seconds: number): Promise<void> {
    const message = this.#find(receipt)
    if (message) message.visibleAt = this.now + seconds
  }

  async delete(receipt: string): Promise<void> {
    const message = this.#find(receipt)
    if (message) this.messages.splice(this.messages.indexOf(message), 1)
  }

  async depth() {
    const waiting = this.messages.filter(({ visibleAt }) => visibleAt <= this.now).length
    return { waiting, inFlight: this.messages.length - waiting, delayed: 0 }
  }

  #find(receipt: string): Kept | undefined {
    return this.messages.find(({ id }) => id === receipt.split('/')[0])
  }
}
