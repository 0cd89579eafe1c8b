import type { ThreadEntry } from "@balcao/api";
import { threadPlace } from "@balcao/core";
import { QueryObserver } from "@tanstack/react-query";
import { beforeEach, expect, it, vi } from "vitest";
import { queryClient } from "../lib/queries.ts";
import { THREAD_PAGE, type ThreadData } from "./apply.ts";
import { endOf, KEPT_CONVERSATIONS, noteKept, tooMany } from "./bound.ts";
import { CONVERSATION, THREAD } from "./cache.ts";

const entry = (seq: number): ThreadEntry => ({
  entry: "history",
  id: String(seq),
  conversationId: "c",
  seq,
  at: new Date(Date.UTC(2026, 10, 26, 9, seq)).toISOString(),
  type: "conversation.closed",
  agentId: null,
  data: {},
});
const thread = (length: number, after: string | null = null): ThreadData => ({
  entries: Array.from({ length }, (_, index) => entry(index + 1)),
  before: null,
  after,
});

beforeEach(() => queryClient.clear());

it("keeps the end of a long thread, and the way to what is before it", () => {
  const long = thread(80);
  const end = endOf(long);
  expect(end.entries).toEqual(long.entries.slice(30));
  expect(end.before).toBe(threadPlace(entry(31)));
  expect(endOf(thread(THREAD_PAGE))).toEqual(thread(THREAD_PAGE));
  const stretch = thread(80, "later");
  expect(endOf(stretch)).toBe(stretch);
});

it("lets go first of what was only looked up ahead, then of what was opened longest ago", () => {
  expect(tooMany(["a", "b", "c", "d"], new Set(["c", "a"]), 2)).toEqual(["b", "d"]);
  expect(tooMany(["a", "b", "c", "d"], new Set(["c", "a"]), 1)).toEqual(["b", "d", "c"]);
  expect(tooMany(["a"], new Set(), 2)).toEqual([]);
});

it("bounds what is cached whenever another conversation is opened, but not the one on the screen", () => {
  for (let number = 0; number <= KEPT_CONVERSATIONS + 5; number++) {
    queryClient.setQueryData([THREAD, `c${number}`], thread(60));
    queryClient.setQueryData([CONVERSATION, `c${number}`], { id: `c${number}` });
  }
  const leave = new QueryObserver(queryClient, {
    queryKey: [THREAD, "c0"],
    queryFn: () => thread(60),
  }).subscribe(() => undefined);
  vi.useFakeTimers();
  noteKept("c0");
  expect(queryClient.getQueriesData({ queryKey: [THREAD] }).length).toBe(KEPT_CONVERSATIONS + 6);
  vi.runAllTimers();
  vi.useRealTimers();
  const kept = queryClient.getQueriesData<ThreadData>({ queryKey: [THREAD] });
  expect(kept.length).toBe(KEPT_CONVERSATIONS + 1);
  expect(queryClient.getQueriesData({ queryKey: [CONVERSATION] }).length).toBe(kept.length);
  expect(queryClient.getQueryData<ThreadData>([THREAD, "c0"])?.entries.length).toBe(60);
  for (const [[, id], data] of kept) if (id !== "c0") expect(data?.entries.length).toBe(THREAD_PAGE);
  leave();
});
