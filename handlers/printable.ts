// Text from strangers (keys, headers), made harmless for logs and mails.

/** A header may have names of any length; keys have at most 1,024 bytes. */
const mostCharacters = 2000

/** Control, line-separating and bidirectional characters written as `\uXXXX`; what is too long cut. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  const unsafe = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g
  const cut = text.length > mostCharacters ? `${text.slice(0, mostCharacters).toWellFormed()}…` : text
  return cut.replace(unsafe, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
