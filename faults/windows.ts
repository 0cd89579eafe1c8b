import type { ServerFrame } from "@balcao/api";
import { WebSocket } from "ws";
import type { CrashDesk } from "../server/test/crash-desk.ts";
import { rest } from "../server/test/crash-storm.ts";
import { everyMessage } from "../server/test/crash-verdict.ts";

const AGAIN_MS = 200;
const PING_MS = 2_000;
const SILENCE_MS = 6_000;
/** RFC 6455, section 7.4.1: policy. The desk's word for no session, no right, another origin */
const TURNED_AWAY = 1008;
/** after the last message: what was written is told within this */
const SETTLE_MS = 15_000;

/** Messages of one company by id, and their status. */
type Known = ReadonlyMap<string, string>;

/** Messages of one company as one open window knows them: what it was told, and what it fetched when it was told to fetch anew. */
class Window {
  readonly company: number;
  /** the last status told of each message, by id */
  readonly told = new Map<string, string>();
  drops = 0;
  resets = 0;
  #cursor: string | null = null;
  #socket: WebSocket | null = null;
  #closed = false;
  readonly #url: string;
  readonly #cookie: string;
  readonly #fetch: () => Promise<Known>;

  constructor(port: number, of: { company: number; cookie: string; fetch: () => Promise<Known> }) {
    this.#url = `127.0.0.1:${port}`;
    this.#cookie = of.cookie;
    this.#fetch = of.fetch;
    this.company = of.company;
  }

  /** Resolves when it listens for the first time; goes on through whatever ends its line. Rejects when it is turned away. */
  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      const headers = { cookie: this.#cookie, origin: `http://${this.#url}` };
      const socket = new WebSocket(`ws://${this.#url}/api/realtime`, { headers });
      this.#socket = socket;
      let heardAt = performance.now();
      const pinger = setInterval(() => {
        if (performance.now() - heardAt > SILENCE_MS) socket.terminate();
        else if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: "ping" }));
      }, PING_MS);
      socket.on("open", () => socket.send(JSON.stringify({ type: "hello", cursor: this.#cursor })));
      socket.on("message", (data: Buffer) => {
        heardAt = performance.now();
        this.#hear(JSON.parse(data.toString()) as ServerFrame);
        if (this.#cursor !== null) resolve();
      });
      // how it ended is all the same: it is opened again
      socket.on("error", () => undefined);
      socket.on("close", (code: number, reason: Buffer) => {
        clearInterval(pinger);
        if (this.#closed) return;
        if (code === TURNED_AWAY) return reject(new Error(`a window was turned away: ${String(reason)}`));
        this.drops++;
        setTimeout(() => this.open().then(resolve, reject), AGAIN_MS);
      });
    });
  }

  #hear(frame: ServerFrame): void {
    if (frame.type === "ready" || frame.type === "reset" || frame.type === "changes")
      this.#cursor = frame.cursor;
    if (frame.type === "reset") void this.#fetchAnew();
    if (frame.type !== "changes") return;
    for (const change of frame.changes)
      if (change.type === "conversation")
        for (const entry of change.entries)
          if (entry.entry === "message") this.told.set(entry.id, entry.status);
  }

  /** What is told meanwhile is newer than what is fetched, or is told once more. */
  async #fetchAnew(): Promise<void> {
    this.resets++;
    this.told.clear();
    for (const [id, status] of await this.#fetch()) if (!this.told.has(id)) this.told.set(id, status);
  }

  close(): void {
    this.#closed = true;
    this.#socket?.terminate();
  }
}

/** Open windows of administrators, one at each door for each company. */
export type Windows = {
  /** what some window does not know, or knows otherwise than the database; waits a while for it to be told */
  blind(): Promise<string[]>;
  /** lines that ended, and how often a window had to fetch everything anew */
  drops(): number;
  resets(): number;
  close(): void;
};

export async function openWindows(desk: CrashDesk): Promise<Windows> {
  const messagesOf = async (company: number): Promise<Known> => {
    const account = desk.administrators[company]?.accountId;
    const messages = await everyMessage(desk);
    return new Map(
      messages.flatMap(({ accountId, id, status }) => (accountId === account ? [[id, status] as const] : [])),
    );
  };
  const all = desk.doors.flatMap((door) =>
    desk.administrators.map(
      ({ cookie }, company) => new Window(door, { company, cookie, fetch: () => messagesOf(company) }),
    ),
  );
  await Promise.all(all.map((window) => window.open()));
  const missing = async (): Promise<string[]> => {
    const left: string[] = [];
    for (const company of desk.administrators.keys()) {
      const messages = await messagesOf(company);
      for (const { told } of all.filter((window) => window.company === company))
        for (const [id, status] of messages)
          if (told.get(id) !== status) left.push(`${id} is ${status}, told ${told.get(id) ?? "nothing"}`);
    }
    return left;
  };
  return {
    async blind() {
      const until = performance.now() + SETTLE_MS;
      for (;;) {
        const left = await missing();
        if (left.length === 0 || performance.now() > until) return left;
        await rest(500);
      }
    },
    drops: () => all.reduce((sum, { drops }) => sum + drops, 0),
    resets: () => all.reduce((sum, { resets }) => sum + resets, 0),
    close() {
      for (const window of all) window.close();
    },
  };
}
