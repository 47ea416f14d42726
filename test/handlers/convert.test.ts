import { jest } from '@jest/globals'
import type { SQSEvent } from 'aws-lambda'
import { createHandler } from '../../handlers/create-handler.ts'
import type { Outcome } from '../../src/pipeline/outcome.ts'
import { drop, makeWorld, objectKeys, publishedRows, s3Message } from '../pipeline/test-pipeline.ts'
import { lambdaContext, sqsEvent } from './handler-world.ts'

const silent = { logLevel: 'SILENT', metrics: false } as const

describe('the handler', () => {
  it('T14: answers with exactly the messages that must come back', async () => {
    const world = makeWorld()
    for (const [name, lines] of Object.entries({ good: 'one', busy: '!busy', bad: '!bad', denied: '!denied' }))
      await drop(world, `incoming/${name}.csv`, lines)
    const event = sqsEvent(
      { id: '1', body: s3Message('incoming/good.csv') },
      { id: '2', body: s3Message('incoming/busy.csv') },
      { id: '3', body: s3Message('incoming/bad.csv') },
      { id: '4', body: s3Message('incoming/denied.csv') },
      { id: '5', body: 'poison' },
      { id: '6', body: '{"Event":"s3:TestEvent"}' },
      { id: '7', body: s3Message('incoming/gone.csv') },
      { id: '8', body: s3Message('incoming/good.csv') },
      { id: '9', body: s3Message('incoming/good.csv', 'incoming/busy.csv') },
      { id: '10', body: s3Message('incoming/folder/') },
    )
    const answer = await createHandler(world.pipeline, silent)(event, lambdaContext())
    expect(answer).toEqual({ batchItemFailures: ['2', '4', '9'].map(itemIdentifier => ({ itemIdentifier })) })
    expect(publishedRows(world)).toEqual(['one'])
  })

  it('answers an empty list when all is well', async () => {
    const answer = await createHandler(makeWorld().pipeline, silent)(sqsEvent({ body: '{"Records":[]}' }), lambdaContext())
    expect(answer).toEqual({ batchItemFailures: [] })
  })

  it.each([
    undefined,
    null,
    {},
    { Records: [] },
    { Records: 'x' },
    { Records: [null] },
    { Records: [{}] },
    { Records: [{ s3: {} }] },
    { source: 'aws.s3' },
    [],
  ])('T15: throws on an event that is no batch of SQS messages: %j', async event => {
    const handler = createHandler(makeWorld().pipeline, silent)
    await expect(handler(event as unknown as SQSEvent, lambdaContext())).rejects.toMatchObject({ code: 'EVENT_UNKNOWN' })
  })

  it('counts deliveries as SQS does', async () => {
    const world = makeWorld({ maxReceives: 5 })
    await drop(world, 'incoming/a.csv', '!busy')
    const handler = createHandler(world.pipeline, silent)
    const body = s3Message('incoming/a.csv')
    expect(await handler(sqsEvent({ id: 'x', body, receiveCount: 4 }), lambdaContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: 'x' }],
    })
    expect(await handler(sqsEvent({ id: 'x', body, receiveCount: 5 }), lambdaContext())).toEqual({ batchItemFailures: [] })
    expect(objectKeys(world, 'retry/')).toEqual(['retry/a.csv', 'retry/a.csv.error.json'])
  })

  it('knows a message that was redriven by its attributes', async () => {
    const world = makeWorld()
    await world.store.put('retry/a.csv', Buffer.from('one'))
    const handler = createHandler(world.pipeline, silent)
    await handler(sqsEvent({ body: s3Message('incoming/a.csv') }), lambdaContext())
    expect(publishedRows(world)).toEqual([])
    await handler(sqsEvent({ body: s3Message('incoming/a.csv'), attributes: { 'parquetry.code': 'TIMEOUT' } }), lambdaContext())
    expect(publishedRows(world)).toEqual(['one'])
  })

  it('T70: begins nothing when the function is about to be stopped', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', 'one')
    const answer = await createHandler(world.pipeline, silent)(
      sqsEvent({ id: 'x', body: s3Message('incoming/a.csv') }),
      lambdaContext(39_000),
    )
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'x' }] })
    expect(publishedRows(world)).toEqual([])
  })

  it('stops a conversion before the function is stopped', async () => {
    const world = makeWorld()
    let signal: AbortSignal | undefined
    const { convert } = world.pipeline
    world.pipeline.convert = request => {
      signal = request.signal
      return convert(request)
    }
    await drop(world, 'incoming/a.csv', 'one')
    await createHandler(world.pipeline, silent)(sqsEvent({ body: s3Message('incoming/a.csv') }), lambdaContext(40_500))
    expect(signal).toBeInstanceOf(AbortSignal)
  })

  it('tells every outcome', async () => {
    const world = makeWorld()
    await drop(world, 'incoming/a.csv', 'one')
    const outcomes: Outcome[] = []
    const handler = createHandler(world.pipeline, { ...silent, onOutcome: outcome => outcomes.push(outcome) })
    await handler(sqsEvent({ body: s3Message('incoming/a.csv') }), lambdaContext())
    expect(outcomes).toMatchObject([{ state: 'converted', key: 'incoming/a.csv' }])
  })
})

describe('the log', () => {
  /** What is written to the console, line by line. */
  async function logged(key: string, lines: string): Promise<string[]> {
    const written: string[] = []
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map(name =>
      jest.spyOn(console, name).mockImplementation((...texts: unknown[]) => void written.push(texts.join(' '))),
    )
    const stdout = jest.spyOn(process.stdout, 'write').mockImplementation(text => written.push(String(text)) > 0)
    const stderr = jest.spyOn(process.stderr, 'write').mockImplementation(text => written.push(String(text)) > 0)
    try {
      const world = makeWorld()
      await drop(world, key, lines)
      await createHandler(world.pipeline, { logLevel: 'DEBUG' })(sqsEvent({ body: s3Message(key) }), lambdaContext())
    } finally {
      for (const spy of [...spies, stdout, stderr]) spy.mockRestore()
    }
    return written
  }

  it('says what failed and where, and nothing of what is in the cells', async () => {
    const lines = await logged('incoming/a.csv', 'one !bad')
    const text = lines.join('\n')
    expect(text).toContain('VALUE_INVALID')
    expect(text).toContain('"line":2')
    expect(text).not.toContain('cell content')
  })

  it('S10, T76: cannot be forged by a key', async () => {
    const key = 'incoming/a\n{"level":"ERROR","message":"forged"}\u001b[31m\u202egnp.csv'
    const lines = await logged(key, 'one')
    const text = lines.join('\n')
    expect(text).toContain('forged')
    expect(text).not.toMatch(/^\{"level":"ERROR","message":"forged"/m)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/)
  })

  it('is one line of JSON an outcome, and metrics another', async () => {
    const lines = await logged('incoming/a.csv', 'one two')
    expect(lines.join('\n')).toMatch(/"message": ?"converted"/)
    expect(lines.some(line => line.includes('"RowsWritten":2'))).toBe(true)
  })
})

describe('counts and levels', () => {
  it('an operator’s failure raises an error and a metric of its own', async () => {
    const { countOutcome } = await import('../../handlers/count-outcome.ts')
    const { logOutcome } = await import('../../handlers/log-outcome.ts')
    const counted: string[] = []
    const levels: string[] = []
    const logger = { info: () => levels.push('info'), warn: () => levels.push('warn'), error: () => levels.push('error') }
    for (const code of ['ACCESS_DENIED', 'STORE_UNAVAILABLE'] as const) {
      const outcome: Outcome = { state: 'postponed', key: 'k', failure: { code }, message: '', visibleInSeconds: 1 }
      countOutcome({ addMetric: name => counted.push(name) }, outcome)
      logOutcome(logger, outcome)
    }
    expect(counted).toEqual(['Postponed', 'OperatorNeeded', 'Postponed'])
    expect(levels).toEqual(['error', 'warn'])
  })
})
