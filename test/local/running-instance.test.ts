import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { announceInstance, commandEnvironment, findInstance, instanceFile } from '../../src/local/running-instance.ts'

describe('the running instance', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parquetry-instance-'))
  const environment = { PARQUETRY_INSTANCE: join(folder, 'state', 'instance.json'), HOME: folder }
  const mine = { pid: process.pid, environment: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', PARQUETRY_BUCKET: 'parquetry' } }
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is found between being announced and taken back', () => {
    expect(findInstance(environment)).toBeUndefined()
    const withdraw = announceInstance(mine, environment)
    expect(findInstance(environment)).toEqual(mine)
    withdraw()
    expect(findInstance(environment)).toBeUndefined()
  })

  it('is a file that only the user can read', () => {
    const withdraw = announceInstance(mine, environment)
    expect(statSync(instanceFile(environment)).mode & 0o777).toBe(0o600)
    withdraw()
  })

  it('is not found once its process is gone', () => {
    const gone = spawnSync(process.execPath, ['--version']).pid
    announceInstance({ ...mine, pid: gone }, environment)
    expect(findInstance(environment)).toBeUndefined()
  })

  it('leaves a later instance announced when an earlier one stops', () => {
    const withdrawEarlier = announceInstance(mine, environment)
    const later = { ...mine, pid: process.ppid }
    announceInstance(later, environment)
    withdrawEarlier()
    expect(JSON.parse(readFileSync(instanceFile(environment), 'utf8'))).toEqual(later)
  })

  it('is not found in a damaged file', () => {
    writeFileSync(instanceFile(environment), '{"pid":')
    expect(findInstance(environment)).toBeUndefined()
  })

  it('lies in the XDG state folder unless said otherwise', () => {
    expect(instanceFile({ XDG_STATE_HOME: '/state' })).toBe(join('/state', 'parquetry', 'instance.json'))
  })

  it('gives a command its environment, unless that says which pipeline is meant', () => {
    const withdraw = announceInstance(mine, environment)
    expect(commandEnvironment(environment)).toEqual({ ...environment, ...mine.environment })
    const own = { ...environment, PARQUETRY_BUCKET: 'sales' }
    expect(commandEnvironment(own)).toBe(own)
    const elsewhere = { ...environment, PARQUETRY_ENDPOINT: 'http://127.0.0.1:2' }
    expect(commandEnvironment(elsewhere)).toBe(elsewhere)
    const withAws = { ...environment, AWS_PROFILE: 'work', AWS_ACCESS_KEY_ID: 'AKIA', AWS_ENDPOINT_URL: 'http://127.0.0.1:3' }
    expect(commandEnvironment(withAws)).toEqual({ ...withAws, ...mine.environment })
    withdraw()
    expect(commandEnvironment(environment)).toBeUndefined()
  })
})
