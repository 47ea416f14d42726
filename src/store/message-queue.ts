// The port to a queue of messages with a visibility timeout (SQS: sqs-queue.ts). At least once, in no particular order.

export interface QueueMessage {
  id: string
  /** Names this delivery; needed to delete it or to change its visibility. */
  receipt: string
  body: string
  /** Deliveries so far, this one included. */
  receiveCount: number
  attributes: Readonly<Record<string, string>>
}

export interface QueueDepth {
  waiting: number
  /** Received and neither deleted nor visible again. */
  inFlight: number
  delayed: number
}

/** Errors are `Failure`s: ACCESS_DENIED, KEY_UNAVAILABLE, STORE_UNAVAILABLE, TIMEOUT. */
export interface MessageQueue {
  /** At most 10 attributes; body and attributes together at most 256 KiB. */
  send(body: string, attributes?: Readonly<Record<string, string>>): Promise<void>
  /** Messages without attributes, ten a request. @throws when one of them was not taken; others may have been */
  sendAll(bodies: readonly string[]): Promise<void>
  /** At most 10 messages, hidden from others for `visibilitySeconds`; none when `waitSeconds` (0..20) pass without any. */
  receive(options: { visibilitySeconds: number; waitSeconds: number }): Promise<readonly QueueMessage[]>
  /** Makes a received message visible again in so many seconds (0..43,200). */
  changeVisibility(receipt: string, seconds: number): Promise<void>
  delete(receipt: string): Promise<void>
  /** Approximate, as SQS counts. */
  depth(): Promise<QueueDepth>
}
