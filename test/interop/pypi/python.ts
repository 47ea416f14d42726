// The Python side: an environment of its own under build/, made when it is missing or its requirements have changed.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Read } from './differences.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const environment = fileURLToPath(new URL('../../../build/interop-venv', import.meta.url))
const python = join(environment, 'bin/python')
const requirements = join(here, 'requirements.txt')
const installed = join(environment, 'installed.txt')

/** Throws an Error that says what failed: without these readers nothing would have been tested. */
export function preparePython(): void {
  const wanted = readFileSync(requirements, 'utf8')
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return
  console.error('installing pyarrow and Polars from PyPI …')
  run('python3', '-m', 'venv', '--clear', environment)
  run(python, '-m', 'pip', 'install', '--quiet', '--requirement', requirements)
  writeFileSync(installed, wanted)
}

export function readWithPython(folder: string): Read[] {
  run(python, join(here, 'read_files.py'), folder)
  return JSON.parse(readFileSync(join(folder, 'read.json'), 'utf8'))
}

function run(program: string, ...args: string[]): void {
  const { status, error, signal } = spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${error?.message ?? signal ?? `exit ${status}`}`)
}
