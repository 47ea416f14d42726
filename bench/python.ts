// The optional contenders from PyPI live in a virtual environment of their own, beside node_modules.

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const environment = fileURLToPath(new URL('.venv', import.meta.url))
export const pythonProgram = `${environment}/bin/python`

/** Installs what is missing; says on standard error when that cannot be done. */
export function installPython(): void {
  if (run(pythonProgram, '-c', 'import pyarrow, polars')) return
  process.stderr.write('installing pyarrow and polars into bench/.venv …\n')
  const installed = run('python3', '-m', 'venv', environment) && run(pythonProgram, '-m', 'pip', 'install', '-q', 'pyarrow', 'polars')
  if (!installed) process.stderr.write('pyarrow and polars could not be installed: they are left out\n')
}

function run(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}
