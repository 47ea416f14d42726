// Every crash point of every scenario is what npm run test:crashes goes through; here it is one in 64, others each day.

import { crashPointsOf } from './crash-point.ts'
import { runScript } from './run-script.ts'
import { scenarios } from './scenarios.ts'

const every = 64
const longest = 600_000 // ms; some 10 s on a machine that has nothing else to do
const first = Number(process.env.SEED ?? Math.floor(Date.now() / 86_400_000)) % every

it(
  `T01, T02, T03, T06, T07, T08, T10, T13, T33, T35, T36, T38, T41, T57: a fault at any request changes nothing in the end (SEED=${first} of ${every})`,
  async () => {
    const { output, exitCode } = await runScript('run-crash-points.ts', '--every', String(every), '--first', String(first))
    expect({ output, exitCode }).toEqual({ output: expect.stringContaining(': 0 failed'), exitCode: 0 })
  },
  longest,
)

it('every scenario has its crash points, of every kind', async () => {
  const points = (await Promise.all(Object.keys(scenarios).slice(0, 1).map(crashPointsOf))).flat()
  const operations = new Set(points.map(({ operation }) => operation))
  expect([...operations].sort()).toEqual(['GetObject', 'HeadObject', 'PutObject'])
  expect(points.length).toBeGreaterThan(100)
})
