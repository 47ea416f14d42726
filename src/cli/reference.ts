// docs/cli.md, written from the commands' own usage texts, so that the two cannot disagree (`npm run reference`; a test compares).

import { commands, loadCommands } from './commands.ts'
import { EXIT_CODES } from './exit-code.ts'
import { overview } from './overview.ts'

export async function cliReference(): Promise<string> {
  const loaded = await loadCommands(commands)
  const sections = loaded.map(({ name, usage }) => `## parquetry ${name}\n\n${block(usage)}${notes[name] ?? ''}`)
  return `<!-- Written by \`npm run reference\` from src/cli; change the usage texts there. -->

# The command line

${block(await overview({ color: false }, commands))}
## Exit codes

| code | meaning |
|---|---|
${Object.values(EXIT_CODES)
  .map(({ code, meaning }) => `| ${code} | ${meaning} |`)
  .join('\n')}

Results go to stdout; progress, warnings and errors to stderr. Progress is drawn only on a terminal. An error is one line:
what it is about, what was expected, what came, and how to go on. All error codes: [errors.md](errors.md).

${sections.join('\n')}`
}

const notes: Readonly<Record<string, string>> = {
  convert: `
### The report (\`--json\`)

One object a line, in the order of the conversions.

| field | meaning |
|---|---|
| \`source\` | the input as it was named or found |
| \`outcome\` | \`converted\` or \`failed\` |
| \`seconds\` | wall time of this input |
| \`error\` | only when failed: \`code\`, \`class\`, \`message\`, and what is known of \`source\`, \`line\`, \`record\`, \`column\`, \`columnName\`, \`byteOffset\`, \`value\`, \`expected\`, \`detail\` and \`fix\` |
| \`rowsParsed\`, \`rowsWritten\`, \`rowsRejected\` | parsed = written + rejected, always |
| \`bytesRead\`, \`bytesParsed\` | bytes of the input as stored, and after decompression |
| \`outputs\` | \`path\`, \`partition\`, \`rows\`, \`bytes\`, \`contentHash\` (independent of the order of the rows) of each file |
| \`inferred\` | whether the types were inferred |
| \`dialect\` | how the input was read: \`delimiter\`, \`quote\`, \`escape\`, \`header\`, and \`comment\`, \`encoding\`, \`skipLines\`, \`footerLines\`, \`ragged\` where they are not the usual |
| \`columns\` | \`name\`, \`type\`, \`format\` (of dates and times that are not ISO 8601) and \`nullable\` of each column |
| \`rejectFiles\`, \`rejects\` | only with rejects: \`rows\` and \`reasons\`, where they are, and what is known of the first ten, as of an \`error\` |
| \`warnings\` | sentences |
`,
}

function block(text: string): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`
}
