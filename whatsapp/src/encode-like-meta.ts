/**
 * JSON as Meta writes it: `/` and `@` escaped, every non-ASCII code unit as \uXXXX (wire facts, section 2.2). Whoever
 * computes a signature over re-serialised JSON fails against these bytes.
 */
export function encodeLikeMeta(value: unknown): Uint8Array {
  const text = JSON.stringify(value)
    .replaceAll("/", "\\/")
    .replaceAll("@", "\\u0040")
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return new TextEncoder().encode(text);
}
