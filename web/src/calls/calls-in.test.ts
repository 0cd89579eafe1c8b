import type { RealtimeChange } from "@balcao/api";
import { expect, it } from "vitest";
import { callsIn } from "./calls-in.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const change = (id: string, author: string, ageMs = 0, agentId: string | null = "me"): RealtimeChange =>
  ({
    type: "conversation",
    row: { id: "c1", agentId, teamId: "t1", owner: agentId ? "agent" : "team" },
    entries: [{ entry: "message", id, author, at: new Date(NOW - ageMs).toISOString() }],
  }) as unknown as RealtimeChange;
const me = { agentId: "me", teamIds: ["t1"] };

it("a customer's message calls once, by the rule, and not when it is old news or ours", () => {
  const heard = new Set<string>();
  const ids = (changes: RealtimeChange[], rule: "mine" | "team" | "none" = "team") =>
    callsIn(changes, rule, me, heard, NOW).map(({ message }) => message.id);
  expect(ids([change("m1", "contact")])).toEqual(["m1"]);
  // a reaction brings it again
  expect(ids([change("m1", "contact")])).toEqual([]);
  expect(ids([change("m2", "agent"), change("m3", "bot"), { type: "refetch", what: "teams" }])).toEqual([]);
  expect(ids([change("m4", "contact", 61_000)])).toEqual([]);
  expect(ids([change("m5", "contact", 0, "b"), change("m6", "contact", 0, null)])).toEqual(["m6"]);
  expect(ids([change("m7", "contact", 0, null)], "mine")).toEqual([]);
  expect(ids([change("m8", "contact")], "none")).toEqual([]);
});
