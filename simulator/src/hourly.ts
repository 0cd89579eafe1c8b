const HOUR_MS = 3_600_000;

/** Calls of the last rolling hour, by key. */
export class HourlyCalls {
  readonly #calls = new Map<string, number[]>();

  /** How many were taken in the hour before `now` (epoch ms). */
  used(key: string, now: number): number {
    return this.#recent(key, now).length;
  }

  /** Takes one; false, and nothing taken, when `limit` are in the hour already. 0 = no limit. */
  take(key: string, now: number, limit: number): boolean {
    if (limit === 0) return true;
    const recent = this.#recent(key, now);
    if (recent.length >= limit) return false;
    recent.push(now);
    return true;
  }

  clear(): void {
    this.#calls.clear();
  }

  #recent(key: string, now: number): number[] {
    const calls = this.#calls.get(key) ?? [];
    const first = calls.findIndex((at) => at > now - HOUR_MS);
    calls.splice(0, first === -1 ? calls.length : first);
    this.#calls.set(key, calls);
    return calls;
  }
}
