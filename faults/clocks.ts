import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The clocks of the machines that programs run on, one for each program; see skew.ts. */
export type Clocks = {
  /** what the next program needs in its environment to have one */
  next(): Record<string, string>;
  /** how many there are, those of programs that have ended included */
  count(): number;
  /** puts one right, and so many milliseconds forward or back */
  put(place: number, off: number): void;
  remove(): void;
};

export function clocks(): Clocks {
  const folder = mkdtempSync(join(tmpdir(), "balcao-clocks-"));
  const files: string[] = [];
  return {
    next() {
      const file = join(folder, String(files.length));
      writeFileSync(file, "0");
      files.push(file);
      return { SKEW_FILE: file, NODE_OPTIONS: `--import=${String(new URL("skew.ts", import.meta.url))}` };
    },
    count: () => files.length,
    put(place, off) {
      const file = files[place];
      if (file === undefined) throw new Error(`no clock ${place}`);
      writeFileSync(file, String(off));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
