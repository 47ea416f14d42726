// Whether text begins as JSON or NDJSON rather than as CSV whose header happens to start with a bracket: SQL Server writes
// `[id],[name]`, templates `{id},{name}`, and a tab-separated file may have JSON in its first column.

/** @param text the first characters of a source, possibly cut anywhere */
export function looksLikeJson(text: string): boolean {
  const start = text.search(/\S/)
  const body = start === -1 ? '' : text.slice(start)
  if (!opening.test(body)) return false
  const end = endOfFirstValue(body)
  if (end === undefined) return true // still open where the sniffed bytes end: a document over many lines
  return /^[ \t]*(\r|\n|$)/.test(body.slice(end)) && isJson(body.slice(0, end))
}

// `{` and a key or the end; `[` and something that JSON allows there
const opening = /^(\{\s*("(?:[^"\\]|\\.)*("\s*(:|$)|$)|\}|$)|\[\s*([[{"\-\d\]]|true\b|false\b|null\b|$))/

/** Offset behind the bracket that closes the first one; undefined if the text ends before. */
function endOfFirstValue(text: string): number | undefined {
  let depth = 0
  for (const token of text.matchAll(/"(?:[^"\\]|\\.)*("|$)|[[\]{}]/gs)) {
    if (token[0] === '[' || token[0] === '{') depth++
    else if (token[0] === ']' || token[0] === '}') depth--
    if (depth === 0) return token.index + token[0].length
  }
  return undefined
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
