export type DiffLine = { kind: "same" | "missing" | "extra"; text: string };

/**
 * Two lists of texts against each other, by their longest common subsequence: what both have, what only the expected one has
 * ("missing"), and what only the actual one has ("extra").
 */
export function diffLines(expected: readonly string[], actual: readonly string[]): DiffLine[] {
  // common[i][j] = length of what the lists have in common from i and j on
  const common = Array.from({ length: expected.length + 1 }, () =>
    Array.from({ length: actual.length + 1 }, () => 0),
  );
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = expected.length - 1; i >= 0; i--)
    for (let j = actual.length - 1; j >= 0; j--) {
      const row = common[i];
      if (row)
        row[j] = expected[i] === actual[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < expected.length || j < actual.length) {
    const wanted = expected[i];
    const got = actual[j];
    if (wanted !== undefined && wanted === got) {
      lines.push({ kind: "same", text: wanted });
      i++;
      j++;
    } else if (wanted !== undefined && (got === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: "missing", text: wanted });
      i++;
    } else if (got !== undefined) {
      lines.push({ kind: "extra", text: got });
      j++;
    }
  }
  return lines;
}
