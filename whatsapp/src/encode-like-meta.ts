const encoder = new TextEncoder();

/**
 * JSON as Meta's PHP-style encoder writes it: `/` and `@` escaped, every non-ASCII code unit as \uXXXX (wire facts,
 * sections 2.2 and 18.7). Whoever computes a signature over re-serialised JSON fails against these bytes.
 * Throws TypeError for what is no JSON value (undefined, a function, a bigint, a cycle).
 */
export function encodeLikeMeta(value: unknown): Uint8Array {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new TypeError("not a JSON value");
  return encoder.encode(
    text
      .replaceAll("/", "\\/")
      .replaceAll("@", "\\u0040")
      .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
}
