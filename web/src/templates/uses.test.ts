import type { TemplateUses } from "@balcao/api";
import { expect, it } from "vitest";
import { movedOf, stoppedOf, usesOf } from "./uses.ts";

const use = (name: string, kind: TemplateUses["items"][number]["kind"]): TemplateUses["items"][number] => ({
  name,
  language: "pt_BR",
  kind,
  id: null,
  label: name,
  count: 1,
});
const template = (
  name: string,
  usable: boolean,
  coming: string | null = null,
): TemplateUses["templates"][number] => ({
  name,
  language: "pt_BR",
  id: null,
  status: usable ? "APPROVED" : "PAUSED",
  usable,
  coming,
});

it("stops what runs by a template that cannot be sent, and no trigger of the draft", () => {
  const all = {
    items: [use("a", "trigger"), use("a", "scheduled"), use("b", "trigger"), use("c", "draft_trigger")],
    templates: [template("a", false), template("b", true), template("c", false)],
  };
  expect(stoppedOf(all).map((one) => [one.template.name, one.uses.map(({ kind }) => kind)])).toEqual([
    ["a", ["trigger", "scheduled"]],
  ]);
  expect(usesOf(all, template("c", false))).toEqual([use("c", "draft_trigger")]);
});

it("tells apart what will be of another category", () => {
  const all = {
    items: [use("a", "trigger"), use("b", "trigger"), use("c", "trigger")],
    templates: [template("a", true, "MARKETING"), template("b", false, "MARKETING"), template("c", true)],
  };
  expect(movedOf(all).map((one) => one.template.name)).toEqual(["a"]);
});
