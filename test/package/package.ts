// The deployment package as `npm run package` makes it, built once for the tests of this folder that need it.

import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { inflateRawSync } from 'node:zlib'

/** The repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

export interface CloudFormation {
  Resources: Record<string, { Type: string; Properties: Properties; DependsOn?: string | string[]; DeletionPolicy?: string }>
}

export type Properties = Record<string, unknown>

export interface DeploymentPackage {
  folder: string
  template: CloudFormation
}

/** @param parameters as after `osls package` */
export async function makePackage(...parameters: string[]): Promise<DeploymentPackage> {
  const folder = await mkdtemp(join(tmpdir(), 'parquetry-package-'))
  const workFolder = `.esbuild/${basename(folder)}` // of its own: test files run at the same time
  const command = ['node_modules/osls/bin/serverless.js', 'package', '--package', folder, '--param', `workFolder=${workFolder}`]
  await alone(() => promisify(execFile)(process.execPath, [...command, ...parameters], { cwd: root }))
  const template = JSON.parse(await readFile(join(folder, 'cloudformation-template-update-stack.json'), 'utf8'))
  return { folder, template }
}

const lock = join(root, 'build/packaging')

/** osls makes every package in `.serverless` of the checkout before it moves it, and test files run at the same time. */
async function alone(work: () => Promise<unknown>): Promise<void> {
  while (!(await takeLock())) await setTimeout(100)
  try {
    await work()
  } finally {
    await rm(lock, { force: true })
  }
}

/** Whether the lock is ours now: a file with the holder's process number, void when there is no such process any more. */
async function takeLock(): Promise<boolean> {
  try {
    await writeFile(lock, `${process.pid}`, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const holder = await readFile(lock, 'utf8').catch(() => '')
  if (holder !== '' && !isAlive(Number(holder))) await rm(lock, { force: true })
  return false
}

function isAlive(processNumber: number): boolean {
  try {
    return process.kill(processNumber, 0)
  } catch {
    return false
  }
}

/** Unpacks the function's zip; returns the names of its files. */
export async function unzip(zipFile: string, folder: string): Promise<string[]> {
  const zip = await readFile(zipFile)
  const names: string[] = []
  for (const { name, bytes } of zipEntries(zip)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), bytes)
    names.push(name)
  }
  return names
}

/** By the central directory: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT sections 4.3.7, 4.3.12, 4.3.16 */
function* zipEntries(zip: Buffer): Iterable<{ name: string; bytes: Buffer }> {
  const end = zip.lastIndexOf('PK\x05\x06')
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)]
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map(offset => zip.readUInt16LE(at + offset)) as [number, number, number]
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    const header = zip.readUInt32LE(at + 42)
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28)
    const packed = zip.subarray(start, start + size)
    yield { name, bytes: method === 0 ? packed : inflateRawSync(packed) }
    at += 46 + nameLength + extraLength + commentLength
  }
}
