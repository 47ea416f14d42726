// Text in other encodings, cut into chunks anywhere, becomes UTF-8; what is no text is refused with its place.

import { resolveEncoding, type SettledEncoding } from '../../src/csv/resolve-encoding.ts'
import { transcode } from '../../src/csv/transcode.ts'
import { inChunks } from '../convert/convert-bytes.ts'
import { Random, testSeed } from '../oracle/random.ts'

async function read(bytes: Uint8Array, encoding: SettledEncoding, chunk = 64): Promise<string> {
  const out: Uint8Array[] = []
  for await (const each of transcode(inChunks(bytes, chunk), encoding)) out.push(each)
  return Buffer.concat(out).toString()
}

const big = (text: string) => Buffer.from(text, 'utf16le').swap16()
const seed = testSeed()

it(`reads UTF-16 whatever the chunks (SEED=${seed})`, async () => {
  const random = new Random(seed)
  for (let i = 0; i < 50; i++) {
    const text = Array.from({ length: 40 }, () => random.pick(['a', 'é', '€', '😀', '\n', ',', '\u0000', '𝄞'])).join('')
    expect(await read(Buffer.from(text, 'utf16le'), 'utf-16le', 1 + random.below(9))).toBe(text)
    expect(await read(big(text), 'utf-16be', 1 + random.below(9))).toBe(text)
  }
})

it('reads every byte of Latin-1 and Windows-1252 as the standard has it', async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
  expect(await read(bytes, 'latin-1', 7)).toBe(String.fromCharCode(...bytes))
  const defined = bytes.filter(byte => ![0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte))
  const high = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ' // WHATWG, index windows-1252
  expect(await read(defined, 'windows-1252', 7)).toBe(
    String.fromCharCode(...bytes.subarray(0, 128)) + high + String.fromCharCode(...bytes.subarray(160)),
  )
})

it.each<[string, Uint8Array, SettledEncoding, number, string]>([
  ['an undefined byte', Buffer.from('abc\x81d', 'latin1'), 'windows-1252', 3, '0x81 is no character'],
  ['half a surrogate pair', Buffer.from('ab\ud800c', 'utf16le'), 'utf-16le', 4, 'half a surrogate pair'],
  ['the other half', big('abcdef\udc00'), 'utf-16be', 12, 'half a surrogate pair'],
  ['half a pair at the end', Buffer.from('ab\ud800', 'utf16le'), 'utf-16le', 4, 'it ends in the middle of a character'],
  ['half a code unit at the end', Buffer.from('ab\0', 'latin1'), 'utf-16le', 2, 'it ends in the middle of a character'],
])('refuses %s with its place, whatever the chunks', async (_, bytes, encoding, byteOffset, what) => {
  for (const chunk of [1, 2, 3, 64]) {
    const detail = `not valid ${encoding} at byte ${byteOffset}: ${what}`
    await expect(read(bytes, encoding, chunk)).rejects.toMatchObject({ data: { code: 'SOURCE_ENCODING', detail } })
  }
})

describe('the encoding of a source', () => {
  const marked = { utf8: Buffer.from('\ufeffa'), le: Buffer.from('\ufeffa,b\n', 'utf16le'), be: big('\ufeffa,b\n') }

  it('is what the byte order mark says, else what is declared, else UTF-8', () => {
    expect(resolveEncoding(marked.utf8, 'latin-1')).toBe('utf-8')
    expect(resolveEncoding(marked.le, undefined)).toBe('utf-16le')
    expect(resolveEncoding(marked.be, 'utf-16')).toBe('utf-16be')
    expect(resolveEncoding(marked.le, 'windows-1252')).toBe('utf-16le')
    expect(resolveEncoding(marked.be, 'latin-1')).toBe('utf-16be')
    expect(resolveEncoding(Buffer.from('a,b'), 'windows-1252')).toBe('windows-1252')
    expect(resolveEncoding(Buffer.from('a,b'), undefined)).toBe('utf-8')
    expect(resolveEncoding(Buffer.from('a,b\n', 'utf16le'), 'utf-16')).toBe('utf-16le')
  })

  it('is refused when mark and declaration differ, or nothing tells the byte order', () => {
    expect(() => resolveEncoding(marked.be, 'utf-16le')).toThrow('its byte order mark says utf-16be, csv.encoding says utf-16le')
    expect(() => resolveEncoding(Buffer.from('日本', 'utf16le'), 'utf-16')).toThrow('set csv.encoding: utf-16le or utf-16be')
  })
})
