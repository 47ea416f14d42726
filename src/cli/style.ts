// The few ANSI styles the CLI uses, and their absence: `style(io).bold('text')` is the text itself where colours are off.

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const

export type Style = Record<keyof typeof codes, (text: string) => string>

export function style(io: { color: boolean }): Style {
  return {
    bold: paint('bold', io.color),
    dim: paint('dim', io.color),
    red: paint('red', io.color),
    green: paint('green', io.color),
    yellow: paint('yellow', io.color),
    cyan: paint('cyan', io.color),
  }
}

function paint(name: keyof typeof codes, color: boolean): (text: string) => string {
  const [on, off] = codes[name]
  return color ? text => `\u001b[${on}m${text}\u001b[${off}m` : text => text
}
