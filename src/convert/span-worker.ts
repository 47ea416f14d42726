// A worker thread's entry. What it runs is loaded only when the cache of compiled sources is on: that is most of a thread's start.

import { enableCompileCache } from 'node:module'
import { workerData } from 'node:worker_threads'
import type { ThreadSetup } from './span-thread.ts'

const setup = workerData as ThreadSetup
if (setup.compileCache !== undefined) enableCompileCache(setup.compileCache)
void import('./encode-spans.ts').then(({ encodeSpans }) => encodeSpans(setup))
