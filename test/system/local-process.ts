// `parquetry up` in a process of its own, to be killed or told to stop.

import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as elapsed } from 'node:timers/promises'
import { pipelineFromEnv } from '../../handlers/pipeline-from-env.ts'
import { findInstance } from '../../src/local/running-instance.ts'
import type { Pipeline } from '../../src/pipeline/pipeline.ts'

const binary = join(import.meta.dirname, '../../bin/parquetry.js')

export interface LocalProcess {
  /** Once it is ready; undefined if it was killed before. */
  pipeline: Promise<Pipeline | undefined>
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
  /** SIGTERM, as a service manager sends it; resolves to its exit code when it is gone. */
  terminate(): Promise<number | null>
}

/** @param folder of the instance's file; the data are in `data` below it */
export function startProcess(folder: string): LocalProcess {
  const environment = { PARQUETRY_INSTANCE: join(folder, 'instance.json') }
  const child = spawn(process.execPath, [binary, 'up', '--no-samples', '--data', join(folder, 'data')], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const gone = new Promise<void>(resolve => child.once('close', () => resolve()))
  return {
    pipeline: ready(child, environment),
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
    async terminate() {
      child.kill('SIGTERM')
      await gone
      return child.exitCode
    },
  }
}

async function ready(child: ChildProcess, environment: Record<string, string>): Promise<Pipeline | undefined> {
  while (child.exitCode === null && child.signalCode === null) {
    const instance = findInstance(environment)
    if (instance && instance.pid === child.pid) return pipelineFromEnv(instance.environment)
    await elapsed(20)
  }
  return undefined
}
