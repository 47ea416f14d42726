// What comes in with the dependencies and goes out with the package (S27). The registry's audit needs the network and is no test; what can be
// held to without it: contents are fixed by hash, next to nothing may run while installing, and only what is meant is published.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './package.ts'

interface LockedPackage {
  version: string
  integrity?: string
  resolved?: string
  dev?: boolean
  optional?: boolean
  hasInstallScript?: boolean
}

interface PackageFile {
  scripts: Record<string, string>
  dependencies: Record<string, string>
  allowScripts: Record<string, boolean>
  files: string[]
}

const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'))

function lockedPackages(file: string): [string, LockedPackage][] {
  const { packages } = read(file) as { packages: Record<string, LockedPackage> }
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, locked]) => [path.replace(/^.*node_modules\//, ''), locked])
}

describe.each(['package-lock.json', 'bench/package-lock.json'])('S27: %s', file => {
  it('fixes the content of every package by its SHA-512, but for programs of other platforms', () => {
    const packages = lockedPackages(file)
    expect(packages.length).toBeGreaterThan(10)
    for (const [name, { integrity, optional = false }] of packages) {
      if (integrity === undefined) expect({ name, optional }).toEqual({ name, optional: true })
      else expect({ name, integrity }).toEqual({ name, integrity: expect.stringMatching(/^sha512-[\w+/]{86}==$/) })
    }
  })

  it('leaves the registry to whoever installs', () => {
    expect(lockedPackages(file).filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
  })
})

describe('S27: what runs while installing', () => {
  const packageFile: PackageFile = read('package.json')

  it('is nothing of what the product itself needs', () => {
    const needed = lockedPackages('package-lock.json').filter(([, { dev = false }]) => !dev)
    expect(needed.length).toBeGreaterThan(Object.keys(packageFile.dependencies).length)
    expect(needed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([name]) => name)).toEqual([])
  })

  it('is allowed to two tools by name, which are locked', () => {
    const scripted = lockedPackages('package-lock.json').filter(([, { hasInstallScript }]) => hasInstallScript)
    expect(Object.keys(packageFile.allowScripts).sort()).toEqual(['esbuild', 'node'])
    for (const name of Object.keys(packageFile.allowScripts)) expect(scripted.map(([found]) => found)).toContain(name)
  })

  it('is nothing of the package itself', () => {
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare', 'dependencies']
    expect(Object.keys(packageFile.scripts).filter(name => hooks.includes(name))).toEqual([])
  })
})

describe('S27: what the product needs', () => {
  it('are few packages, every one of them known here', () => {
    const { dependencies }: PackageFile = read('package.json')
    expect(Object.keys(dependencies)).toEqual([
      '@aws-lambda-powertools/logger',
      '@aws-lambda-powertools/metrics',
      '@aws-sdk/checksums',
      '@aws-sdk/client-s3',
      '@aws-sdk/client-sns',
      '@aws-sdk/client-sqs',
      '@middy/core',
      'fauxqs',
      'hyparquet',
      'hyparquet-compressors',
      'picomatch',
      'sqs-consumer',
      'yaml',
    ])
  })
})

it('S27: the published package holds what is listed, and nothing that lies about', () => {
  const output = execFileSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [{ files }] = JSON.parse(output.toString()) as [{ files: { path: string }[] }]
  const meant =
    /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|bin\/parquetry\.js|schemas\/dataset\.schema\.json|docs\/.+\.(md|svg)|dist\/.+)$/
  expect(files.map(({ path }) => path).filter(path => !meant.test(path))).toEqual([])
  expect(files.length).toBeGreaterThan(10)
})
