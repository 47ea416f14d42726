// A message that is given up: its body in the dead-letter queue, the reason as message attributes. The queue's own redrive keeps both, so
// a message with these attributes is one that came back.

import type { Failure } from '../failure/failure.ts'
import type { QueueMessage } from '../store/message-queue.ts'
import { requestBody } from './parse-events.ts'
import type { Pipeline } from './pipeline.ts'

const names = {
  code: 'parquetry.code',
  key: 'parquetry.key',
  message: 'parquetry.message',
  retryKey: 'parquetry.retry-key',
  failedAt: 'parquetry.failed-at',
}

const maxMessageCharacters = 512

/** Leaves room for the attributes in the 256 KiB that a queue may be limited to. */
const maxKeptBodyBytes = 240 * 1024

export interface DeadLetterReason {
  code: string
  message: string
  failedAt: string
}

/**
 * @param key the object that failed; undefined when the message itself cannot be read
 * @param isOnlyEvent whether the message speaks of nothing else: then its body is kept as it is
 */
export async function sendDeadLetter(
  { deadLetters, config, clock }: Pipeline,
  message: QueueMessage,
  failure: Failure,
  place: { key?: string; retryKey?: string; isOnlyEvent: boolean },
): Promise<void> {
  const { key, retryKey, isOnlyEvent } = place
  const isKept = key === undefined || (isOnlyEvent && Buffer.byteLength(message.body) <= maxKeptBodyBytes)
  await deadLetters.send(isKept ? message.body : requestBody(config.bucket, key), {
    [names.code]: failure.code,
    [names.message]: attributeText(failure.message).slice(0, maxMessageCharacters),
    [names.failedAt]: clock().toISOString(),
    ...(key === undefined ? {} : { [names.key]: attributeText(key) }),
    ...(retryKey === undefined ? {} : { [names.retryKey]: attributeText(retryKey) }),
  })
}

/** Whether the message was in the dead-letter queue before. */
export function isRedriven({ attributes }: QueueMessage): boolean {
  return attributes[names.code] !== undefined
}

/** Why a message is in the dead-letter queue; undefined when the queue itself moved it there after too many deliveries. */
export function deadLetterReason({ attributes }: QueueMessage): DeadLetterReason | undefined {
  const code = attributes[names.code]
  if (code === undefined) return undefined
  return { code, message: attributes[names.message] ?? '', failedAt: attributes[names.failedAt] ?? '' }
}

/** SQS allows tab, line breaks, U+0020–U+D7FF, U+E000–U+FFFD and beyond U+FFFF. */
function attributeText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it replaces
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
}
