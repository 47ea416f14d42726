// Small tables on which CSV parsers agree, made for these tests, each with the rows that it holds. None of them has a header.

import type { Dialect } from '../../src/schema/dialect.ts'

export interface AgreedTable {
  name: string
  source: string
  rows: string[][]
  dialect?: Partial<Dialect>
  /** What csv-parse has to be told beyond the dialect. */
  csvParse?: Record<string, unknown>
}

const anyLineBreak = { record_delimiter: ['\r\n', '\n', '\r'] }

export const agreedTables: readonly AgreedTable[] = [
  {
    name: 'plain fields',
    source: 'a,b,c\n1,2,3\n',
    rows: [
      ['a', 'b', 'c'],
      ['1', '2', '3'],
    ],
  },
  { name: 'one field', source: 'a\n1\n', rows: [['a'], ['1']] },
  {
    name: 'a delimiter in quotes',
    source: 'city,"Paris, TX"\n"a,b",",,"\n',
    rows: [
      ['city', 'Paris, TX'],
      ['a,b', ',,'],
    ],
  },
  {
    name: 'doubled quotes',
    source: 'a,"say ""hi"""\n1,"""x"""\n',
    rows: [
      ['a', 'say "hi"'],
      ['1', '"x"'],
    ],
  },
  {
    name: 'nothing but doubled quotes',
    source: '"""",""""""\n"""""""",x\n',
    rows: [
      ['"', '""'],
      ['"""', 'x'],
    ],
  },
  {
    name: 'line breaks in quotes',
    source: 'a,"one\ntwo"\n"\n","\n\n"\n',
    rows: [
      ['a', 'one\ntwo'],
      ['\n', '\n\n'],
    ],
  },
  {
    name: 'CRLF in quotes',
    source: 'a,"one\r\ntwo"\r\n"\r\n",b\r\n',
    rows: [
      ['a', 'one\r\ntwo'],
      ['\r\n', 'b'],
    ],
  },
  { name: 'a lone CR in quotes', source: 'a,"one\rtwo"\n', rows: [['a', 'one\rtwo']] },
  {
    name: 'quotes and line breaks together',
    source: 'a,"x\n""y""\n"\n1,"""\n"\n',
    rows: [
      ['a', 'x\n"y"\n'],
      ['1', '"\n'],
    ],
  },
  {
    name: 'JSON in a field',
    source: 'k,"{""type"": ""Point"", ""at"": [102.0, 0.5]}"\n',
    rows: [['k', '{"type": "Point", "at": [102.0, 0.5]}']],
  },
  {
    name: 'empty fields',
    source: 'a,,c\n,,\n,b,\n',
    rows: [
      ['a', '', 'c'],
      ['', '', ''],
      ['', 'b', ''],
    ],
  },
  {
    name: 'empty quoted fields',
    source: 'a,"",c\n"","",""\n',
    rows: [
      ['a', '', 'c'],
      ['', '', ''],
    ],
  },
  {
    name: 'no line break at the end',
    source: 'a,b\n1,2',
    rows: [
      ['a', 'b'],
      ['1', '2'],
    ],
  },
  {
    name: 'a quoted field at the very end',
    source: 'a,b\n1,"2"',
    rows: [
      ['a', 'b'],
      ['1', '2'],
    ],
  },
  {
    name: 'an empty field at the very end',
    source: 'a,b\n1,',
    rows: [
      ['a', 'b'],
      ['1', ''],
    ],
  },
  {
    name: 'an empty quoted field at the very end',
    source: 'a,b\n1,""',
    rows: [
      ['a', 'b'],
      ['1', ''],
    ],
  },
  {
    name: 'a doubled quote at the very end',
    source: 'a,b\n1,""""',
    rows: [
      ['a', 'b'],
      ['1', '"'],
    ],
  },
  {
    name: 'a quoted line break at the very end',
    source: 'a,b\n1,"\n"',
    rows: [
      ['a', 'b'],
      ['1', '\n'],
    ],
  },
  { name: 'one record without a line break', source: 'a,b', rows: [['a', 'b']] },
  {
    name: 'CRLF',
    source: 'a,b\r\n1,2\r\n',
    rows: [
      ['a', 'b'],
      ['1', '2'],
    ],
  },
  {
    name: 'CRLF, none at the end',
    source: 'a,b\r\n1,"2"',
    rows: [
      ['a', 'b'],
      ['1', '2'],
    ],
  },
  {
    name: 'a lone CR',
    source: 'a,b\r1,2\r3,4',
    rows: [
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
    ],
  },
  {
    name: 'mixed line breaks',
    source: 'a,b\r\n1,2\n3,4\r5,6',
    rows: [
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ],
    csvParse: anyLineBreak,
  },
  {
    name: 'mixed line breaks behind quotes',
    source: '"a","b"\n"1","2"\r\n"3","4"\r"5","6"',
    rows: [
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ],
    csvParse: anyLineBreak,
  },
  {
    name: 'blank lines',
    source: '\na,b\n\n\n1,2\n\n',
    rows: [
      ['a', 'b'],
      ['1', '2'],
    ],
  },
  {
    name: 'blank lines of CRLF',
    source: '\r\na,b\r\n\r\n1,2\r\n\r\n',
    rows: [
      ['a', 'b'],
      ['1', '2'],
    ],
  },
  {
    name: 'a byte order mark',
    source: '\ufeffa,b\n1,2\n',
    rows: [
      ['a', 'b'],
      ['1', '2'],
    ],
  },
  {
    name: 'a byte order mark in front of a quote',
    source: '\ufeff"a, b",c\n1,2\n',
    rows: [
      ['a, b', 'c'],
      ['1', '2'],
    ],
  },
  {
    name: 'a byte order mark inside',
    source: 'a,b\n\ufeff1,\ufeff\n',
    rows: [
      ['a', 'b'],
      ['\ufeff1', '\ufeff'],
    ],
  },
  {
    name: 'spaces',
    source: ' a , b\n  ,\t\n" c ",d \n',
    rows: [
      [' a ', ' b'],
      ['  ', '\t'],
      [' c ', 'd '],
    ],
  },
  {
    name: 'other scripts',
    source: 'Grüße,日本語\nمرحبا,🚀👩‍👩‍👧\ne\u0301,\u00e9\n',
    rows: [
      ['Grüße', '日本語'],
      ['مرحبا', '🚀👩‍👩‍👧'],
      ['e\u0301', '\u00e9'],
    ],
  },
  {
    name: 'line breaks of Unicode, which are none',
    source: 'a,b\u2028c\nd\u0085,\u2029\ne\v,\f\n',
    rows: [
      ['a', 'b\u2028c'],
      ['d\u0085', '\u2029'],
      ['e\v', '\f'],
    ],
  },
  {
    name: 'control characters',
    source: 'a,\u0001\n\u001b[31m,\u007f\n',
    rows: [
      ['a', '\u0001'],
      ['\u001b[31m', '\u007f'],
    ],
  },
  {
    name: 'words that mean something elsewhere',
    source: 'NULL,NaN\ntrue,undefined\n-,N/A\n',
    rows: [
      ['NULL', 'NaN'],
      ['true', 'undefined'],
      ['-', 'N/A'],
    ],
  },
  {
    name: 'numbers that would not survive as numbers',
    source: '007,1e5\n+1,1.10\n0x1f,9007199254740993\n',
    rows: [
      ['007', '1e5'],
      ['+1', '1.10'],
      ['0x1f', '9007199254740993'],
    ],
  },
  {
    name: 'formulas',
    source: '=1+1,@x\n+2,-3\n"=HYPERLINK(""x"")",\'=1\n',
    rows: [
      ['=1+1', '@x'],
      ['+2', '-3'],
      ['=HYPERLINK("x")', "'=1"],
    ],
  },
  {
    name: 'quotes inside an unquoted field',
    source: 'a,5" pipe\nx"y"z,b"\n',
    rows: [
      ['a', '5" pipe'],
      ['x"y"z', 'b"'],
    ],
    csvParse: { relax_quotes: true },
  },
  {
    name: 'a space in front of a quote',
    source: 'a, "b"\nc, ""\n',
    rows: [
      ['a', ' "b"'],
      ['c', ' ""'],
    ],
    csvParse: { relax_quotes: true },
  },
  {
    name: 'apostrophes',
    source: "it's,o'clock\n''',x\n",
    rows: [
      ["it's", "o'clock"],
      ["'''", 'x'],
    ],
  },
  {
    name: 'backslashes',
    source: 'a\\,b\n"c\\\\",\\n\n',
    rows: [
      ['a\\', 'b'],
      ['c\\\\', '\\n'],
    ],
  },
  {
    name: 'semicolons',
    source: 'a;b,c\n"1;2";3\n',
    rows: [
      ['a', 'b,c'],
      ['1;2', '3'],
    ],
    dialect: { delimiter: ';' },
  },
  {
    name: 'tabs',
    source: 'a\tb c\n"1\t2"\t\n',
    rows: [
      ['a', 'b c'],
      ['1\t2', ''],
    ],
    dialect: { delimiter: '\t' },
  },
  {
    name: 'pipes',
    source: 'a|b\n|"|"\n',
    rows: [
      ['a', 'b'],
      ['', '|'],
    ],
    dialect: { delimiter: '|' },
  },
  {
    name: 'units separated as ASCII does',
    source: 'a\u001fb\n1\u001f,\n',
    rows: [
      ['a', 'b'],
      ['1', ','],
    ],
    dialect: { delimiter: '\u001f' },
  },
  {
    name: 'apostrophes as quotes',
    source: "'a,b','it''s'\n\"x\",'\n'\n",
    rows: [
      ['a,b', "it's"],
      ['"x"', '\n'],
    ],
    dialect: { quote: "'", escape: "'" },
  },
  {
    name: 'a backslash as escape',
    source: 'a,"say \\"hi\\""\n"\\\\","x\\\\\\""\n',
    rows: [
      ['a', 'say "hi"'],
      ['\\', 'x\\"'],
    ],
    dialect: { escape: '\\' },
  },
  {
    name: 'no quotes at all',
    source: '"a\t"b"\n""\t"\n',
    rows: [
      ['"a', '"b"'],
      ['""', '"'],
    ],
    dialect: { delimiter: '\t', quote: undefined, escape: undefined },
  },
  {
    name: 'comments',
    source: '# one, two\na,b\n# "three\n"# no",c\nd,# e\n',
    rows: [
      ['a', 'b'],
      ['# no', 'c'],
      ['d', '# e'],
    ],
    dialect: { comment: '#' },
  },
  {
    name: 'a hundred fields',
    source: `${digits(100).join(',')}\n${digits(100).map(quoted).join(',')}\n`,
    rows: [digits(100), digits(100)],
  },
  {
    name: 'fields longer than any block',
    source: `a,"${'x,\n'.repeat(3000)}"\n${'y'.repeat(9000)},b\n`,
    rows: [
      ['a', 'x,\n'.repeat(3000)],
      ['y'.repeat(9000), 'b'],
    ],
  },
]

function digits(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String(i))
}

function quoted(text: string): string {
  return `"${text}"`
}
