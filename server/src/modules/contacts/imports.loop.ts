import type { Readable } from "node:stream";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { errorData } from "../../platform/logger.ts";
import type { Loop } from "../../platform/module.ts";
import { workLoop } from "../../platform/work-loop.ts";
import type { ContactDoor } from "./contacts.door.ts";
import { readCsv, UnreadableCsv, type CsvRecord } from "./csv.reader.ts";
import { batchOf, takeBatch } from "./imports.batch.ts";
import { holdImport, runningImports, saveProgress, type ImportRecord } from "./imports.queries.ts";

const BATCH = 200;
const POLL_MS = 1_000;
/** A batch that went wrong this often in a row will not go right. */
const MOST_ATTEMPTS = 3;

/** A file read on and on, batch by batch: what it gave is a place, which the import's row is held against. */
class Reading {
  readonly #records: AsyncGenerator<CsvRecord>;
  #ahead: CsvRecord[] = [];
  /** how many records after the heads lie before those that come next; -1: the heads are not read yet */
  #place = -1;
  #ended = false;
  #broken: UnreadableCsv | null = null;

  constructor(open: () => Readable) {
    this.#records = readCsv(open);
  }

  get place(): number {
    return this.#place;
  }

  async #next(): Promise<CsvRecord | null> {
    if (this.#ended || this.#broken) return null;
    const { value, done } = await this.#records.next();
    this.#ended = done === true;
    return done ? null : value;
  }

  /** The records after a place that lies ahead. What cannot be read ends them; with none before it, it is thrown. */
  async after(place: number): Promise<readonly CsvRecord[]> {
    while (this.#place < place) {
      const passed = this.#ahead.shift() ?? (await this.#next());
      if (!passed) break;
      this.#place++;
    }
    try {
      while (this.#ahead.length < BATCH) {
        const record = await this.#next();
        if (!record) break;
        this.#ahead.push(record);
      }
    } catch (error) {
      if (!(error instanceof UnreadableCsv)) throw error;
      this.#broken = error;
    }
    if (this.#ahead.length === 0 && this.#broken) throw this.#broken;
    return this.#ahead;
  }

  async close(): Promise<void> {
    await this.#records.return(undefined);
  }
}

/** The files this worker is in the middle of. */
class Readings {
  readonly #deps: Deps;
  readonly #open = new Map<string, Reading>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** One that has not gone beyond where the import is: another worker may have been at it since. */
  async of({ id, storageKey, records }: ImportRecord): Promise<Reading> {
    const known = this.#open.get(id);
    if (known && known.place <= records) return known;
    await this.drop(id);
    const reading = new Reading(() => this.#deps.storage.read(storageKey ?? ""));
    this.#open.set(id, reading);
    return reading;
  }

  async drop(id: string): Promise<void> {
    const reading = this.#open.get(id);
    this.#open.delete(id);
    await reading?.close();
  }

  /** Closes all others. */
  async keep(ids: ReadonlySet<string>): Promise<void> {
    for (const id of this.#open.keys()) if (!ids.has(id)) await this.drop(id);
  }
}

export type ImportLoopOptions = {
  door: ContactDoor;
  /** tests throw here to die between what was written and its commit */
  faultPoint?: () => void;
};

const ended = (record: ImportRecord, state: "done" | "failed", now: number): ImportRecord => ({
  ...record,
  state,
  bytes: state === "done" ? record.size : record.bytes,
  storageKey: null,
  finishedAt: now,
});

/**
 * Takes files of contacts in, one batch of lines for each import in turn. The import's row is held for a batch, and says behind which record
 * it begins: who dies before the commit has done nothing, and whoever comes next reads on from there. Once all is read the file goes.
 */
export function importLoop(deps: Deps, { door, faultPoint }: ImportLoopOptions): Loop {
  const readings = new Readings(deps);
  /** An import after its next batch. */
  const advanced = async (tx: Tx, record: ImportRecord, now: number): Promise<ImportRecord> => {
    if (record.attempts >= MOST_ATTEMPTS) return { ...ended(record, "failed", now), failure: "internal" };
    try {
      const records = batchOf(record, await (await readings.of(record)).after(record.records));
      return records.length === 0
        ? ended(record, "done", now)
        : await takeBatch(tx, door, record, records, now);
    } catch (error) {
      if (!(error instanceof UnreadableCsv)) throw error;
      return { ...ended(record, "failed", now), failure: "unreadable" };
    }
  };
  const batch = async (tx: Tx, accountId: string, id: string): Promise<{ file: string | null } | null> => {
    const record = await holdImport(tx, accountId, id);
    if (!record) return null;
    const now = deps.clock.now();
    const next = await advanced(tx, record, now);
    await saveProgress(tx, next);
    faultPoint?.();
    return { file: next.state === "running" ? null : record.storageKey };
  };
  /** The next batch, and where the import is afterwards. False when somebody else is at it. */
  const step = async (accountId: string, id: string): Promise<boolean> => {
    const done = await inAccount(deps.app, accountId, (tx) => batch(tx, accountId, id));
    // a file that stays behind, should this fail or not be reached, is swept: its row has let go of it
    if (done?.file) await deps.storage.remove(done.file);
    return done !== null;
  };
  const failed = async (accountId: string, id: string, error: unknown): Promise<void> => {
    deps.log.error("imports.batch_failed", { importId: id, ...errorData(error) });
    await readings.drop(id);
    await inAccount(deps.app, accountId, async (tx) => {
      const record = await holdImport(tx, accountId, id);
      if (record) await saveProgress(tx, { ...record, attempts: record.attempts + 1 });
    });
  };
  const round = async (): Promise<number> => {
    const running = await deps.system.transaction().execute(runningImports);
    await readings.keep(new Set(running.map(({ id }) => id)));
    let done = 0;
    for (const { accountId, id } of running) {
      try {
        if (await step(accountId, id)) done++;
      } catch (error) {
        await failed(accountId, id, error);
      }
    }
    if (done > 0) deps.wake.signal("events");
    return done;
  };
  const end = (): Promise<void> => readings.keep(new Set());
  return workLoop(deps, { name: "imports", topic: null, pollMs: POLL_MS, full: 1, round, end });
}
