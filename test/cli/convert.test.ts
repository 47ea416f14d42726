// `parquetry convert` from the outside: the real binary, the real engine, real files.

import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  createWriteStream,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { resultOf, runParquetry, runShell, startParquetry, useTemporaryFolder } from './run-parquetry.ts'

const folder = useTemporaryFolder()
const csv = 'id,name\n1,a\n2,b\n3,"c, d"\n'
const badCsv = 'id,name\n1,a\n2,b,c\n'

const at = (name: string) => join(folder.path, name)
const put = (name: string, content: string | Uint8Array) => {
  mkdirSync(join(at(name), '..'), { recursive: true })
  writeFileSync(at(name), content)
}
const convert = (...args: string[]) => runParquetry(['convert', ...args], { cwd: folder.path })
const listing = () => readdirSync(folder.path, { recursive: true }).map(String).sort()

async function rowsOf(name: string): Promise<string> {
  return (await runParquetry(['cat', name, '--format', 'csv'], { cwd: folder.path })).stdout
}

it('a folder in place of a dataset file is told as one', async () => {
  put('a.csv', csv)
  put('schemas/a.yaml', 'dataset: a\nmatch: a.csv\n')
  const { code, stderr } = await convert('a.csv', '--schema', 'schemas')
  expect(code).not.toBe(0)
  expect(stderr).toBe('error: schemas: there is no such file or object (EISDIR); fix: it is a folder: name a file in it\n')
})

describe('one file', () => {
  it('becomes Parquet beside it', async () => {
    put('a.csv', csv)
    const { code, stdout, stderr } = await convert('a.csv')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^file +rows +rejected +in +out +rate\n/)
    expect(stdout).toMatch(/\na\.csv +3 +0 +25 B +[\d.]+ k?B +\S+( MB\/s)?\n1 file converted in /)
    expect(listing()).toEqual(['a.csv', 'a.parquet'])
    expect(await rowsOf('a.parquet')).toBe(csv)
  })

  it('goes to the file that is named, or into a folder', async () => {
    put('a.csv', csv)
    mkdirSync(at('there'))
    expect((await convert('a.csv', '-o', 'x.parquet')).code).toBe(0)
    expect((await convert('a.csv', '-o', 'new/')).code).toBe(0)
    expect((await convert('a.csv', '-o', 'there')).code).toBe(0)
    expect(listing()).toEqual(['a.csv', 'new', 'new/a.parquet', 'there', 'there/a.parquet', 'x.parquet'])
  })

  it('T61: may be compressed, or not, whatever its name says', async () => {
    put('a.csv.gz', gzipSync(csv))
    put('b.csv', zstdCompressSync(csv))
    put('c.csv.gz', csv)
    put('d.csv.zst', gzipSync(csv))
    expect((await convert('a.csv.gz', 'b.csv', 'c.csv.gz', 'd.csv.zst')).code).toBe(0)
    expect(await rowsOf('c.parquet')).toBe(csv)
    expect(await rowsOf('d.parquet')).toBe(csv)
    expect(await rowsOf('a.parquet')).toBe(csv)
    expect(await rowsOf('b.parquet')).toBe(csv)
  })

  it('is separated by tabs when it is called .tsv, and by what --delimiter says', async () => {
    put('a.tsv', 'id\tname\n1\ta\n')
    put('b.csv', 'id;name\n1;a\n')
    expect((await convert('a.tsv')).code).toBe(0)
    expect((await convert('b.csv', '-d', ';')).code).toBe(0)
    expect(await rowsOf('a.parquet')).toBe('id,name\n1,a\n')
    expect(await rowsOf('b.parquet')).toBe('id,name\n1,a\n')
  })

  it('is read with lines around it, comments and an escape of its own, as the options say', async () => {
    put('a.csv', 'Report; of sales\n"unbalanced\nid;name\n# a remark; of three; fields\n1;"a \\"b\\"; c"\n2;d\nTotal;2;3\nend\n')
    const options = ['--skip-lines', '2', '--skip-footer', '2', '--comment', '#', '--escape', '\\']
    expect(await convert('a.csv', ...options)).toMatchObject({ code: 0, stderr: '' })
    expect(await rowsOf('a.parquet')).toBe('id,name\n1,"a ""b""; c"\n2,d\n')
    const { stdout } = await runParquetry(['infer', 'a.csv', ...options], { cwd: at('.') })
    put('a.yaml', stdout)
    expect(await convert('a.csv', '-s', 'a.yaml', '-o', 'b.parquet')).toMatchObject({ code: 0 })
    expect(await rowsOf('b.parquet')).toBe(await rowsOf('a.parquet'))
    expect(await convert('a.csv', '-s', 'a.yaml', '-f', '--comment', 'none')).toMatchObject({ code: 1 })
  })

  it.each([
    [['--skip-lines', 'two'], '--skip-lines takes a whole number from 0'],
    [['--skip-footer', '-1'], '--skip-footer needs a value'],
    [['--comment', '##'], '--comment takes one ASCII character or none'],
    [['--escape', ''], '--escape takes one ASCII character'],
    [['--escape', '\\', '--quote', 'none'], '--escape has no meaning'],
    [['--comment', ';', '-d', ';'], '--comment and --delimiter are both ";"'],
  ])('refuses %j', async (options, complaint) => {
    put('a.csv', 'a;b\n1;2\n')
    const { code, stderr } = await convert('a.csv', ...options)
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(complaint) })
  })

  it.each([
    ['{ delimiter: ";" }', ['--comment', ';'], '--comment and csv.delimiter of the dataset file are both ";"'],
    ['{ comment: "#" }', ['-d', '#'], 'csv.comment of the dataset file and --delimiter are both "#"'],
    ['{ quote: none }', ['--escape', '\\'], '--escape has no meaning with csv.quote: none of the dataset file'],
  ])('refuses, with csv: %s in the dataset file, %j', async (csv, options, complaint) => {
    put('a.csv', 'a;b\n1;2\n')
    put('a.yaml', `dataset: a\nmatch: a.csv\ncsv: ${csv}\n`)
    const { code, stderr } = await convert('a.csv', '-s', 'a.yaml', ...options)
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(complaint) })
  })

  it.each([
    [['--skip-lines', '99'], 'no record is left without its first 99 lines); fix: leave out fewer lines: csv.skipLines (--skip-lines)'],
    [['--skip-footer', '99'], 'no record is left without its last 99 lines); fix: leave out fewer lines: csv.footerLines (--skip-footer)'],
    [['--skip-lines', '1', '--skip-footer', '1'], 'without its first 1 and its last 1 lines'],
  ])('says that %j left nothing', async (options, complaint) => {
    put('a.csv', 'a;b\n1;2\n')
    const { code, stderr } = await convert('a.csv', ...options)
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(complaint) })
    put('empty.csv', '')
    expect((await convert('empty.csv', ...options)).stderr).toContain('drop a file with at least a header line')
  })

  it('gives the same bytes for any number of threads', async () => {
    put('a.csv', `id,text\n${Array.from({ length: 20_000 }, (_, row) => `${row},row number ${row}\n`).join('')}`)
    for (const threads of ['1', '2', '3']) {
      expect((await convert('a.csv', '-o', `${threads}.parquet`, '-t', threads, '--row-group-size', '64KiB')).code).toBe(0)
    }
    expect(readFileSync(at('2.parquet')).equals(readFileSync(at('1.parquet')))).toBe(true)
    expect(readFileSync(at('3.parquet')).equals(readFileSync(at('1.parquet')))).toBe(true)
  })
})

describe('several inputs', () => {
  beforeEach(() => {
    put('data/a.csv', csv)
    put('data/2026/b.csv.gz', gzipSync(csv))
    put('data/2026/notes.md', 'no CSV')
    put('data/2026/.hidden.csv', csv)
    put('data/2026/b.rejects.csv', csv)
  })
  const converted = ['out/2026', 'out/2026/b.parquet', 'out/a.parquet']

  it('are found in a folder, whose tree the output repeats', async () => {
    expect((await convert('data', '-o', 'out/')).code).toBe(0)
    expect(listing().filter(name => name.startsWith('out/'))).toEqual(converted)
  })

  it('are found by a glob', async () => {
    const { code, stdout } = await convert('data/**/*.csv*', '-o', 'out/', '--json')
    expect(code).toBe(0)
    const sources = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line).source)
    expect(sources).toEqual(expect.arrayContaining(['data/2026/b.csv.gz', 'data/a.csv']))
    expect(listing()).toEqual(expect.arrayContaining(converted))
  })

  it('are each converted once, however often they are named', async () => {
    const { stdout } = await convert('data', 'data/a.csv', './data/a.csv', '-o', 'out/', '--json')
    expect(stdout.trimEnd().split('\n')).toHaveLength(2)
  })

  it.each([
    [['data', '-o', 'out'], 'several inputs need a folder; write -o out/ if out is to be one'],
    [['data', '-o', '-'], 'only one input can go to stdout; give a folder with -o FOLDER/'],
    [
      ['data/a.csv', 'data/2026/b.csv.gz', '-o', 'x.parquet'],
      'several inputs need a folder; write -o x.parquet/ if x.parquet is to be one',
    ],
  ])('%j is a usage error', async (args, message) => {
    const { code, stdout, stderr } = await convert(...args)
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `error: ${message} (see parquetry convert --help)\n` })
  })

  it('that would become one output are refused', async () => {
    put('other/a.csv', csv)
    const { code, stderr } = await convert('data/a.csv', 'other/a.csv', '-o', 'out/')
    expect(code).toBe(2)
    expect(stderr).toContain('data/a.csv and other/a.csv would both become out/a.parquet')
    expect(existsSync(at('out'))).toBe(false)
  })

  it('are converted although one of them fails', async () => {
    put('data/bad.csv', badCsv)
    const { code, stdout, stderr } = await convert('data', 'missing.csv', '-o', 'out/')
    expect(code).toBe(1)
    expect(stderr).toContain('error: missing.csv: there is no such file or object (ENOENT); fix: check the path\n')
    expect(stderr).toContain('error: data/bad.csv line 3: the record has too many fields')
    expect(stdout).toContain('2 files converted, 2 failed in ')
    expect(listing().filter(name => name.startsWith('out/'))).toEqual(converted)
  })

  it('a glob or a folder without any is a failed input', async () => {
    mkdirSync(at('empty'))
    for (const name of ['empty', 'data/*.zip']) {
      const { code, stderr } = await convert(name, '-o', 'out/')
      expect(code).toBe(1)
      expect(stderr).toContain(`error: ${name}: there is no such file or object (no .csv, .tsv or .txt file`)
    }
  })
})

describe('an output', () => {
  it('that is there already is refused, and replaced with --force', async () => {
    put('a.csv', csv)
    put('a.parquet', 'precious')
    const refused = await convert('a.csv')
    expect(refused.code).toBe(1)
    expect(refused.stderr).toBe('error: a.parquet: the output is there already; fix: choose another with -o, or replace it with --force\n')
    expect(readFileSync(at('a.parquet'), 'utf8')).toBe('precious')
    expect((await convert('a.csv', '--force')).code).toBe(0)
    expect(await rowsOf('a.parquet')).toBe(csv)
  })

  it('survives a failure', async () => {
    put('a.csv', badCsv)
    put('a.parquet', 'precious')
    expect((await convert('a.csv', '--force')).code).toBe(1)
    expect(readFileSync(at('a.parquet'), 'utf8')).toBe('precious')
    expect(listing()).toEqual(['a.csv', 'a.parquet'])
  })

  it('T88: is never the input, whatever it is called', async () => {
    put('a.csv', csv)
    symlinkSync(at('a.csv'), at('link.parquet'))
    linkSync(at('a.csv'), at('hard.parquet'))
    for (const out of ['a.csv', './a.csv', 'link.parquet', 'hard.parquet']) {
      const { code, stderr } = await convert('a.csv', '-o', out, '--force')
      expect(code).toBe(2)
      expect(stderr).toContain('would replace the input a.csv; choose another with -o')
    }
    expect(readFileSync(at('a.csv'), 'utf8')).toBe(csv)
  })

  const asRoot = process.getuid?.() === 0
  ;(asRoot ? it.skip : it)('in a folder that cannot be written to is refused (not as root, who may write anywhere)', async () => {
    put('a.csv', csv)
    mkdirSync(at('locked'), { mode: 0o500 })
    const { code, stderr } = await convert('a.csv', '-o', 'locked/')
    expect(code).toBe(1)
    expect(stderr).toContain('error: locked/a.parquet: the output cannot be written (EACCES')
    chmodSync(at('locked'), 0o700)
  })

  it('T88: below what is no folder is refused', async () => {
    put('a.csv', csv)
    put('file', '')
    const { code, stderr } = await convert('a.csv', '-o', 'file/x/')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: file\/x\/a\.parquet: .*; fix: /)
  })

  it('S31: that is a link is replaced, and what it leads to is not touched', async () => {
    put('a.csv', csv)
    put('elsewhere/secret', 'precious')
    symlinkSync(at('elsewhere/secret'), at('a.parquet'))
    symlinkSync(at('elsewhere/new'), at('b.parquet')) // leads nowhere yet
    for (const out of ['a.parquet', 'b.parquet']) {
      expect((await convert('a.csv', '-o', out)).code).toBe(1)
      expect(lstatSync(at(out)).isSymbolicLink()).toBe(true)
      expect((await convert('a.csv', '-o', out, '--force')).code).toBe(0)
      expect(lstatSync(at(out)).isSymbolicLink()).toBe(false)
      expect(await rowsOf(out)).toBe(csv)
    }
    expect(readFileSync(at('elsewhere/secret'), 'utf8')).toBe('precious')
    expect(readdirSync(at('elsewhere'))).toEqual(['secret'])
  })
})

describe('T31: when there is no room left', () => {
  const large = () => `id,text\n${Array.from({ length: 20_000 }, (_, row) => `${row},${Math.sin(row)}\n`).join('')}`
  /** Files of the process may grow to 8 blocks of 512 or 1024 bytes: writing fails with EFBIG, as over a quota. */
  const withLittleRoom = (command: string, input?: string) =>
    runShell(`ulimit -f 8; ${command}`, { cwd: folder.path, env: { NODE_DISABLE_COMPILE_CACHE: '1' }, ...(input && { input }) })

  it.each([
    ['nothing is left behind', []],
    ['not even of row groups that were complete', ['--row-group-size', '64KiB']],
    ['on several threads neither', ['-t', '2', '--row-group-size', '64KiB']],
  ])('%s', async (_, args) => {
    put('a.csv', large())
    const { code, stdout, stderr } = await withLittleRoom(`parquetry convert a.csv -o new/a.parquet ${args.join(' ')}`)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: new\/a\.parquet: the output cannot be written \(.*EFBIG.*\); fix: /)
    expect(stdout).toBe('')
    expect(listing()).toEqual(['a.csv'])
  })

  it('what was there stays', async () => {
    put('a.csv', large())
    put('a.parquet', 'precious')
    expect((await withLittleRoom('parquetry convert a.csv --force')).code).toBe(1)
    expect(readFileSync(at('a.parquet'), 'utf8')).toBe('precious')
    expect(listing()).toEqual(['a.csv', 'a.parquet'])
  })

  it('stdin that has to be kept for a second look fails as well', async () => {
    mkdirSync(at('tmp'))
    const { code, stderr } = await withLittleRoom('TMPDIR=tmp parquetry convert - -o a.parquet', large())
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: .*EFBIG/)
    expect(listing()).toEqual(['tmp'])
  })

  const hasFullDevice = existsSync('/dev/full')
  ;(hasFullDevice ? it : it.skip)('neither does a full device for stdout end well', async () => {
    put('a.csv', large())
    const { code, stderr } = await runShell('parquetry convert a.csv -o - > /dev/full', { cwd: folder.path })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: stdout: the output cannot be written \(.*ENOSPC/)
    expect(listing()).toEqual(['a.csv'])
  })
})

describe('stdin and stdout', () => {
  it('T88: make it a filter', async () => {
    const { code, stdoutBytes, stderr } = await runParquetry(['convert', '-', '-o', '-'], { input: csv, cwd: folder.path })
    expect(code).toBe(0)
    expect(stderr).toMatch(/\nstdin +3 +0 /)
    put('x.parquet', stdoutBytes)
    expect(await rowsOf('x.parquet')).toBe(csv)
    expect(listing()).toEqual(['x.parquet'])
  })

  it('give the bytes that a file gives', async () => {
    put('a.yaml', 'dataset: a\nmatch: "*"\ncolumns:\n  - { name: id, type: int }\n  - { name: name, type: string }\n')
    const inferred = await runParquetry(['convert', '-'], { input: csv })
    const declared = await runParquetry(['convert', '-', '-s', at('a.yaml')], { input: csv })
    expect(inferred.stdoutBytes.subarray(0, 4).toString()).toBe('PAR1')
    expect(declared.stdoutBytes.subarray(0, 4).toString()).toBe('PAR1')
  })

  it('T88: leave stdout empty when the input fails', async () => {
    const { code, stdoutBytes, stderr } = await runParquetry(['convert', '-'], { input: badCsv })
    expect({ code, bytes: stdoutBytes.length }).toEqual({ code: 1, bytes: 0 })
    expect(stderr).toContain('error: stdin line 3: the record has too many fields')
  })

  it('do not mix with --json', async () => {
    const { code, stderr } = await runParquetry(['convert', '-', '--json'], { input: csv })
    expect(code).toBe(2)
    expect(stderr).toContain('--json and the Parquet file would both go to stdout')
  })

  it('T88: a named pipe is read once, also when types are inferred', async () => {
    execFileSync('mkfifo', [at('pipe')])
    const running = convert('pipe', '-o', 'x.parquet')
    createWriteStream(at('pipe')).end(csv)
    expect((await running).code).toBe(0)
    expect(await rowsOf('x.parquet')).toBe(csv)
  })
})

describe('a report', () => {
  it('T90: is one JSON object a line, converted or failed', async () => {
    put('a.csv', csv)
    put('bad.csv', badCsv)
    const { code, stdout } = await convert('a.csv', 'bad.csv', '--json', '-o', 'out/')
    expect(code).toBe(1)
    const [converted, failed] = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(converted).toMatchObject({
      source: 'a.csv',
      outcome: 'converted',
      rowsParsed: 3,
      rowsWritten: 3,
      rowsRejected: 0,
      bytesRead: 25,
      bytesParsed: 25,
      outputs: [{ path: 'out/a.parquet', partition: '', rows: 3, bytes: readFileSync(at('out/a.parquet')).length }],
      inferred: true,
      columns: [
        { name: 'id', type: 'int', nullable: true },
        { name: 'name', type: 'string', nullable: true },
      ],
    })
    expect(failed).toMatchObject({ source: 'bad.csv', outcome: 'failed', error: { code: 'RECORD_TOO_LONG', class: 'permanent', line: 3 } })
    expect(failed.error.message).toContain('bad.csv line 3')
  })
})

describe('rejected records', () => {
  it('go beside the output, with their reasons', async () => {
    put('a.yaml', 'dataset: a\nmatch: "*"\ncolumns:\n  - { name: id, type: int }\n  - { name: name, type: string }\nonBadRow: reject\n')
    put('a.csv', 'id,name\n1,a\nx,b\n3,c\n')
    const { code, stdout } = await convert('a.csv', '-s', 'a.yaml')
    expect(code).toBe(0)
    expect(stdout).toContain('note: a.csv: 1 record rejected; they are in a.rejects.csv, the reasons in a.rejects.ndjson\n')
    expect(readFileSync(at('a.rejects.csv'), 'utf8')).toBe('id,name\nx,b\n')
    const reason = JSON.parse(readFileSync(at('a.rejects.ndjson'), 'utf8'))
    expect(reason).toMatchObject({ code: 'VALUE_INVALID', line: 3, record: 2, columnName: 'id' })
    expect(await rowsOf('a.parquet')).toBe('id,name\n1,a\n3,c\n')
  })

  it('have no place beside stdout', async () => {
    put('a.yaml', 'dataset: a\nmatch: "*"\nonBadRow: reject\n')
    const { code, stderr } = await runParquetry(['convert', '-', '-s', at('a.yaml')], { input: csv })
    expect(code).toBe(2)
    expect(stderr).toContain('rejected records (onBadRow: reject) have no place beside stdout')
  })
})

describe('a partitioned dataset', () => {
  const yaml = `dataset: a
match: "*"
columns:
  - { name: country, type: string }
  - { name: n, type: int }
partitionBy: country
`
  it('needs a folder', async () => {
    put('a.yaml', yaml)
    put('a.csv', 'country,n\nDE,1\n')
    for (const args of [[], ['-o', 'x.parquet']]) expect((await convert('a.csv', '-s', 'a.yaml', ...args)).code).toBe(2)
  })

  it('is written as Hive folders, and a forced conversion takes back what is no longer in it', async () => {
    put('a.yaml', yaml)
    put('a.csv', 'country,n\nDE,1\nFR,2\nDE,3\n')
    expect((await convert('a.csv', '-s', 'a.yaml', '-o', 'lake/')).code).toBe(0)
    const files = () => listing().filter(name => name.endsWith('.parquet'))
    expect(files()).toEqual(['lake/country=DE/a.parquet', 'lake/country=FR/a.parquet'])

    const refused = await convert('a.csv', '-s', 'a.yaml', '-o', 'lake/')
    expect(refused.stderr).toContain('lake/country=DE/a.parquet: the output is there already (and 1 more)')

    put('a.csv', 'country,n\nFR,2\nIT,4\n')
    put('lake/country=DE/other.parquet', 'another source')
    expect((await convert('a.csv', '-s', 'a.yaml', '-o', 'lake/', '--force')).code).toBe(0)
    expect(files()).toEqual(['lake/country=DE/other.parquet', 'lake/country=FR/a.parquet', 'lake/country=IT/a.parquet'])
  })
})

describe('stopped', () => {
  // About 60 MB: long enough to be interrupted in the middle.
  const rows = () => `${Array.from({ length: 1000 }, (_, row) => `${row},some text that is repeated ${row},${row / 8}`).join('\n')}\n`

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('T32: by %s it leaves nothing behind and exits with %d', async (signal, code) => {
    put('a.csv', `id,text,number\n${rows().repeat(1500)}`)
    put('a.parquet', 'precious')
    const child = startParquetry(['convert', 'a.csv', '--force', '-t', '1', '--row-group-size', '1MiB'], { cwd: folder.path })
    const finished = resultOf(child)
    while (!listing().some(name => name.startsWith('.parquetry-'))) await new Promise(resolve => setTimeout(resolve, 5))
    child.kill(signal)
    const result = await finished
    expect(result).toMatchObject({ code, stdout: '', stderr: '' })
    expect(listing()).toEqual(['a.csv', 'a.parquet'])
    expect(readFileSync(at('a.parquet'), 'utf8')).toBe('precious')
  })

  it('T32: killed, it leaves what was there', async () => {
    put('a.csv', `id,text,number\n${rows().repeat(1500)}`)
    put('a.parquet', 'precious')
    const child = startParquetry(['convert', 'a.csv', '--force', '-t', '1', '--row-group-size', '1MiB'], { cwd: folder.path })
    const finished = resultOf(child)
    while (!listing().some(name => name.startsWith('.parquetry-'))) await new Promise(resolve => setTimeout(resolve, 5))
    child.kill('SIGKILL')
    expect(await finished).toMatchObject({ signal: 'SIGKILL' })
    expect(readFileSync(at('a.parquet'), 'utf8')).toBe('precious')
    expect(listing().filter(name => !name.startsWith('.parquetry-'))).toEqual(['a.csv', 'a.parquet'])
  })

  it('twice, it ends at once, by the signal, whatever its threads are doing', async () => {
    put('a.csv', `id,text,number\n${rows().repeat(1500)}`)
    const child = startParquetry(['convert', 'a.csv', '-t', '3', '--row-group-size', '1MiB'], { cwd: folder.path })
    const ended = new Promise(resolve => child.on('exit', (code, signal) => resolve(signal ?? code)))
    while (!listing().some(name => name.startsWith('.parquetry-'))) await new Promise(resolve => setTimeout(resolve, 5))
    child.kill('SIGINT')
    const again = setInterval(() => child.kill('SIGINT'), 50)
    expect(['SIGINT', 130]).toContain(await ended) // 130: it was quicker
    clearInterval(again)
    expect(listing()).not.toContain('a.parquet')
  })

  it('while it waits for stdin', async () => {
    const child = startParquetry(['convert', '-', '-o', 'x.parquet'], { cwd: folder.path })
    child.stdin?.write('id,name\n1,')
    const finished = resultOf(child)
    await new Promise(resolve => setTimeout(resolve, 300))
    child.kill('SIGINT')
    expect(await finished).toMatchObject({ code: 130 })
    expect(listing()).toEqual([])
  })

  it('T88: by a reader that leaves, it ends quietly', async () => {
    put('a.csv', `id,text,number\n${rows().repeat(20)}`)
    const child = startParquetry(['convert', 'a.csv', '-o', '-'], { cwd: folder.path })
    child.stdout?.destroy()
    const finished = resultOf(child)
    const { code, stderr } = await finished
    expect({ code, stderr }).toEqual({ code: 141, stderr: '' })
    expect(listing()).toEqual(['a.csv'])
  })
})
