import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readFileIfThere, writeFileAtomic } from "./atomic-file.ts";
import { withKnobs, DEFAULT_KNOBS } from "./knobs.ts";
import type { ChargeTotal } from "./charges.ts";
import type { PendingDelivery } from "./ledger.ts";
import { newNumber } from "./new-number.ts";
import type { Account, BusinessNumber, Group, MediaItem, SimUser, Template, Thread } from "./model.ts";
import type { WebhookSender } from "./webhook-sender.ts";
import type { World } from "./world.ts";

const DEBOUNCE_MS = 500;
const FORMAT = 1;

type MediaMeta = Omit<MediaItem, "bytes" | "sha256"> & { sha256: string };

type SnapshotFile = {
  format: number;
  clockOffset: number;
  knobs: Record<string, unknown>;
  numbers: BusinessNumber[];
  users: SimUser[];
  threads: Omit<Thread, "openBy">[];
  templates: [string, Template[]][];
  templateLocks?: [string, number][];
  media: MediaMeta[];
  pending: PendingDelivery[];
  /** absent in files of earlier versions */
  charges?: ChargeTotal[];
  accounts?: Account[];
  groups?: Group[];
};

/**
 * Keeps the world in one JSON file, and files people sent in a folder beside it, so that a restart finds everything.
 * Every write is atomic; changes within half a second are written once.
 */
export class Snapshot {
  readonly #world: World;
  readonly #sender: WebhookSender;
  readonly #file: string;
  readonly #written = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(world: World, sender: WebhookSender, file: string) {
    this.#world = world;
    this.#sender = sender;
    this.#file = file;
  }

  /** Reads the file when it is there. Throws an Error that names the file when it cannot be understood. */
  load(): void {
    const text = readFileIfThere(this.#file);
    if (text === null) return;
    const data = this.#parse(text);
    this.#world.clock.restore(data.clockOffset);
    this.#world.knobs = withKnobs(DEFAULT_KNOBS, data.knobs);
    for (const [wabaId, list] of data.templates) this.#world.templates.set(wabaId, list);
    for (const [name, until] of data.templateLocks ?? []) this.#world.templateLocks.set(name, until);
    // a file of an earlier version lacks what numbers have learnt since
    for (const number of data.numbers)
      this.#world.numbers.set(number.phoneNumberId, { ...newNumber(number.phoneNumberId), ...number });
    for (const account of data.accounts ?? []) this.#world.accounts.set(account.wabaId, account);
    for (const group of data.groups ?? []) this.#world.groups.set(group.id, group);
    for (const user of data.users) this.#world.putUser(user);
    for (const thread of data.threads) this.#world.restoreThread({ ...thread, openBy: new Set() });
    for (const meta of data.media) this.#loadMedia(meta);
    this.#world.charges.restore(data.charges ?? []);
    this.#sender.restore(data.pending);
  }

  /** Asks for a write soon. */
  request(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      try {
        this.write();
      } catch (error) {
        this.#world.onError(error);
      }
    }, DEBOUNCE_MS);
  }

  /** Writes now. */
  write(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const world = this.#world;
    this.#writeMedia();
    const data: SnapshotFile = {
      format: FORMAT,
      clockOffset: world.clock.offset,
      knobs: { ...world.knobs },
      numbers: [...world.numbers.values()],
      users: [...world.users.values()],
      threads: [...world.threads.values()].map(({ openBy: _open, ...thread }) => thread),
      templates: [...world.templates],
      templateLocks: [...world.templateLocks],
      media: [...world.media.values()].map(({ bytes: _bytes, ...meta }) => ({
        ...meta,
        sha256: meta.sha256.toString("hex"),
      })),
      pending: this.#sender.pending(),
      charges: world.charges.totals(),
      accounts: [...world.accounts.values()],
      groups: [...world.groups.values()],
    };
    writeFileAtomic(this.#file, JSON.stringify(data));
  }

  #parse(text: string): SnapshotFile {
    try {
      const data = JSON.parse(text) as SnapshotFile;
      if (data.format !== FORMAT) throw new Error(`format ${String(data.format)} is not known`);
      return data;
    } catch (error) {
      throw new Error(
        `The state file ${this.#file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  #loadMedia(meta: MediaMeta): void {
    const path = join(this.#folder(), meta.id);
    if (!existsSync(path)) return;
    this.#written.add(meta.id);
    this.#world.media.set(meta.id, {
      ...meta,
      sha256: Buffer.from(meta.sha256, "hex"),
      bytes: readFileSync(path),
    });
  }

  #writeMedia(): void {
    for (const item of this.#world.media.values()) {
      if (this.#written.has(item.id)) continue;
      writeFileAtomic(join(this.#folder(), item.id), item.bytes);
      this.#written.add(item.id);
    }
    if (this.#written.size === this.#world.media.size) return;
    for (const name of existsSync(this.#folder()) ? readdirSync(this.#folder()) : []) {
      if (this.#world.media.has(name)) continue;
      rmSync(join(this.#folder(), name), { force: true });
      this.#written.delete(name);
    }
  }

  #folder(): string {
    return `${this.#file}.media`;
  }
}
