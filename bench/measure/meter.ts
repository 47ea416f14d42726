// Loaded into a contender's process before anything else (`node --import`): when the process ends, it tells on descriptor 3 what it used.

import { readFileSync, writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const usageDescriptor = 3

/** One line of JSON. The whole process counts, all threads included. */
export interface Usage {
  cpuSeconds: number // user and system
  peakBytes: number // resident
}

if (isMainThread) process.on('exit', () => writeSync(usageDescriptor, JSON.stringify(usage())))

function usage(): Usage {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  return { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakBytes: peakOnLinux() ?? maxRSS * 1024 }
}

/** Linux counts the parent's memory into `maxRSS` where the parent was larger when it forked; VmHWM starts anew with the program. */
function peakOnLinux(): number | undefined {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024
  } catch {
    return undefined
  }
}
