import { type Dialect, defaultDialect } from '../../src/schema/dialect.ts'
import { scanRecords } from './scan-records.ts'

/** Records as `line@byte` and their fields, quoted ones in ‹ ›; a bad one ends in `!`. */
function scanned(text: string, dialect: Partial<Dialect> = {}, fieldCount?: number): string[] {
  const { records, unterminated } = scanRecords(Buffer.from(text), { ...defaultDialect, ...dialect }, fieldCount)
  const shown = records.map(({ fields, line, byteOffset, badQuote }) => {
    const cells = fields.map(field => (field.quoted ? `‹${Buffer.from(field.text)}›` : String(Buffer.from(field.text))))
    return `${line}@${byteOffset} ${badQuote ? '!' : cells.join('|')}`
  })
  return unterminated === undefined ? shown : [...shown, `open ${unterminated.line}@${unterminated.byteOffset}`]
}

describe('scanRecords', () => {
  it.each<[string, string, string[]]>([
    ['LF', 'a,b\n1,2\n', ['1@0 a|b', '2@4 1|2']],
    ['CRLF', 'a,b\r\n1,2\r\n', ['1@0 a|b', '2@5 1|2']],
    ['lone CR', 'a,b\r1,2\r', ['1@0 a|b', '2@4 1|2']],
    ['mixed line breaks', 'a,b\n1,2\r3,4\r\n5,6', ['1@0 a|b', '2@4 1|2', '3@8 3|4', '4@13 5|6']],
    ['no line break at the end', 'a,b\n1,', ['1@0 a|b', '2@4 1|']],
    ['no line break at the end, quoted', 'a,b\n1,"x"', ['1@0 a|b', '2@4 1|‹x›']],
    ['empty fields', 'a,b,c\n,,\n"",,""\n', ['1@0 a|b|c', '2@6 ||', '3@9 ‹›||‹›']],
    ['line breaks in quotes', '"a\nb",c\r\n"1\r\n2","3\r4"\n5,6', ['1@0 ‹a\nb›|c', '3@9 ‹1\r\n2›|‹3\r4›', '6@22 5|6']],
    ['delimiters and doubled quotes in quotes', '"a,""b""",""""\n', ['1@0 ‹a,"b"›|‹"›']],
    ['a quote inside an unquoted field', '5" pipe,a"b"\n', ['1@0 5" pipe|a"b"']],
    ['a space before a quote', ' "a",b\n', ['1@0  "a"|b']],
    ['text behind a closing quote', 'a,b\n"1"x,2\n3,4\n', ['1@0 a|b', '2@4 !', '3@11 3|4']],
    ['a space behind a closing quote', 'a,b\n"1" ,2\n3,4\n', ['1@0 a|b', '2@4 !', '3@11 3|4']],
    ['quotes behind a closing quote do not open', 'a,b\n"1"x",2\n3,4\n', ['1@0 a|b', '2@4 !', '3@12 3|4']],
    ['a quoted field behind a bad one', 'a,b\n"1"x,"2\n3"\n4,5\n', ['1@0 a|b', '2@4 !', '4@15 4|5']],
    ['an open quote', 'a,b\n1,2\n3,"4\n5,6\n', ['1@0 a|b', '2@4 1|2', 'open 3@10']],
    ['an open quote that only seems to close', 'a\n"1""', ['1@0 a', 'open 2@2']],
    ['blank lines', '\n\r\na,b\n\n\r1,2\n\n', ['3@3 a|b', '6@9 1|2']],
    ['blank lines in one column', '\n\na\n\n1\n\n', ['3@2 a', '4@4 ', '5@5 1', '6@7 ']],
    ['lines that only look blank', 'a,b\n \n""\n', ['1@0 a|b', '2@4  ', '3@6 ‹›']],
    ['the byte order mark', '\ufeff"a",b\n1,2', ['1@3 ‹a›|b', '2@9 1|2']],
    ['two of them', '\ufeff\ufeffa\n', ['1@6 a']],
    ['a byte order mark later on', 'a,\ufeffb\n', ['1@0 a|\ufeffb']],
    ['multi-byte characters', 'ü,"日\n本"\n😀,é\n', ['1@0 ü|‹日\n本›', '3@13 😀|é']],
    ['nothing', '', []],
    ['a byte order mark alone', '\ufeff', []],
    ['line breaks alone', '\n\r\n\r', []],
  ])('%s', (_, text, expected) => {
    expect(scanned(text)).toEqual(expected)
  })

  it.each<[string, Partial<Dialect>, string, string[]]>([
    ['another delimiter', { delimiter: ';' }, 'a,1;b\n', ['1@0 a,1|b']],
    ['another quote', { quote: "'", escape: "'" }, `'a''"',"b"\n`, [`1@0 ‹a'"›|"b"`]],
    ['no quote', { quote: undefined, escape: undefined }, '"a","b\n"",c\n', ['1@0 "a"|"b', '2@7 ""|c']],
    ['backslash before a quote', { escape: '\\' }, '"a\\"b","c"\n', ['1@0 ‹a"b›|‹c›']],
    ['backslash before a backslash', { escape: '\\' }, '"a\\\\","\\\\\\""\n', ['1@0 ‹a\\›|‹\\"›']],
    ['backslash before anything else', { escape: '\\' }, '"a\\n\\,"\n', ['1@0 ‹a\\n\\,›']],
    ['backslash outside quotes', { escape: '\\' }, 'a\\"b,c\\,d\\\n', ['1@0 a\\"b|c\\|d\\']],
    ['doubled quotes where the escape is another', { escape: '\\' }, 'a\n"1""2"\n3\n', ['1@0 a', '2@2 !', '3@9 3']],
    ['no escape', { escape: undefined }, 'a\n"1\\"\n"1""2"\n', ['1@0 a', '2@2 ‹1\\›', '3@7 !']],
    ['comments', { comment: '#' }, '# "x\na,#b\n#1,2\n"#3",4\n#', ['2@5 a|#b', '4@15 ‹#3›|4']],
    ['a comment behind the byte order mark', { comment: '#' }, '\ufeff#\na\n', ['2@5 a']],
    ['a comment mark in quotes', { comment: '#' }, 'a,"\n#b"\n', ['1@0 a|‹\n#b›']],
  ])('%s', (_, dialect, text, expected) => {
    expect(scanned(text, dialect)).toEqual(expected)
  })

  it('counts blank lines in front where a file of one column has no header', () => {
    expect(scanned('\n\na\n\n', { header: false })).toEqual(['1@0 ', '2@1 ', '3@2 a', '4@4 '])
    expect(scanned('\n\n', { header: false }, 1)).toEqual(['1@0 ', '2@1 '])
    expect(scanned('\na,b\n\n', { header: false })).toEqual(['2@1 a|b'])
    expect(scanned('\na\n', { header: false }, 2)).toEqual(['2@1 a'])
  })
})
