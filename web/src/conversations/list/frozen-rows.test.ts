import type { ConversationRow } from "@balcao/api";
import { expect, it } from "vitest";
import { freeze, frozenRows } from "./frozen-rows.ts";

const row = (id: string, last = "m"): ConversationRow =>
  ({ id, lastMessage: { id: last } }) as unknown as ConversationRow;
const last = (row: ConversationRow): unknown => row.lastMessage?.id;
const ids = (rows: readonly ConversationRow[]): string => rows.map(({ id }) => id).join("");

it("shows rows as they come when nothing is frozen", () => {
  expect(frozenRows(null, [row("a")], last)).toEqual({ rows: [row("a")], news: 0 });
});

it("holds back what is new above and counts it", () => {
  const frozen = freeze([row("a"), row("b"), row("c")], last);
  const { rows, news } = frozenRows(frozen, [row("n"), row("c", "m2"), row("a"), row("b")], last);
  expect(ids(rows)).toBe("abc");
  expect(news).toBe(2);
  expect(rows[2]?.lastMessage?.id).toBe("m2");
});

it("lets go of rows that left and takes in the next page", () => {
  const frozen = freeze([row("a"), row("b"), row("c")], last);
  const { rows, news } = frozenRows(frozen, [row("a"), row("c"), row("d"), row("e")], last);
  expect(ids(rows)).toBe("acde");
  expect(news).toBe(0);
});
