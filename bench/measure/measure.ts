// Runs a contender once, as a process of its own, and measures it from the outside: start-up, reading, writing, exit.

import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync, statSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Command } from '../contenders/contender.ts'
import type { Usage } from './meter.ts'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const lastLines = 8

export interface Measurement extends Usage {
  wallSeconds: number
  outputBytes: number
}

/** Runs the command, which must write `output`. Throws an Error with the end of its standard error when it fails. */
export async function measure(command: Command, output: string): Promise<Measurement> {
  rmSync(output, { force: true })
  const start = performance.now()
  const child = spawn(command.program, command.args, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...command.env },
  })
  const [status, complaint, usage] = await Promise.all([exit(child), streamText(child, 2), streamText(child, 3)])
  const wallSeconds = (status.at - start) / 1000
  if (status.code !== 0) throw new Error(lastWords(complaint) || `it ended with ${status.code ?? status.signal}`)
  return { wallSeconds, outputBytes: statSync(output).size, ...(JSON.parse(usage) as Usage) }
}

interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
  at: number // milliseconds, as performance.now()
}

function exit(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve({ code, signal, at: performance.now() }))
  })
}

function streamText(child: ChildProcess, descriptor: number): Promise<string> {
  const stream = child.stdio[descriptor]
  return stream && 'read' in stream ? text(stream) : Promise.resolve('')
}

/** The end of what a process complained about, without this machine's paths. */
function lastWords(complaint: string): string {
  return complaint.replaceAll(repository, '').trim().split('\n').slice(-lastLines).join('\n')
}
