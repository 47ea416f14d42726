// How other commands find the `parquetry up` that runs on this machine: a small file in the user's state folder, written when the
// instance is ready and removed when it stops. It holds environment variables, the same ones that configure Parquetry and the AWS
// tools on a real account, so that a command has one way to be configured whether it talks to S3 or to the instance next door.
//
// Where: $PARQUETRY_INSTANCE, else $XDG_STATE_HOME/parquetry/instance.json, else ~/.local/state/parquetry/instance.json.
// With several instances the one started last is found; PARQUETRY_INSTANCE keeps them apart.

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

export type Environment = Readonly<Record<string, string | undefined>>

export interface RunningInstance {
  pid: number
  /** What to set to talk to it: AWS_ENDPOINT_URL, AWS_REGION, credentials, PARQUETRY_BUCKET, PARQUETRY_QUEUE_URL, … */
  environment: Record<string, string>
}

/**
 * The environment a command works in: as it is where it says which pipeline is meant (PARQUETRY_BUCKET or PARQUETRY_ENDPOINT), otherwise
 * with the variables of the running instance on top. AWS credentials, profiles and endpoints say nothing about that: who works with AWS
 * has them set all day. Undefined where neither is there.
 */
export function commandEnvironment(environment: Environment): Environment | undefined {
  if (environment.PARQUETRY_BUCKET || environment.PARQUETRY_ENDPOINT) return environment
  const instance = findInstance(environment)
  return instance && { ...environment, ...instance.environment }
}

/** The instance that runs now; what a killed one left behind is not taken for one. */
export function findInstance(environment: Environment): RunningInstance | undefined {
  try {
    const instance: RunningInstance = JSON.parse(readFileSync(instanceFile(environment), 'utf8'))
    return isAlive(instance.pid) ? instance : undefined
  } catch {
    return undefined
  }
}

/** Makes the instance known. Returns how to take that back; an instance that was announced since is left alone. */
export function announceInstance(instance: RunningInstance, environment: Environment): () => void {
  const file = instanceFile(environment)
  const draft = `${file}.${instance.pid}`
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(draft, `${JSON.stringify(instance, undefined, 2)}\n`, { mode: 0o600 })
  renameSync(draft, file)
  return () => {
    if (findInstance(environment)?.pid === instance.pid) rmSync(file, { force: true })
  }
}

export function instanceFile(environment: Environment): string {
  const state = environment.XDG_STATE_HOME || join(homedir(), '.local', 'state')
  return environment.PARQUETRY_INSTANCE || join(state, 'parquetry', 'instance.json')
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return String(error).includes('EPERM')
  }
}
