import type { Finding } from "@balcao/core";
import { describe, expect, it } from "vitest";
import { ApiError } from "../../lib/api.ts";
import { countOf, fieldOf, findingsOfEdit, marksOf } from "./findings.ts";
import { refusalOf } from "./publish-refusal.ts";

const finding = (more: Partial<Finding>): Finding => ({
  code: "keyword_unanswered",
  severity: "error",
  triggerIds: ["a"],
  data: {},
  witness: null,
  repair: null,
  ...more,
});

describe("findings in place", () => {
  it("marks a trigger by the worst that is said of it, counted", () => {
    const marks = marksOf([
      finding({ severity: "info", triggerIds: ["a", "a"] }),
      finding({ severity: "warning", triggerIds: ["b"] }),
      finding({ triggerIds: ["a", "c"] }),
      finding({ triggerIds: ["a"] }),
    ]);
    expect(marks.get("a")).toEqual({ severity: "error", count: 2 });
    expect(marks.get("b")).toEqual({ severity: "warning", count: 1 });
    expect(marks.get("c")).toEqual({ severity: "error", count: 1 });
  });

  it("counts by severity", () => {
    expect(countOf([finding({}), finding({ severity: "info" })])).toEqual({ error: 1, warning: 0, info: 1 });
  });

  it("tells in the form what names the trigger, and what only the change causes", () => {
    const old = finding({ triggerIds: ["other"], data: { keyword: "old" } });
    const caused = finding({ triggerIds: ["other"], data: { keyword: "new" } });
    const own = finding({ triggerIds: ["x", "a"] });
    const field = finding({ code: "text_problem", data: { path: "action.text" } });
    expect(findingsOfEdit([old, caused, own, field], [old, own], "a")).toEqual([caused, own]);
  });

  it("leads to the field where there is one", () => {
    expect(fieldOf(finding({}))).toBe("action.keywords");
    expect(fieldOf(finding({ code: "text_problem", data: { path: "action.text" } }))).toBe("action.text");
    expect(fieldOf(finding({ code: "hand_over_cycle" }))).toBeNull();
  });
});

describe("a refused publishing", () => {
  const refused = (code: string, data?: Record<string, unknown>): ApiError =>
    new ApiError(409, { type: "about:blank", status: 409, code, title: "x", ...(data ? { data } : {}) });
  it("tells errors from warnings, with scripts that fail", () => {
    expect(refusalOf(refused("bot_has_errors", { findings: [finding({})], scripts: [] }))).toMatchObject({
      blocks: true,
      findings: [{ code: "keyword_unanswered" }],
    });
    expect(refusalOf(refused("bot_has_warnings", { findings: [], scripts: ["Boleto"] }))).toEqual({
      blocks: false,
      findings: [],
      scripts: ["Boleto"],
    });
  });
  it("leaves any other error alone", () => {
    expect(refusalOf(refused("version_conflict"))).toBeNull();
    expect(refusalOf(new Error("x"))).toBeNull();
  });
});
