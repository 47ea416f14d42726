// What strangers write into keys, headers, cells and messages, and what the log makes of it: lines of JSON, one an outcome, short, without
// a character that could steer a terminal or feign another line (S10, T76).

import { jest } from '@jest/globals'
import { createHandler } from '../../handlers/create-handler.ts'
import { convert } from '../../src/convert/convert.ts'
import { readDatasetFile } from '../../src/schema/dataset-file.ts'
import { makeWorld, s3Message } from '../pipeline/test-pipeline.ts'
import { lambdaContext, sqsEvent } from './handler-world.ts'

const forged = '\n{"level":"ERROR","message":"forged"}\r\n'
const steering = '\u001b[31m\u009b2J\u202egnp\u2066\u2028\u0000\u0007\u007f'
const nasty = `a${forged}${steering}z`
const huge = 'x'.repeat(100_000)

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
const typed = readDatasetFile(
  `dataset: typed\nmatch: typed/**\ncolumns:\n  - { name: ${JSON.stringify(nasty)}, type: int }\n  - { name: t, type: string }\n`,
  'typed.yaml',
)

/** Key → content; what it comes to is beside the point. */
const files: Readonly<Record<string, string>> = {
  'incoming/good.csv': 'n\n1\n',
  [`incoming/${nasty}.csv`]: 'n\n1\n',
  [`incoming/ignored ${nasty}`]: 'n\n1\n',
  [`incoming/fails ${nasty}.csv`]: 'n\n"open',
  'incoming/typed/value.csv': `${quoted(nasty)},t\n${quoted(nasty)},t\n`,
  'incoming/typed/huge-value.csv': `${quoted(nasty)},t\n${huge},t\n`,
  'incoming/typed/column.csv': `${quoted(nasty)},${quoted(`other ${nasty}`)}\n1,t\n`,
  'incoming/twice.csv': `${quoted(nasty)},${quoted(nasty)}\n1,2\n`,
  'incoming/long-name.csv': `${huge},${huge}\n1,2\n`,
  'incoming/ragged.csv': `a,b\n${quoted(nasty)},1,${huge}\n`,
  'incoming/page.csv': `<html>${nasty}${huge}</html>`,
}
const bodies = [
  nasty,
  `{"Records":[{"eventName":${JSON.stringify(nasty)}}]}`,
  `{"Records":[{"s3":{"bucket":{"name":${JSON.stringify(nasty)}}}}]}`,
]

it('S10, T76: is harmless whatever is in keys, headers, cells and messages', async () => {
  const written: string[] = []
  const note = (text: unknown) => written.push(String(text)) > 0
  const spies = [
    ...(['log', 'info', 'warn', 'error', 'debug'] as const).map(name =>
      jest.spyOn(console, name).mockImplementation(text => void note(`${text}\n`)),
    ),
    ...[process.stdout, process.stderr].map(stream => jest.spyOn(stream, 'write').mockImplementation(note)),
  ]
  const world = makeWorld({ datasets: [typed] })
  world.pipeline.convert = convert
  try {
    const handler = createHandler(world.pipeline, { logLevel: 'DEBUG', metrics: false })
    for (const [key, content] of Object.entries(files)) {
      await world.store.put(key, Buffer.from(content))
      await handler(sqsEvent({ body: s3Message(key) }), lambdaContext())
    }
    for (const body of bodies) await handler(sqsEvent({ body }), lambdaContext())
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
  const lines = written.join('').split('\n').slice(0, -1)
  expect(lines).toHaveLength(Object.keys(files).length + bodies.length)
  for (const line of lines) {
    const entry = JSON.parse(line)
    expect(entry).toMatchObject({ level: expect.stringMatching(/^(INFO|WARN|ERROR)$/), service: 'parquetry' })
    expect(entry.message).not.toBe('forged')
    expect(line.length).toBeLessThan(16_000)
    for (const text of [line, ...texts(entry)]) expect(text).not.toMatch(unsafe) // as JSON, and once that is undone
  }
  const states = lines.map(line => JSON.parse(line).message)
  for (const state of ['converted', 'ignored', 'failed']) expect(states).toContain(state)
})

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/

/** All texts of a JSON value. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : []
}
