import { describe, expect, it } from "vitest";
import { orderOf, readContactSearch, sortedBy } from "./search.ts";

const ID = "01a20a45-0de6-7000-9aaf-05ddaf30ba6e";

describe("the address of a list", () => {
  it("keeps what it knows and leaves out the rest", () => {
    expect(readContactSearch({ q: 11987, tag: ID, of: "none", sort: "created", direction: "desc" })).toEqual({
      q: "11987",
      tag: ID,
      of: "none",
      sort: "created",
      direction: "desc",
    });
    expect(readContactSearch({ q: " ", tag: "x", of: 1, sort: "name", direction: "up", tab: "all" })).toEqual(
      {},
    );
  });

  it("is sorted by the head that is pressed, and turned round by the next press", () => {
    expect(orderOf({})).toEqual({ order: "name", direction: "asc" });
    const byDate = sortedBy({ q: "lia" }, "created");
    expect(byDate).toEqual({ q: "lia", sort: "created" });
    expect(orderOf(byDate)).toEqual({ order: "created", direction: "desc" });
    expect(sortedBy(byDate, "created")).toEqual({ q: "lia", sort: "created", direction: "asc" });
    expect(sortedBy(byDate, "name")).toEqual({ q: "lia" });
    expect(sortedBy({}, "name")).toEqual({ direction: "desc" });
  });
});
