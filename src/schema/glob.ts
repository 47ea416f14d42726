// Globs on object keys: `*` and `?` stay between slashes, `**` crosses them, `{a,b}` and `{1..9}` are alternatives, `[a-z]` and `[!a-z]`
// are sets, a backslash makes the next character literal. All other characters stand for themselves. A key with a `.` or `..` between
// its slashes is matched by no wildcard.

import picomatch from 'picomatch'

/** Whether the glob can be used: well-formed, and not led by a slash, which no key below a prefix has. */
export function isGlob(glob: string): boolean {
  return glob !== '' && glob.length <= maxGlobLength && !glob.startsWith('/') && toRegExp(glob).source !== matchesNothing
}

/** Whether the glob fits the whole key. */
export function matchesGlob(glob: string, key: string): boolean {
  return toRegExp(glob).test(key)
}

/** The glob that fits this key and no other. */
export function exactGlob(key: string): string {
  // A doubled backslash is not what it says to picomatch everywhere; a set of it is.
  return key.replaceAll(/[\\*?[\]{}]/g, character => (character === '\\' ? '[\\\\]' : `\\${character}`))
}

const maxGlobLength = 1024 // as the longest S3 key

/** What picomatch makes of a glob that it cannot read. */
const matchesNothing = '$^'

/** Keys are no file names: a leading dot, `!`, quotes, bars and parentheses are characters like any other, and line breaks may occur. */
function toRegExp(glob: string): RegExp {
  const withoutGroups = glob.replaceAll(/\\.|[()|]/gs, part => (part.startsWith('\\') ? part : `\\${part}`))
  return picomatch.makeRe(withoutGroups, {
    dot: true,
    keepQuotes: true,
    noextglob: true,
    nonegate: true,
    posix: true,
    strictSlashes: true,
    windows: false,
    flags: 's',
  })
}
