import type { ConversationRow, HistoryView, MessageView, RealtimeChange, ThreadEntry } from "@balcao/api";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  applyChanges,
  changesRights,
  compareEntries,
  mergeEntries,
  placeRow,
  type Cache,
  type ListData,
  type ThreadData,
} from "./apply.ts";
import { belongs, compareRows, type ListFilter, type Viewer } from "./order.ts";

const ME = "me";
const TEAMS = ["t1", "t2", "t3"];
const viewers: Viewer[] = [
  { agentId: ME, teamIds: ["t1", "t2"], seesAll: false },
  { agentId: ME, teamIds: ["t1"], seesAll: true },
];
const iso = (minute: number): string => new Date(1_790_000_000_000 + minute * 60_000).toISOString();

const minute = fc.integer({ min: 0, max: 40 });
const facts = fc.record({
  teamId: fc.constantFrom(...TEAMS),
  agentId: fc.constantFrom(null, ME, "other"),
  owner: fc.constantFrom("bot", "team", "agent"),
  status: fc.constantFrom("open", "pending", "resolved", "closed"),
  waiting: fc.option(minute, { nil: null }),
  window: fc.option(minute, { nil: null }),
  last: minute,
  unread: fc.integer({ min: 0, max: 3 }),
  priority: fc.constantFrom(0, 2, 4),
  snoozed: fc.option(minute, { nil: null }),
  labelIds: fc.subarray(["l1", "l2"]),
});
type Facts = typeof facts extends fc.Arbitrary<infer T> ? T : never;

function row(
  id: string,
  version: number,
  { waiting, window, last, snoozed, ...rest }: Facts,
): ConversationRow {
  return {
    ...(rest as Pick<
      ConversationRow,
      "teamId" | "agentId" | "owner" | "status" | "unread" | "priority" | "labelIds"
    >),
    id,
    protocol: 1,
    contact: { id: `c${id}`, name: id, profileName: null, username: null, phone: null, blocked: false },
    lastMessage: {
      id: `m${last}`,
      at: iso(last),
      preview: "",
      direction: "in",
      status: "received",
      kind: "text",
    },
    windowClosesAt: window === null ? null : iso(window),
    waitingSince: waiting === null ? null : iso(waiting),
    snoozedUntil: snoozed === null ? null : iso(snoozed),
    scheduledAt: null,
    hasUnsent: false,
    openedAt: iso(0),
    closedAt: null,
    seq: 1,
    version,
  };
}

const filters = fc.record({
  tab: fc.constantFrom("new", "mine", "bot", "ended", "others", "snoozed", "all"),
  order: fc.constantFrom("waiting", "recent", "window", "priority", "snooze"),
  team: fc.constantFrom(undefined, "t1"),
  status: fc.constantFrom(undefined, "open"),
  label: fc.constantFrom(undefined, undefined, "l1"),
  priority: fc.constantFrom(undefined, undefined, 4),
  agent: fc.constantFrom(undefined, undefined, ME),
  unread: fc.constantFrom(undefined, undefined, true),
}) as fc.Arbitrary<ListFilter>;

const ids = fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h");
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ type: fc.constant("conversation" as const), id: ids, facts, stale: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("gone" as const), id: ids }) },
);

/** What the server would answer for the part of the list that the browser knows. */
function fresh(
  world: ReadonlyMap<string, ConversationRow>,
  filter: ListFilter,
  viewer: Viewer,
  edge: ConversationRow | null,
): string[] {
  const compare = compareRows(filter.order);
  return [...world.values()]
    .filter((item) => belongs(item, filter, viewer))
    .sort(compare)
    .filter((item) => edge === null || compare(item, edge) <= 0)
    .map(({ id, version }) => `${id}@${version}`);
}

function firstPage(
  world: ReadonlyMap<string, ConversationRow>,
  filter: ListFilter,
  viewer: Viewer,
  size: number,
): ListData {
  const all = [...world.values()]
    .filter((item) => belongs(item, filter, viewer))
    .sort(compareRows(filter.order));
  const rows = all.slice(0, size);
  const edge = rows.length < all.length ? (rows.at(-1) ?? null) : null;
  return { rows, nextCursor: edge ? "next" : null, edge };
}

describe("applyChanges", () => {
  it("makes of the cached lists and these changes what a fresh fetch of the same part gives", () => {
    const start = fc.uniqueArray(fc.record({ id: ids, facts }), { selector: ({ id }) => id });
    fc.assert(
      fc.property(
        start,
        filters,
        fc.constantFrom(...viewers),
        fc.integer({ min: 1, max: 6 }),
        fc.array(step, { maxLength: 30 }),
        (begin, filter, viewer, size, steps) => {
          const world = new Map(begin.map(({ id, facts: own }) => [id, row(id, 1, own)]));
          let data = firstPage(world, filter, viewer, size);
          const { edge } = data;
          let version = 1;
          for (const one of steps) {
            let change: RealtimeChange;
            if (one.type === "gone") {
              world.delete(one.id);
              change = { type: "gone", conversationId: one.id };
            } else {
              const known = world.get(one.id);
              // what arrives late is older than what is known, and changes nothing
              if (one.stale && known && data.rows.some(({ id }) => id === one.id))
                change = {
                  type: "conversation",
                  row: row(one.id, known.version - 1, one.facts),
                  entries: [],
                };
              else {
                const next = row(one.id, ++version, one.facts);
                world.set(one.id, next);
                change = { type: "conversation", row: next, entries: [] };
              }
            }
            const cache: Cache = {
              lists: new Map([["list", { filter, data }]]),
              conversations: new Map(),
              threads: new Map(),
            };
            data = applyChanges(cache, [change], viewer).lists.get("list") ?? data;
          }
          expect(data.rows.map((item) => `${item.id}@${item.version}`)).toEqual(
            fresh(world, filter, viewer, edge),
          );
        },
      ),
    );
  });

  it("gives the same for many changes at once as for one after the other", () => {
    fc.assert(
      fc.property(filters, fc.array(fc.record({ id: ids, facts }), { maxLength: 12 }), (filter, list) => {
        const viewer = viewers[1]!;
        const changes = list.map(({ id, facts: own }, index): RealtimeChange => ({
          type: "conversation",
          row: row(id, index + 1, own),
          entries: [],
        }));
        const cacheOf = (data: ListData): Cache => ({
          lists: new Map([["list", { filter, data }]]),
          conversations: new Map(),
          threads: new Map(),
        });
        const empty: ListData = { rows: [], nextCursor: null, edge: null };
        const atOnce = applyChanges(cacheOf(empty), changes, viewer).lists.get("list") ?? empty;
        let oneByOne = empty;
        for (const change of changes)
          oneByOne = applyChanges(cacheOf(oneByOne), [change], viewer).lists.get("list") ?? oneByOne;
        expect(atOnce.rows).toEqual(oneByOne.rows);
      }),
    );
  });

  it("asks again for a searched list only when somebody new may belong to it", () => {
    const filter: ListFilter = { tab: "all", order: "recent", q: "maria" };
    const known = row("a", 1, {
      teamId: "t1",
      agentId: null,
      owner: "team",
      status: "open",
      waiting: 1,
      window: 1,
      last: 1,
      unread: 0,
      priority: 0,
      snoozed: null,
      labelIds: [],
    });
    const cache: Cache = {
      lists: new Map([["list", { filter, data: { rows: [known], nextCursor: null, edge: null } }]]),
      conversations: new Map(),
      threads: new Map(),
    };
    const changed: RealtimeChange = {
      type: "conversation",
      row: { ...known, version: 2, unread: 5 },
      entries: [],
    };
    const other: RealtimeChange = { type: "conversation", row: { ...known, id: "z" }, entries: [] };
    expect(applyChanges(cache, [changed], viewers[0]!).refetchLists.size).toBe(0);
    expect(applyChanges(cache, [changed], viewers[0]!).lists.get("list")?.rows[0]?.unread).toBe(5);
    expect([...applyChanges(cache, [other], viewers[0]!).refetchLists]).toEqual(["list"]);
  });

  it("names for refetching what the change itself cannot tell", () => {
    const cache: Cache = { lists: new Map(), conversations: new Map(), threads: new Map() };
    const patch = applyChanges(
      cache,
      [
        { type: "refetch", what: "teams" },
        { type: "gone", conversationId: "x" },
      ],
      viewers[0]!,
    );
    expect([...patch.refetch]).toEqual(["teams"]);
    expect([...patch.gone]).toEqual(["x"]);
  });
});

const message = (id: number, at: number, status: MessageView["status"]): MessageView => ({
  entry: "message",
  id: `m${id}`,
  conversationId: "a",
  seq: id,
  at: iso(at),
  direction: "in",
  author: "contact",
  agentId: null,
  trigger: null,
  kind: "text",
  text: String(id),
  content: { type: "text", body: String(id) },
  media: null,
  quoted: null,
  reactions: [],
  revisions: [],
  status,
  failure: null,
  hasTrace: false,
});
const line = (id: number, at: number): HistoryView => ({
  entry: "history",
  id: `h${id}`,
  conversationId: "a",
  seq: id,
  at: iso(at),
  type: "conversation.opened",
  agentId: null,
  data: {},
});

describe("mergeEntries", () => {
  const entry = fc
    .record({
      id: fc.integer({ min: 0, max: 20 }),
      isLine: fc.boolean(),
      status: fc.constantFrom("sent" as const, "read" as const),
    })
    .map(({ id, isLine, status }): ThreadEntry => (isLine ? line(id, id) : message(id, id, status)));

  it("equals a fresh fetch of the known end of the thread, whatever the order of arrival", () => {
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 30 }),
        fc.array(fc.array(entry, { maxLength: 5 }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 10 }),
        (begin, batches, size) => {
          const world = new Map(begin.map((item) => [item.entry + item.id, item]));
          const all = [...world.values()].sort(compareEntries);
          const known = all.slice(-size);
          let thread: ThreadData = {
            entries: known,
            before: known.length < all.length ? "older" : null,
            after: null,
          };
          const first = known[0];
          for (const batch of batches) {
            for (const item of batch) world.set(item.entry + item.id, item);
            thread = mergeEntries(thread, batch);
          }
          const expected = [...world.values()]
            .sort(compareEntries)
            .filter((item) => thread.before === null || !first || compareEntries(item, first) >= 0);
          expect(thread.entries).toEqual(expected);
        },
      ),
    );
  });

  it("leaves what is newer than a stretch in the middle for its own page", () => {
    const thread: ThreadData = { entries: [message(5, 5, "sent")], before: "older", after: "newer" };
    const changed = mergeEntries(thread, [message(9, 9, "sent"), message(5, 5, "read")]);
    expect(changed.entries).toEqual([message(5, 5, "read")]);
    expect(
      mergeEntries({ ...thread, after: null }, [message(9, 9, "read")]).entries.map(({ id }) => id),
    ).toEqual(["m5", "m9"]);
  });

  it("leaves what is older than the known part for its own page", () => {
    const thread: ThreadData = { entries: [message(5, 5, "sent")], before: "older", after: null };
    expect(mergeEntries(thread, [message(2, 2, "read")]).entries.map(({ id }) => id)).toEqual(["m5"]);
    expect(
      mergeEntries({ ...thread, before: null }, [message(2, 2, "read")]).entries.map(({ id }) => id),
    ).toEqual(["m2", "m5"]);
  });
});

it("asks for a conversation's rights again when the window opens, not when it is only prolonged", () => {
  const HOUR = 60;
  const at = (window: number | null): ConversationRow =>
    row("a", 1, {
      teamId: "t1",
      agentId: null,
      owner: "team",
      status: "open",
      waiting: null,
      window,
      last: 0,
      unread: 0,
      priority: 0,
      snoozed: null,
      labelIds: [],
    } as unknown as Facts);
  const cases = [
    { before: 24 * HOUR, after: 25 * HOUR, changes: false },
    { before: 24 * HOUR, after: 24 * HOUR, changes: false },
    { before: 24 * HOUR, after: 48 * HOUR - 1, changes: false },
    // written after it had closed
    { before: 24 * HOUR, after: 48 * HOUR + 1, changes: true },
    { before: null, after: 24 * HOUR, changes: true },
    { before: null, after: null, changes: false },
  ];
  for (const { before, after, changes } of cases)
    expect(changesRights(at(before), at(after)), `${before} → ${after}`).toBe(changes);
});

it("placeRow gives the very same list when nothing differs", () => {
  const data: ListData = { rows: [], nextCursor: null, edge: null };
  const closed = row("a", 1, {
    teamId: "t1",
    agentId: null,
    owner: "team",
    status: "closed",
    waiting: null,
    window: null,
    last: 1,
    unread: 0,
    priority: 0,
    snoozed: null,
    labelIds: [],
  });
  expect(placeRow(data, closed, { tab: "new", order: "recent" }, viewers[0]!)).toBe(data);
});
