import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomic } from "./atomic-file.ts";

/** A folder of files that never change: each is written once, and goes when nobody names it any more. */
export class FilesBeside {
  readonly #folder: string;
  readonly #written = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The bytes of a file, or null when it is not there. */
  read(name: string): Buffer | null {
    const path = join(this.#folder, name);
    if (!existsSync(path)) return null;
    this.#written.add(name);
    return readFileSync(path);
  }

  /** Makes the folder hold these files and no others. */
  write(files: ReadonlyMap<string, Buffer>): void {
    for (const [name, bytes] of files) {
      if (this.#written.has(name)) continue;
      writeFileAtomic(join(this.#folder, name), bytes);
      this.#written.add(name);
    }
    if (this.#written.size === files.size) return;
    for (const name of existsSync(this.#folder) ? readdirSync(this.#folder) : []) {
      if (files.has(name)) continue;
      rmSync(join(this.#folder, name), { force: true });
      this.#written.delete(name);
    }
  }
}
