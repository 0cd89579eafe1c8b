import type { RealtimeChange } from "@balcao/api";
import { QueryObserver } from "@tanstack/react-query";
import { beforeEach, expect, it, vi } from "vitest";
import { threadOptions } from "../conversations/queries.ts";
import { queryClient } from "../lib/queries.ts";
import type { ThreadData } from "./apply.ts";
import { receiveChanges, refetchFailed, THREAD } from "./cache.ts";

const ID = "c1";
const PATIENCE = { timeout: 10_000 };
const entry = (seq: number) => ({
  entry: "message",
  id: `m${seq}`,
  seq,
  at: new Date(seq * 1000).toISOString(),
});
const told = (...seqs: number[]): RealtimeChange =>
  ({
    type: "conversation",
    row: { id: ID, contact: {} },
    entries: seqs.map(entry),
  }) as unknown as RealtimeChange;
const gone: RealtimeChange = { type: "gone", conversationId: ID };

/** What the server has now, and how its next answers go; each answer waits until the test lets it through. */
let stored: number[];
let asked: ((fails?: boolean) => void)[];
/** The next question, once it is asked. */
const question = () => vi.waitFor(() => asked.shift() ?? expect.fail("nothing is asked"), PATIENCE);
const answer = async (fails = false): Promise<void> => {
  (await question())(fails);
  await vi.waitFor(() => expect(queryClient.isFetching()).toBe(0), PATIENCE);
};
const shown = (): number[] | undefined =>
  queryClient.getQueryData<ThreadData>([THREAD, ID])?.entries.map(({ seq }) => seq);
const shows = (seqs: number[]): Promise<void> => vi.waitFor(() => expect(shown()).toEqual(seqs), PATIENCE);
/** Long enough for what would be asked wrongly. */
const aWhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

beforeEach(() => {
  queryClient.clear();
  queryClient.setDefaultOptions({ queries: { ...queryClient.getDefaultOptions().queries, retry: false } });
  stored = [1, 2];
  asked = [];
  vi.stubGlobal("fetch", () => {
    const page = JSON.stringify({ entries: stored.map(entry), before: null, after: null });
    return new Promise((resolve, reject) => {
      asked.push((fails) => {
        if (fails) reject(new TypeError("the answer was lost"));
        else resolve(new Response(page, { headers: { "content-type": "application/json" } }));
      });
    });
  });
});

const look = () => new QueryObserver(queryClient, threadOptions(ID)).subscribe(() => undefined);
async function openThread(): Promise<() => void> {
  const leave = look();
  await answer();
  await shows([1, 2]);
  return leave;
}

it("what was kept back while a conversation was out of reach is asked for when it is back, also within one moment", async () => {
  await openThread();
  stored = [1, 2, 3, 4, 5];
  receiveChanges([gone, told(5)]);
  await answer();
  await shows([1, 2, 3, 4, 5]);
  await aWhile();
  expect(asked).toEqual([]);
});

it("a lost answer stays owed, however often the stream tells something, until one comes", async () => {
  await openThread();
  receiveChanges([gone]);
  stored = [1, 2, 3, 4];
  receiveChanges([told(4)]);
  await answer(true);
  // the patch passes for an answer, and is none
  receiveChanges([told(4)]);
  await answer(true);
  expect(shown()).toEqual([1, 2, 4]);
  refetchFailed();
  await answer();
  await shows([1, 2, 3, 4]);
});

it("an answer asked for before the hole does not fill it", async () => {
  look();
  const early = await question();
  stored = [1, 2, 3, 4];
  receiveChanges([gone]);
  receiveChanges([told(4)]);
  early();
  await answer();
  await shows([1, 2, 3, 4]);
});

it("nothing is asked for while it is out of reach; nobody looks: asked for when somebody does", async () => {
  const leave = await openThread();
  receiveChanges([gone]);
  refetchFailed();
  await aWhile();
  expect(asked).toEqual([]);
  leave();
  stored = [1, 2, 3, 4];
  receiveChanges([told(4)]);
  await aWhile();
  expect([asked, shown()]).toEqual([[], [1, 2, 4]]);
  look();
  await answer();
  await shows([1, 2, 3, 4]);
});
