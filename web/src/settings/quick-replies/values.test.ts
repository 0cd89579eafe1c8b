import { expect, it } from "vitest";
import { fieldsOfReply, newReplyValues, problemsOfReply, type ReplyValues } from "./values.ts";

const good: ReplyValues = {
  ...newReplyValues(),
  shortcut: " /Endereço ",
  title: " Onde ",
  text: " Rua das Flores ",
};

it.each<[string, Partial<ReplyValues>, string[]]>([
  ["nothing", {}, []],
  ["no shortcut", { shortcut: "/" }, ["shortcut shortcut"]],
  ["two words", { shortcut: "dois nomes" }, ["shortcut shortcut"]],
  ["no team", { scope: "team" }, ["teamId required"]],
  ["no words", { title: " ", text: "" }, ["title required", "text required"]],
  ["too many", { text: "x".repeat(4097) }, ["text long"]],
])("complains of %s", (_name, change, expected) =>
  expect(problemsOfReply({ ...good, ...change }).map(({ path, code }) => `${path} ${code}`)).toEqual(
    expected,
  ),
);

it("sends what is meant", () => {
  expect(fieldsOfReply({ ...good, teamId: "t" })).toEqual({
    scope: "personal",
    teamId: null,
    shortcut: "Endereço",
    title: "Onde",
    text: "Rua das Flores",
  });
});
