import { generateHistory } from './test/simulator/history.ts'
import { runHistory } from './test/simulator/run-history.ts'
import { printHistory, shrink } from './test/simulator/shrink.ts'
for (const seed of process.argv.slice(2)) {
  const small = await shrink(generateHistory(Number(seed)))
  console.log(printHistory(small)); console.log((await runHistory(small)).violations)
}
