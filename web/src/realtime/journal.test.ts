import type { RealtimeChange } from "@balcao/api";
import { expect, it } from "vitest";
import { createJournal } from "./journal.ts";
import { pauseBefore } from "./socket.ts";

const change = (id: string): RealtimeChange => ({ type: "gone", conversationId: id });

it("tells what came after a mark, and says when it no longer knows", () => {
  const journal = createJournal(3);
  journal.record([change("1")]);
  const mark = journal.mark();
  expect(journal.since(mark)).toEqual([]);
  journal.record([change("2"), change("3")]);
  expect(journal.since(mark)).toEqual([change("2"), change("3")]);
  journal.record([change("4"), change("5")]);
  expect(journal.since(mark)).toBeNull();
});

it("waits longer after each failure, never beyond 15 s", () => {
  expect(pauseBefore(0, 0)).toBe(200);
  expect(pauseBefore(0, 1)).toBe(400);
  expect(pauseBefore(3, 1)).toBe(3_200);
  expect(pauseBefore(50, 1)).toBe(15_000);
});
