import { expect, it } from "vitest";
import { rebase } from "./rebase.ts";

const base = { name: "Suporte", color: "#0b7567", memberIds: ["ana"] };

it("takes over what only the other person changed", () => {
  const result = rebase(base, { ...base, name: "Suporte 2" }, { ...base, memberIds: ["ana", "bia"] });
  expect(result).toEqual({
    values: { name: "Suporte 2", color: "#0b7567", memberIds: ["ana", "bia"] },
    clashes: [],
    hasTheirs: true,
  });
});

it("keeps mine where both changed, and names the field", () => {
  const result = rebase(base, { ...base, name: "Ajuda" }, { ...base, name: "Pós-venda" });
  expect(result).toEqual({ values: { ...base, name: "Ajuda" }, clashes: ["name"], hasTheirs: false });
});

it("sees no clash where both wrote the same, nor in what nobody touched", () => {
  const same = { ...base, name: "Ajuda" };
  expect(rebase(base, same, { ...same })).toEqual({ values: same, clashes: [], hasTheirs: false });
  expect(rebase(base, same, { ...base })).toEqual({ values: same, clashes: [], hasTheirs: false });
});
