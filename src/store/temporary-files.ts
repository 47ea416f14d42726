// Names of unfinished files, and what is done with those whose process was killed before it could remove them.
//
//   .parquetry-1f3a9c02-4711-0b61ce07-5d20a3f1    machine, process, a random part: never made from the key

import { lstat, readdir, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { systemCode } from './file-failure.ts'

export const temporaryPrefix = '.parquetry-'

// Neither this nor the random part need be hard to guess: a file that is there already is refused. So node:crypto need not be loaded for them.
const machine = hex32(crc32(hostname()))

/** Containers may share a folder and a host name, and not see each other's processes: what is still being written to is left alone. */
const idleMs = 10 * 60 * 1000

export function temporaryName(): string {
  return `${temporaryPrefix}${machine}-${process.pid}-${hex32(random32())}-${hex32(random32())}`
}

const random32 = () => Math.floor(Math.random() * 2 ** 32)

function hex32(number: number): string {
  return number.toString(16).padStart(8, '0')
}

/** Removes the folder's unfinished files that processes of this machine left behind which are no more. Never fails. */
export async function removeOrphans(folder: string, now = Date.now()): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter(isOrphan)) {
    const path = join(folder, name)
    const found = await lstat(path).catch(() => undefined)
    if (found?.isFile() && now - found.mtimeMs > idleMs) await rm(path, { force: true }).catch(() => undefined)
  }
}

const namePattern = new RegExp(`^\\${temporaryPrefix}${machine}-(\\d+)-[0-9a-f]{8}-`)

function isOrphan(name: string): boolean {
  const pid = namePattern.exec(name)?.[1]
  return pid !== undefined && !isRunning(Number(pid))
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0) // looks only
    return true
  } catch (error) {
    return systemCode(error) !== 'ESRCH'
  }
}
