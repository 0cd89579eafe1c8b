import type { HistoryView, ThreadEntry } from "@balcao/api";
import { expect, it } from "vitest";
import { offerOf } from "./offer.ts";

const line = (id: string, type: string, agentId: string | null, data = {}): HistoryView => ({
  entry: "history",
  id,
  conversationId: "v",
  seq: 1,
  at: "2026-11-23T12:40:00.000Z",
  type,
  agentId,
  data,
});
const note = (id: string, agentId: string): ThreadEntry => ({
  ...line(id, "", agentId),
  entry: "note",
  agentId,
  text: "oi",
  editedAt: null,
  deletedAt: null,
});
const forwarded = line("f", "conversation.forwarded", "ana", { toAgent: "bia", reason: "cobrança" });
const assigned = line("a", "conversation.assigned", "rita", { to: "bia" });

it.each<[string, ThreadEntry[], string | null]>([
  ["forwarded to me", [note("n", "ana"), forwarded], "f"],
  ["assigned to me, whatever others did since", [assigned, note("n", "ana")], "a"],
  ["the latest of two", [forwarded, assigned], "a"],
  ["not once it is accepted", [forwarded, line("x", "conversation.accepted", "bia")], null],
  ["not once I did something in it", [forwarded, note("n", "bia")], null],
  ["not what I took myself", [line("a", "conversation.assigned", "bia", { to: "bia" })], null],
  ["not what went to somebody else", [line("a", "conversation.assigned", "rita", { to: "caio" })], null],
  ["not what the bot did", [line("a", "conversation.assigned", null, { to: "bia" })], null],
])("%s", (_, entries, expected) => {
  expect(offerOf(entries, "bia")?.id ?? null).toBe(expected);
});
