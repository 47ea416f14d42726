// Which version of a contender takes part, or why it cannot.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { pythonProgram } from '../python.ts'
import type { Contender, Part } from './contender.ts'

/** `1.5.6`, or for several parts `csv-parse 7.0.3, parquetjs-lite 0.8.7`; undefined when a part is not installed. */
export function contenderVersion({ parts }: Contender): string | undefined {
  const versions = parts.map(part => ({ name: partName(part), version: partVersion(part) }))
  if (versions.some(({ version }) => version === undefined)) return undefined
  return versions.map(({ name, version }) => `${name} ${version}`).join(', ')
}

function partName(part: Part): string {
  return part.from === 'repository' ? 'parquetry' : part.name
}

function partVersion(part: Part): string | undefined {
  switch (part.from) {
    case 'npm':
      return packageVersion(`node_modules/${part.name}/package.json`)
    case 'pypi':
      return moduleVersion(part.name)
    case 'repository':
      return [packageVersion('../package.json'), commit()].filter(Boolean).join(' at ')
  }
}

function packageVersion(path: string): string | undefined {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url))
  return existsSync(file) ? String(JSON.parse(readFileSync(file, 'utf8')).version) : undefined
}

function moduleVersion(name: string): string | undefined {
  return output(pythonProgram, ['-c', `import ${name}; print(${name}.__version__)`])
}

function commit(): string | undefined {
  return output('git', ['rev-parse', '--short', 'HEAD'])
}

function output(program: string, args: string[]): string | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', cwd: fileURLToPath(new URL('.', import.meta.url)) })
  return status === 0 ? stdout.trim() : undefined
}
