import { Writable } from 'node:stream'
import { LiveRegion } from '../../../src/cli/up/live-region.ts'

/** The lines of a terminal that knows three orders: up, erase to the end of the screen, line break. */
function terminal() {
  const lines: string[] = []
  let row = 0
  const stream = new Writable({
    write(chunk, _encoding, done) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what it looks for
      for (const [token, up] of String(chunk).matchAll(/\u001b\[(\d+)A\r|\u001b\[J|[^\n\u001b]*\n/g)) {
        if (up) row -= Number(up)
        else if (token === '\u001b[J') lines.length = row
        else lines[row++] = token.slice(0, -1)
      }
      done()
    },
  })
  return { lines, stream }
}

describe('the live region', () => {
  it('is redrawn in place, growing and shrinking', () => {
    const { lines, stream } = terminal()
    stream.write('above\n')
    const region = new LiveRegion(stream)
    region.draw(['a 1', 'b 1'])
    region.draw(['a 2', 'b 2', 'c 1'])
    expect(lines).toEqual(['above', 'a 2', 'b 2', 'c 1'])
    region.draw(['c 2'])
    expect(lines).toEqual(['above', 'c 2'])
    region.draw([])
    expect(lines).toEqual(['above'])
  })

  it('stays below what is printed', () => {
    const { lines, stream } = terminal()
    const region = new LiveRegion(stream)
    region.draw(['working'])
    region.print('done: a\n')
    region.print('done: b\n')
    expect(lines).toEqual(['done: a', 'done: b', 'working'])
  })

  it('writes nothing when nothing has changed', () => {
    const written: string[] = []
    const region = new LiveRegion(new Writable({ write: (chunk, _encoding, done) => done(void written.push(String(chunk)) as undefined) }))
    region.draw(['a'])
    region.draw(['a'])
    expect(written).toEqual(['a\n'])
  })
})
