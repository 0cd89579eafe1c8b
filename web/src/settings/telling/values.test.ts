import { expect, it } from "vitest";
import { problemsOf, tellingOfValues, valuesOfTelling, type Notice } from "./values.ts";

const status = (id: string, active = true) => ({
  id,
  name: id,
  stage: "open" as const,
  color: "#112233",
  most: null,
  active,
  version: 1,
});
const notice = (statusId: string, more: Partial<Notice> = {}): Notice => ({
  statusId,
  enabled: true,
  text: "Oi",
  template: null,
  ...more,
});
const statuses = [status("open"), status("lab"), status("old", false), status("older", false)];

it("has a field for each status that is offered or has a notice, and saves what was begun", () => {
  const saved = { resumes: true, notices: [notice("old"), notice("lab", { enabled: false })], version: 3 };
  const values = valuesOfTelling(saved, statuses);
  expect(Object.keys(values)).toEqual(["resumes", "open", "lab", "old"]);
  expect(values["open"]).toEqual({ statusId: "open", enabled: false, text: "", template: null });
  expect(tellingOfValues(values, 3)).toEqual({
    ...saved,
    notices: [notice("lab", { enabled: false }), notice("old")],
  });
});

it("tells which notice a problem is of, and the variable that is meant", () => {
  const values = valuesOfTelling(
    { resumes: false, notices: [notice("lab", { text: "{{preco}}" })], version: 1 },
    statuses,
  );
  expect(problemsOf(values)).toEqual([
    { path: "notices.lab.text", code: "unknown_variable", about: "preco" },
  ]);
});
