// The contenders from PyPI live in a virtual environment of their own, beside node_modules.

import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const environment = fileURLToPath(new URL('.venv', import.meta.url))
const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url))
const installedRequirements = `${environment}/installed.txt` // as they were when they were installed

export const pythonProgram = `${environment}/bin/python`

/** Installs what is missing; returns why that could not be done. */
export function installPython(): string | undefined {
  if (isInstalled()) return undefined
  if (!run('python3', '--version')) return 'there is no python3 on this machine'
  process.stderr.write('Installing the contenders from PyPI (into bench/.venv) …\n')
  if (!run('python3', '-m', 'venv', environment)) return 'python3 could not make a virtual environment (its venv module may be missing)'
  if (!run(pythonProgram, '-m', 'pip', 'install', '-q', '-r', requirements)) return 'pip could not install bench/requirements.txt'
  copyFileSync(requirements, installedRequirements)
  return undefined
}

function isInstalled(): boolean {
  if (!existsSync(installedRequirements)) return false
  return readFileSync(installedRequirements, 'utf8') === readFileSync(requirements, 'utf8') && run(pythonProgram, '--version')
}

function run(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}
