/** A seeded source of chance: the same seed gives the same faults, delays and ids (mulberry32). */
export class SeededRandom {
  #state: number;

  /** Takes any integer; the sequence depends on nothing else. */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A number in [low, high). */
  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** True with the given probability. Draws nothing for 0, so a knob that is off does not shift the sequence. */
  chance(probability: number): boolean {
    return probability > 0 && this.next() < probability;
  }

  /** `length` hexadecimal digits in upper case. */
  hex(length: number): string {
    let text = "";
    while (text.length < length) {
      text += ((this.next() * 0x1000000) >>> 0).toString(16).padStart(6, "0");
    }
    return text.slice(0, length).toUpperCase();
  }

  /** `length` decimal digits, the first never 0. */
  digits(length: number): string {
    let text = String(1 + ((this.next() * 9) >>> 0));
    while (text.length < length) text += String((this.next() * 10) >>> 0);
    return text;
  }
}
