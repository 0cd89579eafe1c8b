import type { RealtimeChange } from "@balcao/api";
import { expect, it } from "vitest";
import { callsIn } from "./calls-in.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const change = (id: string, author: string, ageMs = 0, agentId: string | null = "me"): RealtimeChange =>
  ({
    type: "conversation",
    row: { id: "c1", contact: { blocked: false }, agentId, teamId: "t1", owner: agentId ? "agent" : "team" },
    entries: [{ entry: "message", id, author, at: new Date(NOW - ageMs).toISOString() }],
  }) as unknown as RealtimeChange;
const me = { agentId: "me", teamIds: ["t1"] };

it("a customer's message calls once, by the rule, and not when it is old news or ours", () => {
  const heard = new Set<string>();
  const ids = (changes: RealtimeChange[], rule: "mine" | "team" | "none" = "team") =>
    callsIn(changes, rule, me, heard, NOW).map((call) => ("message" in call ? call.message.id : "other"));
  expect(ids([change("m1", "contact")])).toEqual(["m1"]);
  // a reaction brings it again
  expect(ids([change("m1", "contact")])).toEqual([]);
  expect(ids([change("m2", "agent"), change("m3", "bot"), { type: "refetch", what: "teams" }])).toEqual([]);
  expect(ids([change("m4", "contact", 61_000)])).toEqual([]);
  expect(ids([change("m5", "contact", 0, "b"), change("m6", "contact", 0, null)])).toEqual(["m6"]);
  expect(ids([change("m7", "contact", 0, null)], "mine")).toEqual([]);
  expect(ids([change("m8", "contact")], "none")).toEqual([]);
});

it("who is given a conversation is called, who takes it is not; a blocked contact calls nobody", () => {
  const history = (id: string, type: string, agentId: string, data: object) =>
    ({
      type: "conversation",
      row: { id: "c1", contact: { blocked: false }, agentId: "me", teamId: "t1", owner: "agent" },
      entries: [{ entry: "history", id, type, agentId, data, at: new Date(NOW).toISOString() }],
    }) as unknown as RealtimeChange;
  const heard = new Set<string>();
  const calls = (one: RealtimeChange) => callsIn([one], "mine", me, heard, NOW);
  expect(calls(history("h1", "conversation.assigned", "b", { to: "me" }))).toMatchObject([{ givenBy: "b" }]);
  expect(calls(history("h2", "conversation.forwarded", "b", { to: "t1", toAgent: "me" }))).toHaveLength(1);
  expect(calls(history("h3", "conversation.assigned", "me", { to: "me" }))).toEqual([]);
  expect(calls(history("h4", "conversation.assigned", "b", { to: "c" }))).toEqual([]);
  const blocked = change("m1", "contact");
  if (blocked.type === "conversation") blocked.row.contact.blocked = true;
  expect(calls(blocked)).toEqual([]);
});

it("a scheduled message that was not sent calls its author and who is responsible, whatever the rule", () => {
  const unsent = (id: string, author: string, agentId: string) =>
    ({
      type: "conversation",
      row: { id: "c1", contact: { blocked: true }, agentId, teamId: "t1", owner: "agent" },
      entries: [
        {
          entry: "history",
          id,
          type: "conversation.message_unsent",
          agentId: null,
          data: { author, reason: "contact_blocked" },
          at: new Date(NOW).toISOString(),
        },
      ],
    }) as unknown as RealtimeChange;
  const calls = (one: RealtimeChange) => callsIn([one], "none", me, new Set(), NOW);
  expect(calls(unsent("h1", "me", "b"))).toMatchObject([{ unsent: { id: "h1" } }]);
  expect(calls(unsent("h2", "b", "me"))).toMatchObject([{ unsent: { id: "h2" } }]);
  expect(calls(unsent("h3", "b", "c"))).toEqual([]);
});
