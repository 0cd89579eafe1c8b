import type { TemplateUses } from "@balcao/api";
import { expect, it } from "vitest";
import { stoppedOf, usesOf } from "./uses.ts";

const use = (name: string, kind: TemplateUses["items"][number]["kind"]): TemplateUses["items"][number] => ({
  name,
  language: "pt_BR",
  kind,
  id: null,
  label: name,
  count: 1,
});
const template = (name: string, usable: boolean): TemplateUses["templates"][number] => ({
  name,
  language: "pt_BR",
  id: null,
  status: usable ? "APPROVED" : "PAUSED",
  usable,
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
