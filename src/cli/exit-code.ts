// The exit codes: one table, printed by `parquetry help` and documented in docs/cli.md.

export const EXIT_CODES = {
  ok: { code: 0, meaning: 'everything was done' },
  failed: { code: 1, meaning: 'an input failed; the others were still done' },
  usage: { code: 2, meaning: 'wrong command, option or argument; nothing was done' },
  interrupted: { code: 130, meaning: 'stopped by Ctrl-C (SIGINT); nothing half-written is left' },
  outputClosed: { code: 141, meaning: 'the reader of the output left early, as head does' },
  terminated: { code: 143, meaning: 'stopped by SIGTERM; nothing half-written is left' },
} as const satisfies Record<string, { code: number; meaning: string }>

export const exitOk = EXIT_CODES.ok.code
export const exitFailed = EXIT_CODES.failed.code
export const exitUsage = EXIT_CODES.usage.code
