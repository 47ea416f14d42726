// V8 doubles its young generation, from 1 MB up to 16, each time that much of it survives, and never halves it while there is work: a conversion
// whose pages and row groups survive a little would take 30 to 90 MB more the longer it runs, and gain 1 % of its time (docs/performance.md).
// The size cannot be limited any longer once a process runs, but how it grows can be said.

import { setFlagsFromString } from 'node:v8'

/** For the whole process, from now on. */
export function keepYoungGenerationSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
