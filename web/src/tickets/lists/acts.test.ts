import type { TicketBatchAct, TicketChoices, TicketRow } from "@balcao/api";
import { expect, it } from "vitest";
import { guess, inverse } from "./acts.ts";
import { ticketRow } from "./testing.ts";

const STATUSES = [
  { id: "new", stage: "open" },
  { id: "done", stage: "resolved" },
] as TicketChoices["statuses"];

const cases: [TicketBatchAct, Partial<TicketRow>, TicketBatchAct[]][] = [
  [{ type: "status", statusId: "done" }, {}, [{ type: "status", statusId: "new" }]],
  [{ type: "status", statusId: "new" }, {}, []],
  [{ type: "assign", agentId: "bia" }, {}, [{ type: "assign", agentId: "ana" }]],
  [{ type: "assign", agentId: null }, { agentId: null }, []],
  [
    { type: "move", teamId: "t2" },
    {},
    [
      { type: "move", teamId: "t1" },
      { type: "assign", agentId: "ana" },
    ],
  ],
  [{ type: "move", teamId: "t2" }, { agentId: null }, [{ type: "move", teamId: "t1" }]],
  [{ type: "move", teamId: "t1" }, {}, []],
  [{ type: "priority", priority: 4 }, {}, [{ type: "priority", priority: 2 }]],
  [{ type: "priority", priority: 2 }, {}, []],
];

it.each(cases)("%j is taken back", (act, changes, undo) => {
  const before = ticketRow({
    statusId: "new",
    stage: "open",
    agentId: "ana",
    teamId: "t1",
    priority: 2,
    ...changes,
  });
  expect(inverse(act, before)).toEqual(undo);
  const after = guess(act, before, STATUSES);
  expect(undo.length === 0).toBe(JSON.stringify(after) === JSON.stringify(before));
  expect(undo.reduce((row, back) => guess(back, row, STATUSES), after)).toEqual(before);
});
