/**
 * A worker that is one browser without its drawing: the desk's own cache, line and outbox, over a network that delays, doubles
 * and loses. Told what to do by screens.test.ts.
 */
import { isDeepStrictEqual } from "node:util";
import { parentPort, workerData } from "node:worker_threads";
import type { BatchAct, Conversation, ConversationRow, Me, ThreadPage } from "@balcao/api";
import { QueryObserver } from "@tanstack/react-query";
import { WebSocket as Socket } from "ws";
import { seeded } from "../server/test/random.ts";
import { currentRow, markRead, setStatus } from "../web/src/conversations/commands.ts";
import { perform } from "../web/src/conversations/marks/perform.ts";
import { reviseNote } from "../web/src/conversations/notes.ts";
import { openOutbox, sendNote, sendText, useOutbox } from "../web/src/conversations/outbox.ts";
import { wakeOutbox } from "../web/src/conversations/outbox-turns.ts";
import { countsOptions } from "../web/src/conversations/counts.ts";
import { conversationOptions, listOptions, threadOptions } from "../web/src/conversations/queries.ts";
import { useConnection } from "../web/src/lib/connection.ts";
import { fetchMe, hasRole, keys, queryClient } from "../web/src/lib/queries.ts";
import type { ListData, ThreadData } from "../web/src/realtime/apply.ts";
import {
  CONVERSATION,
  CONVERSATION_LISTS,
  COUNTS,
  GONE,
  setViewer,
  THREAD,
} from "../web/src/realtime/cache.ts";
import type { ListFilter } from "../web/src/realtime/order.ts";
import { openLine } from "../web/src/realtime/use-realtime.ts";

export type Start = { url: string; cookie: string; seed: number; label: string };
export type Act =
  | { type: "text" | "note"; id: string; text: string }
  | { type: "act"; id: string; act: BatchAct }
  | { type: "status"; id: string; status: ConversationRow["status"] }
  | { type: "read" | "open" | "strike"; id: string }
  | { type: "drop" }
  | { type: "cut"; ms: number }
  | { type: "calm" }
  | { type: "compare" };
/** What differs between this screen and a fresh fetch, what is still on its way, and texts that the server refused. */
export type Told = { ready: true } | { differences: string[]; busy: string[]; refused: string[] };

const LONGEST_FRAME_DELAY_MS = 40;
const LONGEST_ANSWER_DELAY_MS = 60;
/** of requests: never left, were sent twice, had their answer lost */
const FAULTS = { unsent: 0.04, doubled: 0.12, lost: 0.06 };
const PING_MS = 2_000;

const { url: base, cookie, seed, label } = workerData as Start;
const random = seeded(seed);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
let chaos = true;
let isCut = false;
const sockets = new Set<LossySocket>();
const underWay = new Set<Promise<unknown>>();

/** Frames come late but in order, as TCP brings them; those on their way are lost with the line. */
class LossySocket extends Socket {
  private arrival: Promise<void> = Promise.resolve();
  private isLost = false;

  constructor(address: string) {
    super(address, { headers: { cookie, origin: base } });
    // the close that follows is what the client goes by
    this.on("error", () => undefined);
    sockets.add(this);
    this.on("close", () => sockets.delete(this));
    if (isCut) this.lose();
  }

  lose(): void {
    this.isLost = true;
    this.terminate();
  }

  override addEventListener(...[type, listener]: Parameters<Socket["addEventListener"]>): void {
    const hear = listener as (event: unknown) => void;
    const later = (event: unknown): void => {
      const delay = chaos ? random.below(LONGEST_FRAME_DELAY_MS) : 0;
      this.arrival = this.arrival
        .then(() => pause(delay))
        .then(() => (this.isLost ? undefined : hear(event)));
    };
    super.addEventListener(type as "message", type === "message" ? later : hear);
  }
}

const trueFetch = globalThis.fetch;
const ask = (path: string, init: RequestInit = {}): Promise<Response> => {
  const headers = new Headers(init.headers);
  headers.set("cookie", cookie);
  headers.set("origin", base);
  return trueFetch(new URL(path, base), { ...init, headers });
};
async function lossyFetch(path: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const fails = (probability: number): boolean => isCut || (chaos && random.chance(probability));
  if (fails(FAULTS.unsent)) throw new TypeError("the request never left");
  const isTwice = init.method === "POST" && chaos && random.chance(FAULTS.doubled);
  const [answer] = await Promise.all(Array.from({ length: isTwice ? 2 : 1 }, () => ask(String(path), init)));
  if (chaos) await pause(random.below(LONGEST_ANSWER_DELAY_MS));
  if (!answer || fails(FAULTS.lost)) throw new TypeError("the answer was lost");
  return answer;
}
Object.assign(globalThis, { fetch: lossyFetch, WebSocket: LossySocket });

const LISTS: ListFilter[] = [
  { tab: "new", order: "waiting" },
  { tab: "mine", order: "recent" },
  { tab: "others", order: "window" },
  { tab: "ended", order: "recent" },
  { tab: "snoozed", order: "snooze" },
  { tab: "all", order: "priority" },
  { tab: "all", order: "recent", unread: true },
  { tab: "all", order: "waiting", priority: 3 },
  { tab: "all", order: "recent", status: "pending" },
  { tab: "all", order: "recent", label },
];
const opened = new Set<string>();
const refused = new Set<string>();

const watch = (options: { queryKey: readonly unknown[] }): void => {
  new QueryObserver(queryClient, options as never).subscribe(() => undefined);
};

function open(id: string): void {
  if (opened.has(id)) return;
  opened.add(id);
  watch(conversationOptions(id));
  watch(threadOptions(id));
}

const plain = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));
/** Says where two values part, or nothing. */
function difference(what: string, shown: unknown, fresh: unknown): string[] {
  const [left, right] = [plain(shown), plain(fresh)];
  if (isDeepStrictEqual(left, right)) return [];
  if (Array.isArray(left) && Array.isArray(right)) {
    const place = right.findIndex((item, index) => !isDeepStrictEqual(item, left[index]));
    const at = place === -1 ? right.length : place;
    return [
      `${what}: ${left.length} shown, ${right.length} fetched; at ${at} shown ${JSON.stringify(left[at])}, fetched ${JSON.stringify(right[at])}`,
    ];
  }
  return [`${what}: shown ${JSON.stringify(left)}, fetched ${JSON.stringify(right)}`];
}

async function fresh<T>(path: string): Promise<T | null> {
  const answer = await ask(path);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return (await answer.json()) as T;
}

async function compareLists(): Promise<string[]> {
  const found: string[] = [];
  for (const filter of LISTS) {
    const query = new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)]));
    const page = await fresh<{ items: ConversationRow[] }>(`/api/conversations?limit=100&${query}`);
    const shown = queryClient.getQueryData<ListData>([CONVERSATION_LISTS, filter])?.rows;
    found.push(...difference(`list ${query}`, shown, page?.items));
  }
  const counts = await fresh("/api/conversations/counts");
  return [...found, ...difference("counts", queryClient.getQueryData([COUNTS, null]), counts)];
}

async function compareOpened(): Promise<string[]> {
  const found: string[] = [];
  for (const id of opened) {
    const conversation = await fresh<Conversation>(`/api/conversations/${id}`);
    const isGone = queryClient.getQueryData([GONE, id]) === true;
    if (!conversation) {
      // what was on the screen when it left stays there to be read
      if (!isGone && queryClient.getQueryData([CONVERSATION, id]))
        found.push(`${id} is gone, and nobody said so`);
      continue;
    }
    if (isGone) found.push(`${id} is there, and shown as gone`);
    const page = await fresh<ThreadPage>(`/api/conversations/${id}/thread?limit=100`);
    const shown = queryClient.getQueryData<ThreadData>([THREAD, id])?.entries.slice(-100);
    // what is older comes by scrolling
    const known = Math.max(shown?.length ?? 0, Math.min(50, page?.entries.length ?? 0));
    found.push(
      ...difference(`conversation ${id}`, queryClient.getQueryData([CONVERSATION, id]), conversation),
      ...difference(`thread ${id}`, shown, page?.entries.slice(-known)),
    );
  }
  return found;
}

async function compare(): Promise<Told> {
  for (const { state, text } of useOutbox.getState().items) if (state === "refused") refused.add(text);
  const busy = [
    ...useOutbox
      .getState()
      .items.flatMap(({ state, text }) => (state === "waiting" ? [`${text} waits`] : [])),
    ...(underWay.size > 0 ? [`${underWay.size} acts under way`] : []),
    ...(queryClient.isFetching() > 0 ? ["queries under way"] : []),
    ...(useConnection.getState().state === "live" ? [] : ["no line"]),
  ];
  const differences = busy.length > 0 ? [] : [...(await compareLists()), ...(await compareOpened())];
  return { differences, busy, refused: [...refused] };
}

/** The newest own note of a conversation is struck out, if there is one. */
async function strike(id: string): Promise<void> {
  const note = queryClient
    .getQueryData<ThreadData>([THREAD, id])
    ?.entries.findLast((entry) => entry.entry === "note" && entry.deletedAt === null);
  if (note) await reviseNote(note.id, null);
}

async function cut(ms: number): Promise<void> {
  isCut = true;
  for (const socket of sockets) socket.lose();
  await pause(ms);
  isCut = false;
  line.wake();
  wakeOutbox();
}

/** Twice at once, as a finger does that clicks twice. */
const twice = (run: () => Promise<unknown>): Promise<unknown> =>
  Promise.all(random.chance(0.2) ? [run(), run()] : [run()]);

function follow(act: Act): Promise<unknown> | undefined {
  switch (act.type) {
    case "text":
      return void sendText(act.id, act.text, null);
    case "note":
      return void sendNote(act.id, act.text, act.text);
    case "open":
      return void open(act.id);
    case "drop":
      for (const socket of sockets) socket.lose();
      return undefined;
    case "cut":
      return cut(act.ms);
    case "strike":
      return strike(act.id);
    case "read":
      return twice(() => markRead(act.id));
    case "status": {
      const row = currentRow(act.id);
      return row && twice(() => setStatus(row, act.status));
    }
    case "act": {
      const row = currentRow(act.id);
      return row && twice(() => perform(act.act, [row]));
    }
    case "calm":
      chaos = false;
      return undefined;
    case "compare":
      return undefined;
  }
}

const tell = (told: Told): void => parentPort?.postMessage(told);
const me: Me = await (async () => {
  const known = await ask("/api/me");
  const self = (await known.json()) as Me;
  queryClient.setQueryData(keys.me, self);
  return self;
})();
setViewer({ agentId: me.agent.id, teamIds: me.teamIds, seesAll: hasRole(me, "supervisor") });
watch({ queryKey: keys.me, queryFn: fetchMe } as never);
await openOutbox(me.account.id, me.agent.id);
for (const filter of LISTS) watch(listOptions(filter));
watch(countsOptions());
const line = openLine(`${base.replace("http", "ws")}/api/realtime`, PING_MS);
parentPort?.on("message", (act: Act) => {
  if (act.type === "compare") {
    void compare().then(tell);
    return;
  }
  const doing = follow(act);
  if (!doing) return;
  underWay.add(doing);
  void doing.finally(() => underWay.delete(doing));
});
tell({ ready: true });
