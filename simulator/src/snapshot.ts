import { createHash } from "node:crypto";
import { readFileIfThere, writeFileAtomic } from "./atomic-file.ts";
import { withKnobs, DEFAULT_KNOBS } from "./knobs.ts";
import type { ChargeTotal } from "./charges.ts";
import { FilesBeside } from "./files-beside.ts";
import type { PendingDelivery } from "./ledger.ts";
import { newNumber } from "./new-number.ts";
import type { Account, BusinessNumber, Group, MediaItem, SimUser, Template, Thread } from "./model.ts";
import type { WaitingMessage, WaitingMessages } from "./waiting-messages.ts";
import type { WebhookSender } from "./webhook-sender.ts";
import type { World } from "./world.ts";

const DEBOUNCE_MS = 500;
const FORMAT = 1;

type MediaMeta = Omit<MediaItem, "bytes" | "sha256"> & { sha256: string };

type UploadMeta = { handle: string; type: string; isPicture: boolean };

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
  uploads?: UploadMeta[];
  waiting?: WaitingMessage[];
};

/**
 * Keeps the world in one JSON file, and files that were sent or uploaded in folders beside it, so that a restart finds everything.
 * Every write is atomic; changes within half a second are written once.
 */
export class Snapshot {
  readonly #world: World;
  readonly #sender: WebhookSender;
  readonly #waiting: WaitingMessages;
  readonly #file: string;
  readonly #media: FilesBeside;
  readonly #uploads: FilesBeside;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    parts: { world: World; sender: WebhookSender; inbound: { waiting: WaitingMessages } },
    file: string,
  ) {
    this.#world = parts.world;
    this.#sender = parts.sender;
    this.#waiting = parts.inbound.waiting;
    this.#file = file;
    this.#media = new FilesBeside(`${file}.media`);
    this.#uploads = new FilesBeside(`${file}.uploads`);
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
    for (const meta of data.uploads ?? []) this.#loadUpload(meta);
    this.#waiting.takeUp(data.waiting ?? []);
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
    const uploads = [...world.uploads.handles];
    this.#media.write(new Map([...world.media].map(([id, { bytes }]) => [id, bytes])));
    this.#uploads.write(new Map(uploads.map(([handle, { bytes }]) => [fileOf(handle), bytes])));
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
      uploads: uploads.map(([handle, { type, picture }]) => ({ handle, type, isPicture: picture !== null })),
      waiting: this.#waiting.kept(),
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
    const bytes = this.#media.read(meta.id);
    if (bytes) this.#world.media.set(meta.id, { ...meta, sha256: Buffer.from(meta.sha256, "hex"), bytes });
  }

  #loadUpload({ handle, type, isPicture }: UploadMeta): void {
    const bytes = this.#uploads.read(fileOf(handle));
    if (bytes) this.#world.uploads.handles.set(handle, { type, bytes, picture: isPicture ? bytes : null });
  }
}

/** A handle is no name of a file. */
const fileOf = (handle: string): string => createHash("sha256").update(handle).digest("hex");
