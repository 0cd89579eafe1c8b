/** JSON with the names of each object in order, so that equal values are equal text whoever wrote them. Undefined members are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}

/** One line of canonical JSON for each value, the last one ended too: what a digest is made over. No value can begin a line of its own. */
export const canonicalLines = (values: readonly unknown[]): string =>
  values.map((value) => `${canonicalJson(value)}\n`).join("");
