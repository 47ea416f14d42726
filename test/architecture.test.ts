// The house rules of imports (docs/architecture.md): which folder may import which, who may know the outside world, no cycles. Type
// imports count. es-module-lexer finds them; it knows TypeScript, and the kernel's AssemblyScript as far as imports go.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative, sep } from 'node:path'
import { parse } from 'es-module-lexer'

const root = join(import.meta.dirname, '..')

/** Layers, lowest first; each with the layers it may import beside itself. A folder of `src` that is not named here fails. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  failure: [],
  version: [],
  kernel: ['failure'],
  schema: ['kernel', 'failure'],
  port: ['failure'], // src/store/store.ts and message-queue.ts: interfaces only
  csv: ['schema', 'kernel', 'port', 'failure'],
  parquet: ['schema', 'kernel', 'failure', 'version'],
  convert: ['csv', 'parquet', 'schema', 'kernel', 'port', 'failure', 'version'],
  pipeline: ['convert', 'csv', 'parquet', 'schema', 'port', 'failure', 'version'],
  store: ['port', 'failure'],
  handlers: ['pipeline', 'convert', 'schema', 'kernel', 'store', 'port', 'failure', 'version'],
  local: ['handlers', 'pipeline', 'convert', 'csv', 'parquet', 'schema', 'kernel', 'store', 'port', 'failure', 'version'],
  cli: ['local', 'handlers', 'pipeline', 'convert', 'csv', 'parquet', 'schema', 'kernel', 'store', 'port', 'failure', 'version'],
}

const port = new Set(['src/store/store.ts', 'src/store/message-queue.ts'])

/** Where bytes go in and bytes come out: no file, network, clock, environment or randomness. */
const pureLayers = new Set(['failure', 'version', 'kernel', 'schema', 'port', 'csv', 'parquet', 'convert', 'pipeline'])
const pureBuiltins = new Set(['node:buffer', 'node:crypto', 'node:stream', 'node:util', 'node:zlib'])

/** What a file needs in spite of its layer, and why. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  'src/kernel/kernel-file.ts': ['node:fs'], // reads its wasm
  'src/convert/packed-rejects.ts': ['node:v8'], // structured clone as bytes
  'src/convert/span-thread.ts': ['node:module'], // the cache of compiled sources, which threads do not inherit
  'src/convert/span-worker.ts': ['node:module'],
}
const layerExceptions: Readonly<Record<string, readonly string[]>> = { convert: ['node:worker_threads'] }

const impure = /\bnew Date\(\)|\bprocess\.|\b(?:Date\.now|performance\.now|Math\.random|randomUUID|randomBytes|setTimeout|setInterval)\b/

/** Packages that only some may import; any other package is free. */
const PACKAGES: readonly { name: RegExp; only: (file: SourceFile) => boolean }[] = [
  { name: /^@aws-sdk\/|^@smithy\//, only: ({ path, layer }) => isAwsAdapter(path) || ['handlers', 'local', 'cli'].includes(layer) },
  { name: /^@aws-lambda-powertools\/|^@middy\//, only: ({ layer }) => layer === 'handlers' },
  { name: /^fauxqs$|^sqs-consumer$/, only: ({ layer }) => layer === 'local' },
  { name: /^hyparquet/, only: ({ layer }) => layer === 'parquet' },
  { name: /^yaml$/, only: ({ layer }) => layer === 'schema' },
]

const isAwsAdapter = (path: string) => /^src\/store\/(?:s3|sqs|sns|aws)[\w-]*\.ts$/.test(path)

interface SourceFile {
  /** From the repository's root, with `/`. */
  path: string
  layer: string
  code: string
  /** Paths of files of the repository. */
  imports: string[]
  /** Names of packages and builtins. */
  packages: string[]
}

/** What runs. */
const files = new Map(['src', 'handlers'].flatMap(sourcesIn).map(path => [path, readSource(path)] as const))
const kernel = sourcesIn('kernel').map(readSource)
/** And what tests and measures it. */
const everything = [...files.values(), ...kernel, ...['bench', 'test'].flatMap(sourcesIn).map(readSource)]

describe('imports', () => {
  it('are read from every source, type imports included', () => {
    expect(files.size).toBeGreaterThan(50)
    expect(files.get('src/failure/failure.ts')?.imports).toEqual(
      ['codes', 'failure-data', 'sentence'].map(name => `src/failure/${name}.ts`),
    )
    expect(files.get('src/failure/sentence.ts')?.imports).toContain('src/failure/failure-data.ts') // import type
    expect(files.get('src/cli/commands.ts')?.imports).toContain('src/cli/convert.ts') // import()
  })

  it('come only from folders that have a place in the house', () => {
    const strangers = [...files.values()].filter(({ layer }) => !Object.hasOwn(MAY_IMPORT, layer)).map(({ path }) => path)
    expect(strangers).toEqual([])
  })

  it('go one way', () => {
    const wrong = edges().filter(([from, to]) => from.layer !== to.layer && !MAY_IMPORT[from.layer]?.includes(to.layer))
    expect(wrong.map(([from, to]) => `${from.path} → ${to.path}`)).toEqual([])
  })

  it('lead to files that exist', () => {
    const missing = [...files.values()].flatMap(({ path, imports }) => imports.filter(to => !files.has(to)).map(to => `${path} → ${to}`))
    expect(missing).toEqual([])
  })

  it('form no cycle between layers', () => {
    const cycle = findCycle(Object.keys(MAY_IMPORT), layer => MAY_IMPORT[layer] ?? [])
    expect(cycle).toBeUndefined()
  })

  it('form no cycle between files', () => {
    const imports = new Map(everything.map(file => [file.path, file.imports]))
    const isSeen = (path: string) => (imports.get(path)?.length ?? 0) > 0
    expect(['kernel/parse.ts', 'bench/run.ts', 'test/simulator/strict-s3.ts'].every(isSeen)).toBe(true)
    expect(findCycle([...imports.keys()], path => imports.get(path) ?? [])).toBeUndefined()
  })

  it('of packages stay where they belong', () => {
    const wrong = [...files.values()].flatMap(file =>
      file.packages.filter(name => PACKAGES.some(rule => rule.name.test(name) && !rule.only(file))).map(name => `${file.path} → ${name}`),
    )
    expect(wrong).toEqual([])
  })
})

describe('the kernel', () => {
  it('uses what it imports', () => {
    const unused = kernel.flatMap(({ path, code }) => unusedNames(code).map(name => `${path}: ${name}`))
    expect(unused).toEqual([])
  })

  it('the search would find what it does not use', () => {
    expect(unusedNames("import { a, b as c,\n  d } from './x'\n// a, c\nd()\nexport { e } from './y'\n")).toEqual(['a', 'c'])
  })
})

describe('below the store', () => {
  const pure = [...files.values()].filter(({ layer }) => pureLayers.has(layer))

  it('nothing imports files, network, processes', () => {
    const wrong = pure.flatMap(({ path, layer, packages }) => {
      const allowed = new Set([...pureBuiltins, ...(EXCEPTIONS[path] ?? []), ...(layerExceptions[layer] ?? [])])
      return packages.filter(name => name.startsWith('node:') && !allowed.has(name)).map(name => `${path} → ${name}`)
    })
    expect(wrong).toEqual([])
  })

  it('nothing asks a clock, chance or the environment', () => {
    const wrong = pure.flatMap(
      ({ path, code }) =>
        withoutComments(code)
          .match(impure)
          ?.map(found => `${path}: ${found}`) ?? [],
    )
    expect(wrong).toEqual([])
  })

  it('the search would find it', () => {
    for (const line of ['const a = Date.now()', 'x(new Date())', 'process.env.A', 'Math.random()']) expect(line).toMatch(impure)
    expect(withoutComments('a() // at Date.now\n/* Math.random */')).not.toMatch(impure)
  })
})

describe('the environment', () => {
  it('is read by AWS adapters, handlers, local and cli only', () => {
    const free = new Set(['handlers', 'local', 'cli'])
    const wrong = [...files.values()].filter(({ layer, code }) => !free.has(layer) && /\bprocess\.env\b/.test(withoutComments(code)))
    expect(wrong.map(({ path }) => path)).toEqual([])
  })
})

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .filter(({ parentPath }) => !parentPath.includes('node_modules'))
    .map(entry => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

function readSource(path: string): SourceFile {
  const code = readFileSync(join(root, path), 'utf8')
  const [found] = parse(code, path)
  const names = found.flatMap(({ specifier }) => specifier ?? [])
  return {
    path,
    layer: layerOf(path),
    code,
    imports: names
      .filter(name => name.startsWith('.'))
      .map(name =>
        normalize(join(dirname(path), name))
          .split(sep)
          .join('/'),
      )
      .map(name => (path.startsWith('kernel/') ? `${name}.ts` : name)),
    packages: names.filter(name => !name.startsWith('.')),
  }
}

function layerOf(path: string): string {
  if (port.has(path)) return 'port'
  const [top = '', folder = ''] = path.split('/')
  return top === 'src' ? folder.replace(/\.ts$/, '') : top
}

function edges(): [SourceFile, SourceFile][] {
  return [...files.values()].flatMap(from =>
    from.imports.flatMap(to => files.get(to) ?? []).map((to): [SourceFile, SourceFile] => [from, to]),
  )
}

/** Names that are imported and stand nowhere else. */
function unusedNames(code: string): string[] {
  const imports = /^import \{([^}]*)\} from .*$/gm
  const bare = withoutComments(code)
  const words = new Set(bare.replace(imports, '').match(/\w+/g))
  const names = [...bare.matchAll(imports)].flatMap(([, list = '']) => list.match(/\w+(?=\s*(?:,|$))/g) ?? [])
  return names.filter(name => !words.has(name))
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1')
}

/** The nodes of a cycle, first one repeated at the end; undefined if there is none. */
function findCycle(nodes: readonly string[], next: (node: string) => readonly string[]): string[] | undefined {
  const done = new Set<string>()
  const visit = (node: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node]
    if (done.has(node)) return undefined
    for (const target of next(node)) {
      const cycle = visit(target, [...path, node])
      if (cycle) return cycle
    }
    done.add(node)
    return undefined
  }
  for (const node of nodes) {
    const cycle = visit(node, [])
    if (cycle) return cycle
  }
  return undefined
}
