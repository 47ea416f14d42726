// The frame around the commands: overview, help, versions, errors in one line, exit codes.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands as allCommands, loadCommands } from '../../src/cli/commands.ts'
import { displayWidth } from '../../src/cli/display-width.ts'
import { EXIT_CODES } from '../../src/cli/exit-code.ts'
import { version } from '../../src/version.ts'
import { resultOf, runParquetry, startParquetry, useTemporaryFolder } from './run-parquetry.ts'

const folder = useTemporaryFolder()
const commands = await loadCommands(allCommands)

describe('help', () => {
  it.each([[], ['help'], ['--help'], ['-h']])('%j gives the overview', async (...args: string[]) => {
    const { code, stdout, stderr } = await runParquetry(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const { name, summary } of commands) expect(stdout).toContain(`\n  ${name.padEnd(10)}${summary}\n`)
    for (const { code: exit, meaning } of Object.values(EXIT_CODES)) expect(stdout).toContain(`\n  ${String(exit).padEnd(10)}${meaning}\n`)
  })

  it.each(commands.map(command => [command.name, command] as const))(
    'of %s says what it does, how, and gives examples',
    async (name, { usage }) => {
      for (const args of [
        [name, '--help'],
        ['help', name],
        [name, 'x', '-h'],
      ]) {
        expect(await runParquetry(args)).toMatchObject({ code: 0, stdout: usage, stderr: '' })
      }
      expect(usage).toMatch(new RegExp(`^[A-Z][^\\n.]+\\n\\nUsage\\n  parquetry ${name}`))
      expect(usage).toMatch(new RegExp(`\nExamples\n[\\s\\S]*  parquetry ${name}`))
      expect(usage.endsWith('\n')).toBe(true)
      for (const line of usage.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(80)
    },
  )

  it('behind -- is an input like any other', async () => {
    expect(await runParquetry(['cat', '--', '--help'])).toMatchObject({ code: 1 })
  })
})

describe('the version', () => {
  it.each(['version', '--version', '-v'])('%s', async arg => {
    const { code, stdout } = await runParquetry([arg])
    expect({ code, stdout }).toEqual({ code: 0, stdout: `parquetry ${version} (Node ${process.versions.node})\n` })
  })
})

describe('wrong arguments', () => {
  it.each([
    [['covnert'], 'error: unknown command "covnert"; did you mean "convert"? (see parquetry --help)\n'],
    [['toString'], 'error: unknown command "toString" (see parquetry --help)\n'],
    [['--verison'], 'error: unknown option --verison; did you mean "--version"? (see parquetry --help)\n'],
    [['convert', 'a.csv', '--forse'], 'error: unknown option --forse; did you mean "--force"? (see parquetry convert --help)\n'],
    [['convert'], 'error: name at least one input (see parquetry convert --help)\n'],
    [['convert', ''], 'error: an empty argument names no file (see parquetry convert --help)\n'],
    [
      ['convert', 'x', '-c', 'lzo'],
      'error: --codec takes zstd, snappy, gzip, brotli, lz4_raw or none, with a level if need be: zstd-1 to zstd-22, gzip-1 to gzip-9, brotli-0 to brotli-11; not "lzo" (see parquetry convert --help)\n',
    ],
    [['convert', 'x', '-t', '0'], 'error: --threads takes a whole number from 1, not "0" (see parquetry convert --help)\n'],
  ])('%j', async (args, stderr) => expect(await runParquetry(args)).toMatchObject({ code: 2, stdout: '', stderr }))
})

describe('errors', () => {
  it('are one line without control characters, and no stack', async () => {
    const { code, stderr } = await runParquetry(['convert', 'no\u0007such\nfile.csv'])
    expect(code).toBe(1)
    expect(stderr).toBe('error: no\\u0007such\\nfile.csv: there is no such file or object (ENOENT); fix: check the path\n')
  })

  it('come with their stack when asked', async () => {
    for (const run of [
      runParquetry(['inspect', 'nowhere', '--debug']),
      runParquetry(['inspect', 'nowhere'], { env: { PARQUETRY_DEBUG: '1' } }),
    ]) {
      expect((await run).stderr).toMatch(/^error: nowhere: .*\nFailure: .*\n {4}at .*[\s\S]*caused by:/)
    }
  })
})

describe('the launcher', () => {
  /** Makes the first process, not the one it starts, believe that its Node is too old. */
  function pretendOld(when: string) {
    const path = join(folder.path, 'old.mjs')
    writeFileSync(path, `if (${when}) Object.defineProperty(process.versions, 'node', { value: '20.1.0' })\n`)
    return { NODE_OPTIONS: `--import=${path}` }
  }
  const first = '!process.env.PARQUETRY_RELAUNCHED'

  it('goes on with the Node that npm installed, streams and exit code included', async () => {
    const done = await runParquetry(['convert', '-', '-o', '-'], { env: pretendOld(first), input: 'a\n1\n' })
    expect(done.code).toBe(0)
    expect(done.stdoutBytes.subarray(0, 4).toString()).toBe('PAR1')
    expect(await runParquetry(['convert'], { env: pretendOld(first) })).toMatchObject({ code: 2 })
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('hands on %s', async (signal, code) => {
    const child = startParquetry(['convert', '-', '-o', join(folder.path, 'x.parquet')], { env: pretendOld(first) })
    const finished = resultOf(child)
    await new Promise(resolve => setTimeout(resolve, 1000))
    child.kill(signal)
    expect(await finished).toMatchObject({ code })
  })

  it('says what is needed where there is none', async () => {
    const { code, stderr } = await runParquetry(['version'], { env: pretendOld('true') })
    expect(code).toBe(1)
    expect(stderr).toBe('parquetry needs Node 24 or newer; this is 20.1.0. Install it, or run: npx -p node@24 -p parquetry parquetry\n')
  })
})

describe('what a command loads', () => {
  it('convert does not load the AWS SDK', async () => {
    writeFileSync(join(folder.path, 'a.csv'), 'a\n1\n')
    const trace = join(folder.path, 'trace.mjs')
    writeFileSync(
      trace,
      `import { registerHooks } from 'node:module'
import { writeSync } from 'node:fs'
registerHooks({ load: (url, context, next) => (writeSync(2, url + '\\n'), next(url, context)) })
`,
    )
    const { code, stderr } = await runParquetry(['convert', 'a.csv'], { cwd: folder.path, env: { NODE_OPTIONS: `--import=${trace}` } })
    expect(code).toBe(0)
    expect(stderr).toContain('src/convert/convert.ts')
    expect(stderr).not.toContain('@aws-sdk')
    expect(stderr).not.toContain('fauxqs')
  })
})
