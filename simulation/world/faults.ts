import type { Entropy } from "./entropy.ts";
import type { Epoch } from "./world.ts";

type OfStatement = "none" | "lost" | "serialization" | "freeze" | "crash_before" | "crash_after";
type OfCommit = OfStatement | "lost_before" | "reply_lost";

const ARMED = 4;
/** of the machine's own making, beside those that the operator makes */
const MOST_CRASHES = 4;
const MOST_FREEZES = 2;

/**
 * Swarm: each seed first draws which faults exist at all and how strong they are; then each opportunity draws whether one
 * happens. After `heal` there are none.
 */
export class Faults {
  readonly #entropy: Entropy;
  readonly #rates: Record<string, number> = {};
  #healed = false;
  #crashes = 0;
  #freezes = 0;
  /** a process ends in the middle of what it was doing; set by the run */
  crash: (epoch: Epoch, where: string) => void = () => undefined;
  /** a process stops for longer than its leases last, and goes on; set by the run */
  freeze: (epoch: Epoch) => void = () => undefined;

  constructor(entropy: Entropy) {
    this.#entropy = entropy;
  }

  /** Draws whether a fault exists in this run, one in `oneIn`, and how often it happens, up to `most`. */
  arm(name: string, most: number, oneIn = ARMED): void {
    const exists = this.#entropy.pick(`arm ${name}`, oneIn) === 0;
    this.#rates[name] = exists ? (most * (1 + this.#entropy.pick(`strength ${name}`, 4))) / 4 : 0;
  }

  /** Can it happen in this run? */
  exists(name: string): boolean {
    return (this.#rates[name] ?? 0) > 0;
  }

  heal(): void {
    this.#healed = true;
  }

  get isHealed(): boolean {
    return this.#healed;
  }

  /** Does it happen now? */
  happens(name: string): boolean {
    return !this.#healed && this.#entropy.chance(name, this.#rates[name] ?? 0);
  }

  latency(): number {
    if (!this.happens("slow")) return 0;
    return 1 + this.#entropy.pick("slow by", 900);
  }

  ofStatement(epoch: Epoch): OfStatement {
    if (this.#healed || epoch.name.startsWith("world")) return "none";
    if (this.happens("connection lost")) return "lost";
    if (this.happens("serialization")) return "serialization";
    if (this.#freezes < MOST_FREEZES && this.happens("freeze")) {
      this.#freezes++;
      return "freeze";
    }
    if (this.#crashes >= MOST_CRASHES || !this.happens("crash")) return "none";
    this.#crashes++;
    return this.#entropy.pick("crash when", 2) === 0 ? "crash_before" : "crash_after";
  }

  ofCommit(epoch: Epoch): OfCommit {
    if (this.#healed || epoch.name.startsWith("world")) return "none";
    if (this.happens("commit lost"))
      return this.#entropy.one("commit", ["lost_before", "reply_lost"] as const);
    const fault = this.ofStatement(epoch);
    return fault === "freeze" ? "none" : fault;
  }
}
