// Strings that programs trip over, of every kind that we know of; made for these tests. No two are alike, nor differ in case only.

export const naughtyStrings: readonly string[] = [
  // nothing, and what looks like it
  ...[' ', '\t', '\u00a0', '\u200b', '\ufeff', '\u2060', 'null', 'undefined', 'NIL', 'N/A', '(none)'],
  // numbers and what looks like them
  ...['0', '-0', '1e1000', '0x7f', '1_000', '1,000', '1.2.3', '٣', '½', '∞', '9'.repeat(40), '--1', '+.', '1/0'],
  // quotes and separators
  ...['"', '""', "'", "''", '`', '“”', ',', ';', '|', '\\', '\\"', '\\\\', '"; --', "' OR '1'='1", '"")', '",""'],
  // statements, markup, templates, shells, formats
  ...[
    "'; DROP TABLE t; --",
    '` (id int); DROP TABLE t; --',
    ') STORED AS PARQUET; --',
    '<script>alert(1)</script>',
    '<!--',
    ']]>',
    '&amp;',
  ],
  ...[
    '$(touch x)',
    '`touch x`',
    '; rm -rf /',
    '&& true',
    '| cat',
    '> out',
    '$HOME',
    '%PATH%',
    '%s%n%d',
    '{0}',
    '{{7*7}}',
    '$'.concat('{7*7}'),
    '#{7*7}',
  ],
  // paths
  ...[
    '..',
    '../..',
    '../../etc/passwd',
    '/',
    '/etc/passwd',
    'a/b',
    'a\\b',
    'C:\\con',
    'con',
    'nul',
    '.hidden',
    '~',
    'file.csv',
    '%2e%2e%2f',
    '%00',
  ],
  // YAML and JSON
  ...[
    '- a',
    '? a',
    ': ',
    'a: b',
    '# not a comment',
    '&anchor',
    '*alias',
    '!!binary aGk=',
    '!tag',
    '---',
    '...',
    '{a: b}',
    '[a, b]',
    '>-',
    '@at',
    '%YAML 1.2',
  ],
  ...['yes', 'no', 'on', 'off', 'y', '2026-01-31', '12:34:56', '0o17', '.inf', '.nan', '<<', '=', '{"a":1}', '\u2028', '\u2029'],
  // formulas
  ...['=1+1', '+1+1', '-1+1', '@SUM(1)', "=cmd|' /C calc'!A0", '\t=1+1', '\r=1+1'],
  // line breaks and control characters
  ...['a\nb', 'a\r\nb', 'a\rb', '\u0001\u0002', '\u001b[31mred\u001b[0m', '\u0007', '\u0008', '\u007f', '\u0085', 'a\u0000b'],
  // scripts, marks, directions, emoji
  ...[
    '日本語',
    '한국어',
    'עברית',
    'العربية',
    'ไทย',
    'Ελληνικά',
    'İstanbul',
    'ıI',
    'ß',
    'ŉ',
    'é',
    'e\u0301',
    'Ω',
    '\u202etxt.exe',
    '\u2066ltr\u2069',
  ],
  ...['🚀', '👩‍👩‍👧‍👦', '🇩🇪', '👍🏽', 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔', '𝒽𝑒𝓁𝓁𝑜', '\u{10ffff}', '\ufffd', '\uffff'],
  // very long
  'x'.repeat(5000),
]
