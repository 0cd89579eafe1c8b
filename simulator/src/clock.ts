import { readFileIfThere, writeFileAtomic } from "./atomic-file.ts";

export type ClockOptions = {
  /** "system": the machine's time plus an offset. "manual": stands still and moves by `advance` only (tests). */
  mode: "system" | "manual";
  /** Where a manual clock starts, epoch milliseconds. */
  startAt?: number;
  /** File that holds the offset in milliseconds as an integer, so that another process can follow. System mode only. */
  file?: string | null;
};

/** The time the simulated world lives in. It never goes back, except when that world is forgotten (`begin`). */
export class VirtualClock {
  #offset = 0;
  readonly #frozenAt: number | null;
  readonly #file: string | null;

  /** Reads the offset file when it is there, else writes it. Throws when the file holds something else than an integer. */
  constructor(options: ClockOptions) {
    this.#frozenAt = options.mode === "manual" ? (options.startAt ?? Date.now()) : null;
    this.#file = options.file ?? null;
    if (this.#file === null) return;
    if (this.#frozenAt !== null) throw new Error("A manual clock cannot be followed through a clock file.");
    const text = readFileIfThere(this.#file);
    if (text !== null) this.#offset = parseOffset(text, this.#file);
    else this.#save();
  }

  get manual(): boolean {
    return this.#frozenAt !== null;
  }

  /** Milliseconds between this clock and the machine's (or, for a manual clock, its start). */
  get offset(): number {
    return this.#offset;
  }

  /** Epoch milliseconds. */
  now(): number {
    return (this.#frozenAt ?? Date.now()) + this.#offset;
  }

  /** Moves forward by whole milliseconds. Throws on a negative or non-finite number. */
  advance(ms: number): void {
    if (!Number.isFinite(ms) || ms < 0) throw new RangeError("The clock only moves forward.");
    if (ms === 0) return;
    this.#offset += Math.round(ms);
    this.#save();
  }

  /** Takes over an offset kept elsewhere (a snapshot); a smaller one is ignored, time does not go back. */
  restore(offset: number): void {
    if (offset > this.#offset) this.advance(offset - this.#offset);
  }

  /** Begins at an offset (milliseconds, a whole number), earlier ones too. Only for a world that is forgotten at the same moment. */
  begin(offset: number): void {
    if (!Number.isSafeInteger(offset))
      throw new RangeError(`"offset" must be a whole number of milliseconds.`);
    this.#offset = offset;
    this.#save();
  }

  #save(): void {
    if (this.#file !== null) writeFileAtomic(this.#file, String(this.#offset));
  }
}

function parseOffset(text: string, file: string): number {
  const value = Number(text.trim());
  if (!Number.isSafeInteger(value)) throw new Error(`The clock file ${file} does not hold an integer.`);
  return value;
}
