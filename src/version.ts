// The one place that says which version this is. A test compares it with package.json, which the bundle does not carry.

export const version = '0.1.0'
