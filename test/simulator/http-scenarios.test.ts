// The simulator's scenarios against the embedded S3 and SQS, over HTTP: undisturbed, and with connections that break.

import { checkEnd } from './check-end.ts'
import type { ProxiedRequest, ProxyFault } from './fault-proxy.ts'
import { HttpStage } from './http-stage.ts'
import { scenarios } from './scenarios.ts'

/** The first would kill the process of this test; of those with corrected rows and markers, some show over HTTP what all would. */
const leftOut = [
  'a file that kills its worker',
  'corrected rows that are corrected again',
  'corrected rows that fail',
  'corrected rows and a new version at once',
  'deleted corrected rows',
  'a file after its marker',
  'a marker that is deleted under its files',
]
const names = Object.keys(scenarios).filter(name => !leftOut.includes(name))

it.each(names)('over HTTP: %s', async name => {
  expect(await liveThrough(name, () => undefined)).toEqual([])
})

it.each(names)('over HTTP, every third call with a broken connection: %s', async name => {
  expect(await liveThrough(name, everyThird())).toEqual([])
})

async function liveThrough(name: string, chooseFault: HttpStage['chooseFault']): Promise<string[]> {
  const stage = new HttpStage()
  await stage.start()
  try {
    const { before, act } = scenarios[name]!
    await before?.(stage)
    stage.chooseFault = chooseFault
    act(stage)
    await stage.drain()
    return [...stage.violations, ...(await checkEnd(await stage.scene()))]
  } finally {
    await stage.end()
  }
}

/** Every third call loses its first attempt; the SDK makes another. */
function everyThird(): (request: ProxiedRequest) => ProxyFault | undefined {
  const calls = new Set<string>()
  let faults = 0
  return ({ call, method }) => {
    if (calls.has(call)) return undefined
    calls.add(call)
    if (calls.size % 3 !== 2) return undefined
    const fault = (['reset after', 'reset before', 'cut body'] as const)[faults++ % 3]
    return fault === 'cut body' && method !== 'GET' ? 'reset after' : fault
  }
}
