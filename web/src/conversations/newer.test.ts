import type { Conversation, ConversationRow } from "@balcao/api";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { queryClient } from "../lib/queries.ts";
import { useToasts } from "../lib/toast.ts";
import { CONVERSATION, patchCache } from "../realtime/cache.ts";
import { currentRow, setStatus } from "./commands.ts";
import { perform } from "./marks/perform.ts";

const row = (id: string, changes: Partial<ConversationRow> = {}): ConversationRow => ({
  id,
  protocol: 1,
  contact: {
    id: `p${id}`,
    name: `Cliente ${id}`,
    profileName: null,
    username: null,
    phone: null,
    blocked: false,
  },
  teamId: "t1",
  agentId: "ana",
  owner: "agent",
  status: "open",
  unread: 0,
  lastMessage: null,
  windowClosesAt: null,
  waitingSince: null,
  priority: 0,
  snoozedUntil: null,
  scheduledAt: null,
  hasUnsent: false,
  labelIds: [],
  openedAt: "2026-11-26T09:00:00Z",
  closedAt: null,
  seq: 3,
  version: 3,
  ...changes,
});

type Sent = { seen?: number; status?: ConversationRow["status"]; items?: { id: string; seen?: number }[] };
const problem = { type: "x", status: 409, code: "newer_message", title: "O cliente acabou de escrever" };
/** The conversations as the server has them; it compares as ours does. */
let stored: Map<string, ConversationRow>;
let sent: Sent[];

function resolved(id: string, seen: number | undefined): ConversationRow | null {
  const known = stored.get(id);
  if (!known || seen === undefined || seen < known.seq) return null;
  const next = row(id, { status: "resolved", seq: known.seq + 1, version: known.version + 1 });
  stored.set(id, next);
  return next;
}

async function serve(path: string, init: RequestInit): Promise<Response> {
  const body = JSON.parse(String(init.body)) as Sent;
  sent.push(body);
  if (body.items)
    return Response.json({
      items: body.items.map(({ id, seen }) => {
        const conversation = resolved(id, seen);
        return { id, conversation, problem: conversation ? null : problem };
      }),
    });
  const conversation = resolved(path.split("/")[3] ?? "", body.seen);
  return conversation
    ? Response.json({ conversation, message: null })
    : Response.json(problem, { status: 409 });
}

/** The stream tells what the server has. */
const tell = (id: string): void =>
  patchCache([{ type: "conversation", row: stored.get(id) ?? row(id), entries: [] }], { isStream: true });
/** The customer writes, and this screen does not know yet. */
const write = (id: string): void => void stored.set(id, row(id, { unread: 1, seq: 4, version: 4 }));
const toasts = () => useToasts.getState().toasts;

beforeEach(() => {
  stored = new Map(["a", "b"].map((id) => [id, row(id)]));
  sent = [];
  for (const id of ["a", "b"]) queryClient.setQueryData([CONVERSATION, id], row(id) as Conversation);
  useToasts.setState({ toasts: [] });
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => serve(path, init));
});
afterEach(() => {
  vi.unstubAllGlobals();
  queryClient.clear();
});

describe("resolving what the customer wrote to meanwhile", () => {
  it("takes the guess back, says why and offers what was given, and goes when it was seen", async () => {
    write("a");
    const going = setStatus(row("a"), "resolved", { label: "Resolver assim mesmo", run: () => undefined });
    expect(currentRow("a")?.status).toBe("resolved");
    expect(await going).toBe(false);
    expect(currentRow("a")).toMatchObject({ status: "open", version: 3 });
    expect(toasts()).toMatchObject([
      { text: problem.title, tone: "error", action: { label: "Resolver assim mesmo" } },
    ]);
    tell("a");
    expect(currentRow("a")).toMatchObject({ status: "open", unread: 1 });
    expect(await setStatus(currentRow("a") ?? row("a"), "resolved")).toBe(true);
    expect(currentRow("a")).toMatchObject({ status: "resolved", unread: 0 });
    expect(sent.map(({ seen }) => seen)).toEqual([3, 4]);
  });

  it("leaves what the stream brought before the refusal", async () => {
    write("a");
    const going = setStatus(row("a"), "resolved");
    tell("a");
    await going;
    expect(currentRow("a")).toMatchObject({ status: "open", unread: 1, version: 4 });
    expect(toasts()[0]?.action).toBeNull();
  });

  it("says nothing of what was seen when nothing is put away", async () => {
    await setStatus(row("a"), "pending");
    expect(sent[0]).not.toHaveProperty("seen");
  });

  it("in bulk the others go, the refused stay and go when asked again", async () => {
    write("b");
    await perform({ type: "status", status: "resolved" }, [row("a"), row("b")]);
    expect([currentRow("a")?.status, currentRow("b")?.status]).toEqual(["resolved", "open"]);
    const refusal = toasts().find(({ tone }) => tone === "error");
    tell("b");
    refusal?.action?.run();
    await expect.poll(() => stored.get("b")?.status).toBe("resolved");
    expect(sent.at(-1)?.items).toMatchObject([{ id: "b", seen: 4 }]);
  });
});
