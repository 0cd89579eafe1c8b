/** What PostgreSQL gives by itself: the same thing has another number there. */
export type Kind = "fact" | "event";

/** Which number of the model's stands for which of PostgreSQL's, one to one. */
export class Names {
  readonly #real = { fact: new Map<number, number>(), event: new Map<number, number>() };
  readonly #model = { fact: new Map<number, number>(), event: new Map<number, number>() };
  /** transaction ids of the model and of PostgreSQL, of those that were committed */
  readonly #xids: { model: number; real: number }[] = [];

  /** Two that stand in the same place of an answer are one, unless one of them is another already. */
  meet(kind: Kind, model: number, real: number): void {
    if (this.#real[kind].has(model) || this.#model[kind].has(real)) return;
    this.#real[kind].set(model, real);
    this.#model[kind].set(real, model);
  }

  /** The model's number; of what it never met a text that equals nothing. */
  modelOf(kind: Kind, real: number): number | string {
    return this.#model[kind].get(real) ?? `PostgreSQL's ${kind} ${real}`;
  }

  /** PostgreSQL's number; 0 stands before all on both sides, and what no answer ever named is nothing there. */
  realOf(kind: Kind, model: number): number {
    return model === 0 ? 0 : (this.#real[kind].get(model) ?? -1);
  }

  committed(model: number, real: number): void {
    this.#xids.push({ model, real });
  }

  modelXid(real: number): string {
    const found = this.#xids.find((one) => one.real === real);
    return found ? String(found.model) : `PostgreSQL's transaction ${real}`;
  }

  /** How many of the committed come before it: what a place in the log says of them. */
  before(side: "model" | "real", xid: number): number {
    return this.#xids.filter((one) => one[side] < xid).length;
  }

  /** PostgreSQL's transaction id that parts the committed as the model's does. */
  realXid(model: number): number {
    let after = Infinity;
    let before = 0;
    for (const one of this.#xids) {
      if (one.model >= model) after = Math.min(after, one.real);
      else before = Math.max(before, one.real);
    }
    return after === Infinity ? before + 1 : after;
  }
}
