// Encodings that nobody declared: found, or refused.

import { sniffEncoding } from '../../src/csv/sniff-encoding.ts'
import { Failure } from '../../src/failure/failure.ts'
import { encoded } from './encoded.ts'

const sniffed = (bytes: Uint8Array) => sniffEncoding(bytes, true)

const western = {
  German: 'ort,straße\nKöln,Weißhausstraße 3\nMünchen,Übersee „Mitte“ – 5 €\nÖhringen,Größe\n',
  French: 'ville,région\nBesançon,Bourgogne-Franche-Comté\nNîmes,Occitanie\nÉvreux,l’Eure\n',
  Spanish: 'ciudad,año\nLogroño,¿qué?\nCádiz,1.º\n',
  Portuguese: 'cidade,estado\nSão Paulo,São João\nMaceió,ação\n',
  Danish: 'by,gade\nÅrhus,Søndergade\nÆrø,Ålborgvej\n',
  'units and quotations': 'größe,was\n5 m²,„kurz und gut“\n7 km²,‚ach so‘\n1 cm³,„wo?“\n',
  'one letter in much ASCII': `${'a,b\n1,2\n'.repeat(500)}Zoë,3\n`,
}

it.each(Object.entries(western))('%s in Windows-1252 is found, with a word of it', (_, text) => {
  const { encoding, remark } = sniffed(encoded(text, 'windows-1252'))
  expect(encoding).toBe('windows-1252')
  expect(remark).toContain(`"${/[A-Za-z]*[^\0-\x7f][^\s,]*/.exec(text)![0].replace(/[“”„–€].*/, '')}"`)
})

it.each(Object.entries(western))('%s in UTF-8 and UTF-16 is found, without a word', (_, text) => {
  expect(sniffed(Buffer.from(text))).toEqual({ encoding: 'utf-8' })
  expect(sniffed(Buffer.from(text, 'utf16le'))).toEqual({ encoding: 'utf-16le' })
  expect(sniffed(Buffer.from(text, 'utf16le').swap16())).toEqual({ encoding: 'utf-16be' })
  expect(sniffed(Buffer.from(`\ufeff${text}`, 'utf16le'))).toEqual({ encoding: 'utf-16le' })
  expect(sniffed(Buffer.from(`\ufeff${text}`))).toEqual({ encoding: 'utf-8' })
})

it.each(['город;дата\nМосква;1\nКиев;2\n', '都市,通り\r\n東京,銀座\r\n', 'πόλη\tοδός 🚀\rΑθήνα\tΕρμού\r'])(
  'UTF-16 with hardly a letter of ASCII is found by its line breaks, with a word: %j',
  text => {
    expect(sniffed(Buffer.from(text, 'utf16le'))).toEqual({ encoding: 'utf-16le', remark: expect.stringContaining('read as utf-16le') })
    expect(sniffed(Buffer.from(text, 'utf16le').swap16())).toEqual({
      encoding: 'utf-16be',
      remark: expect.stringContaining('read as utf-16be'),
    })
    expect(sniffEncoding(Buffer.from(text, 'utf16le').subarray(0, -1), false)).toEqual({
      encoding: 'utf-16le',
      remark: expect.stringContaining('read as utf-16le'),
    })
  },
)

it.each([
  ['Russian', 'windows-1251', 'город,улица\nМосква,Тверская\n'],
  ['Russian', 'koi8-r', 'город,улица\nМосква,Тверская\n'],
  ['Greek', 'windows-1253', 'πόλη,οδός\nΑθήνα,Ερμού\n'],
  ['Hebrew', 'windows-1255', 'עיר,רחוב\nירושלים,יפו\n'],
  ['Polish', 'iso-8859-2', 'miasto,ulica\nŁódź,Piotrkowska\nWrocław,Świdnicka\nzażółć,gęślą\n'],
  ['Polish', 'windows-1250', 'miasto,ulica\nŁódź,Piotrkowska\nWrocław,Świdnicka\nzażółć,gęślą jaźń\n'],
  ['Polish with one letter of its own', 'windows-1250', 'id,name\n1,Michał\n2,Paweł Nowak\n'],
  ['French', 'macintosh', 'ville,région\nBesançon,Comté\nOrléans,été\n'],
  ['Japanese', 'shift_jis', '都市,通り\n東京,銀座\n'],
  ['Chinese', 'gbk', '城市,街道\n北京,长安街\n'],
])('%s in %s is refused, and said how to go on', (_, label, text) => {
  const error = caught(() => sniffed(encoded(text, label)))
  expect(error.data).toMatchObject({ code: 'SOURCE_ENCODING', fix: expect.stringContaining('csv.encoding'), line: expect.any(Number) })
})

it.each(['ort\nK\x94ln\nM\x81nchen\n', 'wer\nAndr\x82\nRen\x82,x\n', 'was\n\x84rger\nsch\x94n\n'])(
  'a text in DOS code page 850 is refused: %j',
  text => {
    expect(caught(() => sniffed(Buffer.from(text, 'latin1'))).code).toBe('SOURCE_ENCODING')
  },
)

it('names the line and the byte where it is not sure', () => {
  expect(caught(() => sniffed(encoded('a,b\r\n1,2\r\n3,Москва\r\n', 'windows-1251'))).data).toMatchObject({ line: 3, byteOffset: 12 })
})

it('leaves UTF-8 with a broken character to be told with its line', () => {
  const damaged = Buffer.concat([Buffer.from('a\nKöln München Österreich\n'), Buffer.from([0xf6, 0x0a])])
  expect(sniffed(damaged)).toEqual({ encoding: 'utf-8' })
})

it.each([
  ['as many as broken ones', 'a,b\n1,é\n2,é\n3,', [0xe9, 0xe9, 0x0a]],
  ['its last character cut off', 'a,b\n1,é\n2,x\n3,', [0xc3]],
])('a few characters are enough for UTF-8: %s', (_, text, broken) => {
  expect(sniffed(Buffer.concat([Buffer.from(text), Buffer.from(broken)]))).toEqual({ encoding: 'utf-8' })
})

it.each([
  ['behind the last line', 'id,name\n1,alice\n2,bob1\n\0'],
  ['behind every line', 'id,nm\n\x001,ali\n\x002,bob\n\0'],
  ['in front of every line break', 'id,nme\0\n1,alice\0\n2,bob\0\n3,eve\0\n'],
  ['behind the first of many lines', `id,name\n\x00${'1,alice\n'.repeat(4000)}x`],
  ['between Cyrillic letters', 'ключ,имя\n\x001,Ольга\n'],
])('stray zero bytes make no UTF-16: %s', (_, text) => {
  for (const tail of ['', 'x']) expect(sniffEncoding(Buffer.from(text + tail), true)).toEqual({ encoding: 'utf-8' })
})

it('a character that the sample cuts off is no broken one', () => {
  for (let cut = 1; cut < 4; cut++) expect(sniffEncoding(Buffer.from('a\n😀').subarray(0, -cut), false)).toEqual({ encoding: 'utf-8' })
})

it('what is no text is left to be refused as such', () => {
  expect(sniffed(Buffer.from([1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0]))).toEqual({ encoding: 'utf-8' })
})

function caught(run: () => unknown): Failure {
  try {
    run()
  } catch (error) {
    if (error instanceof Failure) return error
  }
  throw new Error('it was not refused')
}
