// Seeded random histories, a few; CI lives through three hundred, and npm run test:histories through as many as wanted.

import { testSeed } from '../oracle/random.ts'
import { generateHistory, type History, isCalm } from './history.ts'
import { runHistory } from './run-history.ts'
import { runScript } from './run-script.ts'
import { printHistory, shrink } from './shrink.ts'
import { sourceVersion } from './source-text.ts'

const count = 80
const firstSeed = testSeed()
const longest = 600_000 // ms; some 15 s on a machine that has nothing else to do

it(
  `T04, T05, T11, T39: the dataset is a function of the bucket's final state, whatever happens on the way (seed ${firstSeed})`,
  async () => {
    const { output, exitCode } = await runScript('run-histories.ts', '--seed', String(firstSeed), '--count', String(count))
    expect({ output, exitCode }).toEqual({
      output: expect.stringContaining(`${count} histories from seed ${firstSeed}: 0 failed`),
      exitCode: 0,
    })
  },
  longest,
)

it('the same seed gives the same history, down to the number of requests', async () => {
  await runHistory(generateHistory(firstSeed)) // what the SDK loads when it is first needed takes turns of the event loop
  for (let seed = firstSeed; seed < firstSeed + 3; seed++) {
    expect(await runHistory(generateHistory(seed))).toEqual(await runHistory(generateHistory(seed)))
  }
})

it('about one history in six is disturbed by nothing but its users and the order of events', () => {
  const calm = Array.from({ length: 600 }, (_, seed) => isCalm(generateHistory(seed))).filter(is => is)
  expect(calm.length).toBeGreaterThan(50)
  expect(calm.length).toBeLessThan(200)
})

it('a failing history is made as small as it still fails', async () => {
  // What nobody may do: change an output behind the pipeline's back. The simulation has no such step, so a lying drop stands for it.
  const lie = { ...sourceVersion('incoming/plain/a.csv', 2, [1]), badRows: -1 }
  const honest = (at: number, version: number) => ({ at, ...drop(sourceVersion('incoming/plain/b.csv', version, [1, 2])) })
  const history: History = { options: { seed: 1 }, steps: [honest(0, 1), { at: 1000, ...drop(lie) }, honest(2000, 3), honest(3000, 4)] }
  const small = await shrink(history)
  expect(small.steps).toMatchObject([{ at: 1000 }])
  expect(printHistory(small)).toContain('drop incoming/plain/a.csv version 2')
})

it('prints corrected rows and markers with what became of their notifications', () => {
  const steps: History['steps'] = [
    { at: 0, ...drop(sourceVersion('fix/plain/a.csv.rows.csv', 3, [1, 2], 1)) },
    { at: 1500, act: 'mark', key: 'incoming/marked/_SUCCESS', notifications: 0, delayMs: 2000 },
  ]
  expect(
    printHistory({ options: { seed: 1 }, steps })
      .split('\n')
      .slice(1),
  ).toEqual([
    '     0.000 s  drop fix/plain/a.csv.rows.csv version 3 (parts 1,2, 1 bad rows), 1 notifications after 0 ms',
    '     1.500 s  mark incoming/marked/_SUCCESS, 0 notifications after 2000 ms',
  ])
})

it('histories correct rows, drop corrections twice, and store and delete markers', () => {
  const steps = Array.from({ length: 300 }, (_, seed) => generateHistory(seed).steps).flat()
  const fixes = steps.flatMap(step => (step.act === 'drop' && step.source.key.startsWith('fix/') ? [step.source] : []))
  const isMarker = (act: string) => steps.some(step => step.act === act && 'key' in step && step.key.endsWith('_SUCCESS'))
  expect(fixes.length).toBeGreaterThan(100)
  expect(new Set(fixes).size).toBeLessThan(fixes.length)
  expect([isMarker('mark'), isMarker('remove')]).toEqual([true, true])
})

function drop(source: ReturnType<typeof sourceVersion>) {
  return { act: 'drop' as const, source, notifications: 1, delayMs: 0 }
}
