// A worker thread's entry. What it runs is loaded only when the cache of compiled sources is on: that is most of a thread's start.

import { enableCompileCache } from 'node:module'
import { workerData } from 'node:worker_threads'
import type { ThreadSetup } from './span-thread.ts'

const { compileCache } = workerData as ThreadSetup
if (compileCache !== undefined) enableCompileCache(compileCache)
const { encodeSpans } = await import('./encode-spans.ts')
encodeSpans(workerData as ThreadSetup)
