import type { ConversationRow, MessageHit } from "@balcao/api";
import { describe, expect, it } from "vitest";
import { nextStop, searchItems } from "./search-items.ts";

const people = (count: number): ConversationRow[] =>
  Array.from({ length: count }, (_, n) => ({ id: `p${n}` }) as ConversationRow);
const hits = (count: number): MessageHit[] =>
  Array.from({ length: count }, (_, n) => ({ id: `m${n}` }) as MessageHit);
const base = { people: [], morePeople: false, everyone: false, hits: [], failed: false, moreHits: false };
const keys = (options: Partial<Parameters<typeof searchItems>[0]>): string[] =>
  searchItems({ ...base, ...options }).map((item) => (item.type === "state" ? item.state : item.key));

describe("what a search shows", () => {
  it.each([
    ["people, then messages", { people: people(1), hits: hits(2) }, ["people", "p0", "messages", "m0", "m1"]],
    ["messages alone", { hits: hits(1) }, ["messages", "m0"]],
    ["no messages", { people: people(1) }, ["people", "p0", "messages", "none"]],
    ["messages not known yet", { hits: null }, ["messages", "loading"]],
    ["an error below what is known", { hits: hits(1), failed: true }, ["messages", "m0", "failed"]],
    ["more to come", { hits: hits(1), moreHits: true }, ["messages", "m0", "loading"]],
  ])("%s", (_name, options, expected) => expect(keys(options)).toEqual(expected));

  it("few people until all are asked for", () => {
    expect(keys({ people: people(7), hits: hits(1) })).toEqual([
      "people",
      "p0",
      "p1",
      "p2",
      "p3",
      "p4",
      "everyone",
      "messages",
      "m0",
    ]);
    expect(keys({ people: people(5), morePeople: true })).toContain("everyone");
    expect(keys({ people: people(7), everyone: true })).not.toContain("everyone");
  });
});

it("the keyboard goes from people into messages and back, past the headings", () => {
  const items = searchItems({ ...base, people: people(2), hits: hits(2) });
  expect(nextStop(items, -1, 1)).toBe(1);
  expect(nextStop(items, 2, 1)).toBe(4);
  expect(nextStop(items, 4, -1)).toBe(2);
  expect(nextStop(items, 1, -1)).toBe(1);
  expect(nextStop(items, 1, 8)).toBe(5);
  expect(nextStop(items, items.length, -1)).toBe(5);
});
