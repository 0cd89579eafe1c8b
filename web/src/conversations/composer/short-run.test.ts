import type { ThreadEntry } from "@balcao/api";
import { describe, expect, it } from "vitest";
import type { OutboxItem } from "../outbox.ts";
import { joined, shortRun } from "./short-run.ts";

const NOW = Date.UTC(2026, 10, 26, 12);
const said = (text: string, changes: object = {}): ThreadEntry =>
  ({
    entry: "message",
    author: "agent",
    agentId: "ana",
    kind: "text",
    status: "sent",
    text,
    at: new Date(NOW - 1000).toISOString(),
    ...changes,
  }) as unknown as ThreadEntry;
const waits = (key: string, changes: Partial<OutboxItem> = {}): OutboxItem => ({
  key,
  conversationId: "c",
  text: key,
  quoted: null,
  at: NOW,
  place: 0,
  state: "waiting",
  refusal: null,
  ...changes,
});

describe("short texts in a row", () => {
  it.each([
    ["one after the other", [said("oi"), said("tudo bem?"), said("tem sim")], 3],
    ["until the customer wrote", [said("oi"), said("e aí", { author: "contact" }), said("tem sim")], 1],
    ["but not a colleague's", [said("oi", { agentId: "bruno" }), said("tem sim")], 1],
    ["nor a long one", [said("oi"), said("x".repeat(61)), said("tem sim")], 1],
    [
      "nor what was said a while ago",
      [said("oi", { at: new Date(NOW - 301_000).toISOString() }), said("tem sim")],
      1,
    ],
    [
      "nor one that cost nothing since it failed",
      [said("oi"), said("ué", { status: "failed" }), said("tem sim")],
      2,
    ],
    [
      "notes between them are nothing to the customer",
      [said("oi"), { entry: "note" } as ThreadEntry, said("tem")],
      2,
    ],
  ])("are counted %s", (_, entries, run) => {
    expect(shortRun(entries, [], "ana", NOW)).toBe(run);
  });

  it("are counted with those that wait, unless something else waits among them", () => {
    expect(shortRun([said("oi")], [waits("a"), waits("b"), waits("n", { note: "n" })], "ana", NOW)).toBe(3);
    expect(shortRun([said("oi")], [waits("a"), waits("x".repeat(61))], "ana", NOW)).toBe(0);
  });
});

describe("what waits unsent", () => {
  it("is joined behind the first, which may have gone out already", () => {
    const items = [
      waits("a"),
      waits("b"),
      waits("other", { conversationId: "d" }),
      waits("c", { draftAt: 7 }),
    ];
    expect(joined(items, "c")).toEqual({ put: { ...waits("b"), text: "b\nc", draftAt: 7 }, gone: ["c"] });
  });

  it.each([
    ["one only", [waits("a"), waits("b")]],
    ["a file between", [waits("a"), waits("b"), waits("f", { file: {} as never }), waits("c")]],
    ["a quote, which belongs to its own", [waits("a"), waits("b"), waits("c", { quoted: {} as never })]],
    ["more than WhatsApp takes", [waits("a"), waits("b".repeat(4000)), waits("c".repeat(96))]],
    [
      "nothing but what was refused",
      [waits("a"), waits("b", { state: "refused" }), waits("c", { state: "refused" })],
    ],
  ])("stays as it is: %s", (_, items) => {
    expect(joined(items, "c")).toBeNull();
  });
});
