// Strings, UUIDs and binary: docs/values.md, "Types".

import { invalid, type Parsed, type ParsedColumn } from './value.ts'

export function parseBytes(bytes: Uint8Array, { type, format }: ParsedColumn): Parsed {
  if (type.name === 'string') return isUtf8(bytes) ? { value: bytes } : { error: 'VALUE_NOT_UTF8' }
  const text = Buffer.from(bytes).toString('latin1')
  if (type.name === 'uuid') return parseUuid(text)
  if (format === 'hex') return parseHex(text)
  if (format === 'base64') return parseBase64(text)
  return { value: bytes }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function parseUuid(text: string): Parsed {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text) ? parseHex(text.replaceAll('-', '')) : invalid
}

function parseHex(text: string): Parsed {
  return /^([0-9a-f]{2})*$/i.test(text) ? { value: Uint8Array.from(Buffer.from(text, 'hex')) } : invalid
}

function parseBase64(text: string): Parsed {
  const bytes = Buffer.from(text, 'base64') // forgiving, so the text must be what these bytes are written as
  return bytes.toString('base64') === text ? { value: Uint8Array.from(bytes) } : invalid
}
