import type { TicketOpeningSettings } from "@balcao/api";
import { expect, it } from "vitest";
import { fieldOf, openingOfValues, problemsOf, valuesOfOpening, type OpeningValues } from "./values.ts";

const saved: TicketOpeningSettings = {
  enabled: true,
  title: "Conversa com {{contato.nome|cliente}}",
  teamId: null,
  categoryId: null,
  typeId: null,
  priority: 2,
  announcement: { enabled: true, text: "Chamado {{chamado}}" },
  email: { mode: "mandatory", attempts: 3, silenceMinutes: 10, question: "Seu e-mail?", repeat: "Como?" },
  version: 4,
};
const faults = (changes: Partial<OpeningValues>): string[] =>
  problemsOf({ ...valuesOfOpening(saved), ...changes }).map(({ path, code, about }) =>
    [path, code, about].filter(Boolean).join(" "),
  );

it("sends back what it was given", () => {
  expect(openingOfValues(valuesOfOpening(saved), saved.version)).toEqual(saved);
});

it.each<[Partial<OpeningValues>, string[]]>([
  [{}, []],
  [{ title: "{{chamado}}" }, ["title fallback_missing chamado"]],
  [{ announcement: "{{x}}" }, ["announcement.text unknown_variable x"]],
  [{ question: "", repeat: " " }, ["email.question required", "email.repeat required"]],
  [{ mode: "off", question: "" }, []],
  [{ attempts: "0" }, ["email.attempts attempts_range"]],
  [{ attempts: "6" }, ["email.attempts attempts_range"]],
  [{ silence: "1.5" }, ["email.silenceMinutes silence_range"]],
  [{ silence: "241" }, ["email.silenceMinutes silence_range"]],
])("%j has %j", (changes, expected) => {
  expect(faults(changes)).toEqual(expected);
});

it("leads from every complaint to its field", () => {
  const all = problemsOf({
    ...valuesOfOpening(saved),
    title: "",
    announcement: "",
    question: "",
    repeat: "",
    attempts: "",
    silence: "",
  });
  expect(all.map(({ path }) => fieldOf(path))).toEqual([
    "title",
    "announcement",
    "question",
    "repeat",
    "attempts",
    "silence",
  ]);
  expect(fieldOf("version")).toBeNull();
});
