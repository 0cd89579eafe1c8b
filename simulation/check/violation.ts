/** An invariant of reliability.md section 2 that does not hold. */
export class Violation extends Error {
  readonly invariant: string;
  constructor(invariant: string, detail: string) {
    super(`${invariant}: ${detail}`);
    this.invariant = invariant;
  }
}

export function must(holds: boolean, invariant: string, detail: () => string): void {
  if (!holds) throw new Violation(invariant, detail());
}
