/** The newest `limit` items; older ones fall out. `total` counts all ever added. */
export class Ring<T> {
  readonly #limit: number;
  #items: T[] = [];
  #start = 0;
  #total = 0;

  constructor(limit: number) {
    this.#limit = Math.max(1, limit);
  }

  get total(): number {
    return this.#total;
  }

  add(item: T): void {
    this.#total++;
    if (this.#items.length < this.#limit) {
      this.#items.push(item);
      return;
    }
    this.#items[this.#start] = item;
    this.#start = (this.#start + 1) % this.#limit;
  }

  /** Oldest first. */
  all(): T[] {
    return [...this.#items.slice(this.#start), ...this.#items.slice(0, this.#start)];
  }

  last(): T | undefined {
    return this.#items.length === 0
      ? undefined
      : this.#items[(this.#start + this.#items.length - 1) % this.#items.length];
  }

  clear(): void {
    this.#items = [];
    this.#start = 0;
    this.#total = 0;
  }
}
