import { describe, expect, it } from "vitest";
import { EVERYTHING, isNarrowed, lagText, queryOf } from "./values.ts";

describe("what is asked of the ledger", () => {
  it("leaves out what does not narrow, and a search too short to be looked for", () => {
    expect(queryOf(EVERYTHING)).toEqual({});
    expect(queryOf({ ...EVERYTHING, search: " wam " })).toEqual({});
    expect(queryOf({ channelId: "c", result: "problem", field: "messages", search: " wamid.A " })).toEqual({
      channelId: "c",
      result: "problem",
      field: "messages",
      search: "wamid.A",
    });
    expect(isNarrowed(EVERYTHING)).toBe(false);
    expect(isNarrowed({ ...EVERYTHING, field: "calls" })).toBe(true);
  });
});

describe("a lag", () => {
  it.each([
    [0, "< 1 s"],
    [999, "< 1 s"],
    [1_000, "1 s"],
    [59_900, "60 s"],
    [90_000, "1,5 min"],
    [3_600_000, "1 h"],
    [2.5 * 86_400_000, "2,5 dias"],
  ])("of %i ms reads %s", (ms, text) => {
    expect(lagText(ms, "pt-BR").replaceAll("\u00a0", " ")).toBe(text);
  });
});
