// Wrong arguments: one sentence on stderr, exit code 2, nothing done.

export class UsageError extends Error {
  override readonly name = 'UsageError'
}
