// The entry of the published package, in dist/: one of the two programs that bundle.js makes.
import { keepYoungGenerationSmall } from '../src/cli/steady-heap.ts'
import { runCompiled } from './run-compiled.js'

const [command, ...args] = process.argv.slice(2)
const asksForHelp = args.includes('--help') || args.includes('-h')
if (command === 'convert' && !asksForHelp) {
  keepYoungGenerationSmall() // now, for V8 takes no code that was made with other flags
  runCompiled(new URL('convert.cjs', import.meta.url))
} else await import('./main.js')
