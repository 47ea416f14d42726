// Text from files, made harmless for a terminal: control, bidirectional and line-breaking characters become visible escapes.

/** The text with `\n`, `\t`, `\u001b` and the like in place of the characters themselves. */
export function printable(text: string): string {
  return text.replace(unsafe, escapeCharacter)
}

/** The same for a message of several lines, whose line breaks are meant. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n')
}

// C0, DEL, C1; marks and overrides of direction; line and paragraph separators; half a surrogate pair; byte order mark.
const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escapeCharacter(character: string): string {
  return short[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
