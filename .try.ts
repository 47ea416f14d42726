import { generateHistory } from './test/simulator/history.ts'
import { runHistory } from './test/simulator/run-history.ts'
const from = Number(process.argv[2] ?? 1), count = Number(process.argv[3] ?? 20)
const t = performance.now(); let req = 0, inv = 0, bad = 0
const kinds = new Map()
for (let seed = from; seed < from + count; seed++) {
  const h = generateHistory(seed)
  const r = await runHistory(h); req += r.requests; inv += r.invocations
  if (r.violations.length) { bad++; const k = r.violations[0].slice(0, 60); kinds.set(k, [...(kinds.get(k) ?? []), seed]); if (count < 5 || process.argv[4]) console.log(seed, r.violations.slice(0,5), JSON.stringify(h)) }
}
const ms = performance.now() - t
console.log({ ms, perHistory: ms / count, req, inv, bad }); for (const [k, v] of kinds) console.log(v.length, k, v.slice(0, 5).join(' '))
