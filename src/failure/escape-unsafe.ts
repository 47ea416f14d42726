// Text from strangers (cells, headers, keys) with what could steer a terminal, or hide, in visible escapes.

/** Each such character as `\uXXXX`. In a text of JSON it says the same. */
export function escapeUnsafe(text: string): string {
  return text.replace(unsafe, escapeCharacter)
}

// C0, DEL, C1; marks and overrides of direction; line and paragraph separators; half a surrogate pair; byte order mark.
const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu

export function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
