// Keeps messages hidden while they are worked on, and no longer than that: each beat hides them until just after this worker can no longer
// be alive. So a long conversion is not begun a second time, and what a worker that died had in hand comes back soon.
//
// Whoever changes a message's visibility for good takes it out of the beat first, so that no late beat undoes it.

import type { MessageQueue, QueueMessage } from '../src/store/message-queue.ts'

export interface HeartbeatOptions {
  everyMs: number
  /** From now until the worker cannot be alive any more. */
  hiddenSeconds: () => number
}

export interface Heartbeat {
  /** The queue, whose `changeVisibility` and `delete` end the beat for their message. */
  queue: MessageQueue
  stop(): Promise<void>
}

/** SQS allows no more, counted from when the message was received. */
export const mostHiddenSeconds = 12 * 60 * 60

export function startHeartbeat(queue: MessageQueue, messages: readonly QueueMessage[], options: HeartbeatOptions): Heartbeat {
  const held = new Set(messages.map(({ receipt }) => receipt))
  const startedAt = performance.now()
  let beat: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    const left = mostHiddenSeconds - Math.ceil((performance.now() - startedAt) / 1000) - 1
    const seconds = Math.min(left, Math.max(1, Math.ceil(options.hiddenSeconds())))
    if (left <= 0) clearInterval(timer)
    else beat = beatOnce(queue, held, seconds)
  }, options.everyMs)
  timer.unref()
  const release = async (receipt: string) => {
    held.delete(receipt)
    await beat
  }
  return {
    queue: {
      send: (body, attributes) => queue.send(body, attributes),
      sendAll: bodies => queue.sendAll(bodies),
      receive: request => queue.receive(request),
      depth: () => queue.depth(),
      changeVisibility: (receipt, seconds) => release(receipt).then(() => queue.changeVisibility(receipt, seconds)),
      delete: receipt => release(receipt).then(() => queue.delete(receipt)),
    },
    async stop() {
      clearInterval(timer)
      held.clear()
      await beat
    },
  }
}

/** A beat that does not arrive is made up for by the next one, or the queue's own visibility timeout applies. */
async function beatOnce(queue: MessageQueue, held: ReadonlySet<string>, seconds: number): Promise<void> {
  await Promise.all([...held].map(receipt => queue.changeVisibility(receipt, seconds).catch(() => undefined)))
}
