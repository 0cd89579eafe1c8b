import type { BatchAct, ConversationRow } from "@balcao/api";
import { expect, it } from "vitest";
import { guess, inverse } from "./guess.ts";

const row = (changes: Partial<ConversationRow> = {}): ConversationRow => ({
  id: "c1",
  protocol: 1,
  contact: { id: "p1", name: "Maria", profileName: null, username: null, phone: null, blocked: false },
  teamId: "t1",
  agentId: "ana",
  owner: "agent",
  status: "open",
  unread: 2,
  lastMessage: null,
  windowClosesAt: null,
  waitingSince: "2026-11-26T10:00:00Z",
  priority: 2,
  snoozedUntil: null,
  scheduledAt: null,
  hasUnsent: false,
  labelIds: ["l1", "l2"],
  openedAt: "2026-11-26T09:00:00Z",
  closedAt: null,
  seq: 1,
  version: 1,
  ...changes,
});

const until = "2026-11-27T12:00:00Z";
const cases: [BatchAct, Partial<ConversationRow>, BatchAct | null][] = [
  [{ type: "status", status: "pending" }, {}, { type: "status", status: "open" }],
  [{ type: "status", status: "resolved" }, {}, { type: "status", status: "open" }],
  [{ type: "status", status: "open" }, {}, null],
  [{ type: "assign", agentId: "bia" }, {}, { type: "assign", agentId: "ana" }],
  [{ type: "assign", agentId: "bia" }, { owner: "bot", agentId: null }, { type: "bot" }],
  [{ type: "bot" }, {}, { type: "assign", agentId: "ana" }],
  [
    { type: "forward", teamId: "t2", agentId: null, reason: "" },
    {},
    { type: "forward", teamId: "t1", agentId: "ana", reason: "engano" },
  ],
  [
    { type: "labels", add: ["l2", "l3"], remove: ["l1", "l4"] },
    {},
    { type: "labels", add: ["l1"], remove: ["l3"] },
  ],
  [{ type: "labels", add: ["l1"] }, {}, null],
  [{ type: "priority", priority: 4 }, {}, { type: "priority", priority: 2 }],
  [{ type: "snooze", until }, {}, { type: "snooze", until: null }],
  [{ type: "snooze", until: null }, { snoozedUntil: until }, { type: "snooze", until }],
  [{ type: "unread" }, { unread: 0 }, { type: "read" }],
  [{ type: "unread" }, {}, null],
  [{ type: "read" }, {}, { type: "unread" }],
];

it.each(cases)("%j is taken back", (act, changes, undo) => {
  const before = row(changes);
  expect(inverse(act, before, "engano")).toEqual(undo);
  // what the act and its way back are about is as it was
  const after = guess(act, before);
  const again = undo ? guess(undo, after) : after;
  for (const name of ["teamId", "agentId", "owner", "status", "priority", "snoozedUntil"] as const)
    expect(again[name]).toEqual(before[name]);
  expect(again.labelIds.toSorted()).toEqual(before.labelIds.toSorted());
  expect(again.unread > 0).toBe(
    act.type === "status" && act.status === "resolved" ? false : before.unread > 0,
  );
});
