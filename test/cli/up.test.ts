// `parquetry up` in a process of its own, and the commands that find it.

import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as elapsed } from 'node:timers/promises'
import { resultOf, runParquetry, startParquetry, useTemporaryFolder } from './run-parquetry.ts'

const folder = useTemporaryFolder()
const env = () => ({ PARQUETRY_INSTANCE: join(folder.path, 'instance.json') })
const repository = join(import.meta.dirname, '../..')

/** `up` while `use` runs; then Ctrl-C. */
async function whileUp<T>(args: string[], use: (run: (...args: string[]) => ReturnType<typeof runParquetry>) => Promise<T>) {
  const child = startParquetry(['up', '--no-samples', ...args], { env: env(), cwd: repository })
  const ended = resultOf(child)
  while (!existsSync(env().PARQUETRY_INSTANCE) && child.exitCode === null) await elapsed(20)
  const used = await use((...args) => runParquetry(args, { env: env(), cwd: folder.path })).finally(() => child.kill('SIGINT'))
  return { used, ended: await ended }
}

const file = (name: string, text: string) => {
  writeFileSync(join(folder.path, name), text)
  return name
}

describe('parquetry up --once', () => {
  it('drops the samples, shows what became of them and ends well', async () => {
    const { code, stdout, stderr } = await runParquetry(['up', '--once'], { env: env(), cwd: repository })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('converted   zipcodes.csv  42,049 rows, 0 rejected')
    expect(stdout).toMatch(/^BARKSDALE AIR FORCE BASE ARPT +T-38A +None +1990-01-08/m)
    expect(stdout).toContain('line 1690: the record has too many fields')
    expect(stdout).toContain('npx parquetry redrive --key incoming/samples/airports-broken.csv')
    expect(stdout).toContain('All samples came out as they should')
    expect(existsSync(env().PARQUETRY_INSTANCE)).toBe(false)
  })

  it('fails when a sample does not come out as it should', async () => {
    // Other dataset files: the weather is not partitioned by year, and no record of the bird strikes is set aside.
    const { code, stderr } = await runParquetry(['up', '--once', '--schemas', folder.path], { env: env(), cwd: repository })
    expect(code).toBe(1)
    expect(stderr).toContain('sample seattle-weather.csv: 1,461 rows in 4 of Parquet, 0 rejected expected, 1,461 rows in 1 of Parquet')
    expect(stderr).toContain('sample birdstrikes-typo.csv:')
    expect(stderr).not.toContain('zipcodes')
  })
})

describe('a running parquetry up', () => {
  it('takes files from drop, which tells what became of them', async () => {
    const { used, ended } = await whileUp([], async run => ({
      good: await run('drop', file('a b.csv', 'n,t\n1,x\n2,y\n'), '--to', 'sub', '--wait'),
      bad: await run('drop', file('bad.csv', 'a,b\n1\n'), '--wait', '--json'),
      status: await run('status', '--json'),
      page: await run('status'),
      rows: await run('cat', 's3://parquetry/parquet/sub/a b.parquet'),
    }))
    expect(used.good).toMatchObject({ code: 0, stdout: expect.stringMatching(/^sub\/a b\.csv +✓ converted +2 +0 /m) })
    expect(used.bad.code).toBe(1)
    expect(JSON.parse(used.bad.stdout)).toMatchObject({ key: 'incoming/bad.csv', state: 'failed', note: expect.stringContaining('line 2') })
    expect(JSON.parse(used.status.stdout)).toMatchObject({ sources: 2, failedObjects: ['retry/bad.csv'], deadLetters: { waiting: 1 } })
    expect(used.page.stdout).toMatch(/^dead letters {2}1 message/m)
    expect(used.rows.stdout).toBe('n,t\n1,x\n2,y\n')
    expect(ended.stdout).toMatch(/^converted +sub\/a b\.csv {2}2 rows/m)
  }, 30_000)

  it('is found by every command, whatever AWS account the shell is signed in to', async () => {
    const { used } = await whileUp([], async run => {
      await run('drop', file('a.csv', 'n\n1\n'), '--wait')
      const signedIn = { env: { ...env(), AWS_PROFILE: 'work', AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' }, cwd: folder.path }
      const commands = [
        ['drop', 'a.csv', '--wait'],
        ['status'],
        ['redrive', '--dry-run'],
        ['cat', 's3://parquetry/parquet/a.parquet'],
        ['convert', 's3://parquetry/incoming/a.csv', '-o', 'a.parquet'],
      ]
      return Promise.all(commands.map(args => runParquetry(args, signedIn)))
    })
    expect(used.map(({ code, stderr }) => ({ code, stderr }))).toEqual(used.map(() => ({ code: 0, stderr: '' })))
  }, 30_000)

  it('need not share its dataset files with whoever watches it', async () => {
    const schemas = join(folder.path, 'schemas')
    mkdirSync(schemas)
    const { used } = await whileUp(['--schemas', schemas], async run => {
      rmSync(schemas, { recursive: true })
      return [
        await run('drop', file('a.csv', 'n\n1\n'), '--wait'),
        await run('status'),
        await run('redrive', '--dry-run'),
        await run('drop', 'notes.md'),
      ]
    })
    expect(used.map(({ code }) => code)).toEqual([0, 0, 0, 2])
    expect(used[3]?.stderr).toContain('no dataset file is known here')
  }, 30_000)

  it('tells drop --wait why a file waits for a person', async () => {
    const schemas = join(folder.path, 'schemas')
    mkdirSync(schemas)
    for (const name of ['one', 'two']) writeFileSync(join(schemas, `${name}.yaml`), `dataset: ${name}\nmatch: "*.csv"\n`)
    const { used } = await whileUp(['--schemas', schemas], async run => {
      rmSync(schemas, { recursive: true }) // drop alone would refuse at once, seeing them
      return [await run('drop', file('a.csv', 'n\n1\n'), '--wait'), await run('drop', 'a.csv', '--wait'), await run('status')]
    })
    expect(used.map(({ code }) => code)).toEqual([1, 1, 0])
    for (const { stdout } of used) expect(stdout).toMatch(/^a\.csv +✗ failed.*\n {2}a dataset file is not valid/m)
  }, 30_000)

  it('takes corrected rejected rows, and only those, with drop --fix', async () => {
    const schemas = join(folder.path, 'with-rejects')
    mkdirSync(schemas)
    const columns = '  - { name: id, type: int, nullable: false }\n  - { name: note, type: string }\n'
    writeFileSync(join(schemas, 'sales.yaml'), `dataset: sales\nmatch: sales/*.csv\nonBadRow: reject\ncolumns:\n${columns}`)
    const { used } = await whileUp(['--schemas', schemas], async run => {
      await run('drop', file('may.csv', 'id,note\n1,one\nx,two\n3,three\n'), '--to', 'sales', '--wait')
      const misnamed = await run('drop', '--fix', file('may.csv', 'id,note\n2,two\n'), '--to', 'sales')
      const unknown = await run('drop', '--fix', file('june.csv.rows.csv', 'id,note\n2,two\n'), '--to', 'sales', '--wait')
      const fixed = await run('drop', '--fix', file('may.csv.rows.csv', 'id,note\n2,two\n'), '--to', 'sales', '--wait')
      const outputs = ['may.parquet', 'may.csv.rows.parquet'].map(name => `s3://parquetry/parquet/sales/${name}`)
      const rows = []
      for (const output of outputs) rows.push((await run('cat', output)).stdout)
      return { misnamed, unknown, fixed, rows }
    })
    expect(used.misnamed).toMatchObject({ code: 2, stderr: expect.stringContaining('no file of rejected records') })
    expect(used.unknown).toMatchObject({ code: 1, stdout: expect.stringContaining('no source has a file of rejected rows') })
    expect(used.fixed).toMatchObject({ code: 0, stdout: expect.stringContaining('converted') })
    expect(used.rows).toEqual(['id,note\n1,one\n3,three\n', 'id,note\n2,two\n'])
  }, 60_000)

  it('brings a failed file back with the command that it prints', async () => {
    const { used } = await whileUp([], async run => {
      await run('drop', file('bad.csv', 'a,b\n1\n'), '--wait')
      const redriven = await run('redrive', '--key', 'incoming/bad.csv')
      const corrected = await run('drop', file('bad.csv', 'a,b\n1,2\n'), '--wait')
      return { redriven, corrected }
    })
    expect(used.redriven).toMatchObject({ code: 0, stdout: expect.stringContaining('1 file brought back') })
    expect(used.corrected).toMatchObject({ code: 0 })
  }, 30_000)

  it('ends well with Ctrl-C, and is then no longer found', async () => {
    const { ended } = await whileUp([], async () => undefined)
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    const { code, stderr } = await runParquetry(['status'], { env: env() })
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('none runs on this machine') })
  })

  it('keeps its bucket in the folder that is named', async () => {
    const data = ['--data', join(folder.path, 'lake')]
    await whileUp(data, run => run('drop', file('a.csv', 'n\n1\n'), '--wait'))
    const { used } = await whileUp(data, run => run('status', '--json'))
    expect(JSON.parse(used.stdout)).toMatchObject({ sources: 1, entries: [{ state: 'done' }] })
  }, 30_000)
})

describe('parquetry up refuses', () => {
  it('a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    const { code, stderr } = await runParquetry(['up', '--port', String(port)], { env: env(), cwd: repository })
    server.close()
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`port ${port} is taken`) })
  })

  it('a data folder that cannot be one', async () => {
    const { code, stderr } = await runParquetry(['up', '--data', file('taken', '')], { env: env(), cwd: folder.path })
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/taken cannot be made a folder \(ENOTDIR\)/) })
  })

  it.each([
    [['up', '--once', '--no-samples'], '--once stops after the samples'],
    [['up', 'file.csv'], 'parquetry drop'],
    [['up', '--port', 'x'], '--port takes a whole number'],
    [['up', '--port', '65536'], '--port takes a number up to 65535'],
  ])('%j', async (args, complaint) => {
    const { code, stderr } = await runParquetry(args, { env: env() })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(complaint) })
  })
})

describe('parquetry drop refuses', () => {
  it.each([
    [['drop'], 'name at least one file'],
    [['drop', 'notes.md'], 'no CSV name'],
    [['drop', 'a/x.csv', 'b/x.csv'], 'two files would both become incoming/x.csv'],
  ])('%j', async (args, complaint) => {
    const { used } = await whileUp([], run => run(...args))
    expect({ code: used.code, stderr: used.stderr }).toEqual({ code: 2, stderr: expect.stringContaining(complaint) })
  })

  it('a file that is not there, and drops the others', async () => {
    const { used } = await whileUp([], run => run('drop', 'missing.csv', file('a.csv', 'n\n1\n'), '--wait'))
    expect(used).toMatchObject({ code: 1, stderr: expect.stringContaining('missing.csv') })
    expect(used.stdout).toMatch(/^a\.csv +✓ converted/m)
  })
})

it('the usage of up, drop and status says what they take', async () => {
  for (const name of ['up', 'drop', 'status']) {
    const { stdout } = await runParquetry([name, '--help'])
    expect(stdout.split('\n').every(line => line.length <= 120)).toBe(true)
    expect(stdout).toContain('Examples')
  }
})
