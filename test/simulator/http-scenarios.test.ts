// The simulator's scenarios against the embedded S3 and SQS, over HTTP: undisturbed, and with connections that break.

import { checkEnd } from './check-end.ts'
import type { ProxiedRequest, ProxyFault } from './fault-proxy.ts'
import { HttpStage } from './http-stage.ts'
import { scenarios } from './scenarios.ts'

/** It would kill the process of this test. */
const names = Object.keys(scenarios).filter(name => name !== 'a file that kills its worker')

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
