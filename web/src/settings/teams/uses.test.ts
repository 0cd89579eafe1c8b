import { expect, it } from "vitest";
import { groupUses } from "./uses.ts";

it("tells uses of one kind together, triggers by name", () => {
  expect(
    groupUses([
      { kind: "draft_trigger", label: "Menu", count: 1 },
      { kind: "open_conversations", label: "", count: 7 },
      { kind: "draft_trigger", label: "Troca", count: 1 },
    ]),
  ).toEqual([
    { kind: "draft_trigger", count: 2, labels: ["Menu", "Troca"] },
    { kind: "open_conversations", count: 7, labels: [] },
  ]);
});
