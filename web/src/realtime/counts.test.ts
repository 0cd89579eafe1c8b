import type { Conversation, ConversationRow, RealtimeChange } from "@balcao/api";
import { QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { countsOptions } from "../conversations/counts.ts";
import { queryClient } from "../lib/queries.ts";
import { CONVERSATION, CONVERSATION_LISTS, patchCache, receiveChanges } from "./cache.ts";

const ID = "c1";
const row = (version: number, facts: Partial<ConversationRow> = {}): ConversationRow =>
  ({
    id: ID,
    contact: { id: "p1" },
    teamId: "t1",
    agentId: null,
    owner: "team",
    status: "open",
    snoozedUntil: null,
    unread: 1,
    labelIds: [],
    priority: 0,
    openedAt: "2026-11-26T09:00:00Z",
    lastMessage: null,
    windowClosesAt: null,
    waitingSince: null,
    version,
    ...facts,
  }) as unknown as ConversationRow;
const told = (version: number, facts?: Partial<ConversationRow>): RealtimeChange => ({
  type: "conversation",
  row: row(version, facts),
  entries: [],
});

let asked = 0;
let leave: () => void;
/** How often the counts are asked for because of what `happens`. */
async function askedFor(happens: () => void): Promise<number> {
  const before = asked;
  happens();
  await vi.advanceTimersByTimeAsync(1_000);
  return asked - before;
}

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", (path: string) => {
    if (path.includes("/counts")) asked += 1;
    return Promise.resolve(Response.json({ tabs: {}, pending: 0 }));
  });
  queryClient.setQueryData([CONVERSATION_LISTS, { tab: "all", order: "recent" }], {
    rows: [row(1)],
    nextCursor: null,
    edge: null,
  });
  queryClient.setQueryData([CONVERSATION, ID], row(1) as Conversation);
  leave = new QueryObserver(queryClient, countsOptions()).subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(1_000);
});
afterEach(() => {
  leave();
  queryClient.clear();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("one more message where some were unread moves no count, and the first one does", async () => {
  expect(await askedFor(() => receiveChanges([told(2, { unread: 2 })]))).toBe(0);
  expect(await askedFor(() => receiveChanges([told(3, { unread: 0 })]))).toBe(1);
  expect(await askedFor(() => receiveChanges([told(4, { unread: 1 })]))).toBe(1);
});

it.each<Partial<ConversationRow>>([
  { teamId: "t2" },
  { agentId: "ana" },
  { owner: "bot" },
  { status: "resolved" },
  { snoozedUntil: "2026-11-27T09:00:00Z" },
])("asks when %o", async (facts) => {
  expect(await askedFor(() => receiveChanges([told(2, facts)]))).toBe(1);
});

it("asks for what was not known, unless the server knows better", async () => {
  const other = { ...told(7), row: { ...row(7), id: "c2" } } as RealtimeChange;
  expect(await askedFor(() => receiveChanges([other], false))).toBe(0);
  expect(
    await askedFor(() => receiveChanges([{ ...other, row: { ...row(8), id: "c3" } } as RealtimeChange])),
  ).toBe(1);
});

it("what was guessed is asked for when it is true, though nothing differs any more", async () => {
  expect(await askedFor(() => patchCache([told(1, { status: "resolved" })], { isGuess: true }))).toBe(0);
  expect(await askedFor(() => receiveChanges([told(2, { status: "resolved" })]))).toBe(1);
});

it("what left and came back as it was is counted again", async () => {
  expect(await askedFor(() => receiveChanges([{ type: "gone", conversationId: ID }]))).toBe(1);
  expect(await askedFor(() => receiveChanges([told(2)]))).toBe(1);
});
