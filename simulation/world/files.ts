import { planted } from "../production/bridge.ts";
import type { Epoch, World } from "./world.ts";

type Process = { epoch: Epoch; memory: Map<string, Set<string>> };

/** The one disk of all nodes: what was put stays, whatever becomes of who put it. */
export class Files {
  readonly #world: World;
  readonly #kept = new Set<string>();
  readonly #ofProcess = new Map<Process, Set<string>>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Is the file there, for whoever reads it now? */
  has(key: string): boolean {
    if (this.#kept.has(key)) return true;
    return [...this.#ofProcess].some(([{ epoch }, keys]) => !epoch.dead && keys.has(key));
  }

  /** The storage as one process has it. */
  of(process: Process): { put(key: string): Promise<void> } {
    return {
      put: (key) =>
        this.#world.settled(1, process.epoch, "file put", () => {
          if (!planted(22)) return void this.#kept.add(key);
          const own = this.#ofProcess.get(process) ?? new Set();
          this.#ofProcess.set(process, own);
          own.add(key);
        }),
    };
  }
}
