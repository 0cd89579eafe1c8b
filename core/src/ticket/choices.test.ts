import { describe, expect, it } from "vitest";
import { categoryPath, categoryPlaceFault, categoryTree, isCategoryOffered } from "./categories.ts";
import { firstStatus, isTicketOver, missingStages, takesMore, TICKET_STAGES } from "./workflow.ts";

const category = (id: string, parentId: string | null = null, active = true) => ({
  id,
  parentId,
  name: id,
  active,
});
/** a > b > c > d > e, and x beside it */
const CHAIN = [
  category("e", "d"),
  category("a"),
  category("x"),
  category("b", "a"),
  category("c", "b"),
  category("d", "c"),
];

describe("categories", () => {
  it("have a path from the top, and stand in the tree below their parents", () => {
    expect(categoryPath(CHAIN, "c").map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(categoryPath(CHAIN, "nowhere")).toEqual([]);
    expect(categoryPath(CHAIN, null)).toEqual([]);
    expect(categoryTree(CHAIN).map(({ category: { id }, level }) => `${level}${id}`)).toEqual([
      "0a",
      "1b",
      "2c",
      "3d",
      "4e",
      "0x",
    ]);
  });

  it("are offered while they and all above them are active", () => {
    const some = [category("a", null, false), category("b", "a"), category("c")];
    expect(["a", "b", "c", "nowhere"].filter((id) => isCategoryOffered(some, id))).toEqual(["c"]);
  });

  it.each([
    [null, null, null],
    [null, "d", null],
    [null, "e", "too_deep"],
    [null, "nowhere", "unknown_category"],
    ["a", "a", "below_itself"],
    ["a", "c", "below_itself"],
    ["x", "d", null],
    // what is below comes along: c has two more levels
    ["c", "x", null],
    ["a", "x", "too_deep"],
  ])("%s below %s: %s", (id, parentId, fault) => {
    expect(categoryPlaceFault(CHAIN, id, parentId)).toBe(fault);
  });
});

describe("a workflow", () => {
  const status = (stage: (typeof TICKET_STAGES)[number], active = true) => ({ stage, active });

  it("knows by the stage what is over, and what takes nothing more", () => {
    expect(TICKET_STAGES.filter(isTicketOver)).toEqual(["resolved", "closed"]);
    expect(TICKET_STAGES.filter((stage) => !takesMore(stage))).toEqual(["closed"]);
  });

  it("begins and ends in the first active status of a stage, and lacks it when there is none", () => {
    const [off, first, second] = [status("open", false), status("open"), status("open")];
    expect(firstStatus([off, first, second], "open")).toBe(first);
    expect(missingStages([off, first])).toEqual(["closed"]);
    expect(missingStages([off, status("closed")])).toEqual(["open"]);
    expect(missingStages([first, status("closed")])).toEqual([]);
  });
});
