import { expect, it } from "vitest";
import { openingOf, openingProblems, type OpeningTexts, type SavedOpening } from "./opening.ts";

const texts = (changes: Partial<OpeningTexts> = {}): OpeningTexts => ({
  enabled: true,
  title: "Conversa com {{contato.nome|cliente}}",
  announcement: { enabled: true, text: "Chamado {{chamado}}" },
  email: { mode: "optional", question: "{{saudacao}}! Seu e-mail?", repeat: "Como é?" },
  ...changes,
});
it("opens nothing while it is off, and asks nothing when no e-mail is wanted", () => {
  const saved: SavedOpening = {
    ...texts(),
    teamId: null,
    categoryId: null,
    typeId: null,
    priority: 0,
    email: { mode: "optional", attempts: 2, silenceMinutes: 5, question: "?", repeat: "??" },
  };
  expect(openingOf({ ...saved, enabled: false })).toBeNull();
  expect(openingOf(saved)?.email).toEqual(saved.email);
  expect(openingOf({ ...saved, email: { mode: "off" } })?.email).toBeNull();
  expect(openingOf(saved)).not.toHaveProperty("enabled");
});

const faults = (changes: Partial<OpeningTexts>): string[] =>
  openingProblems(texts(changes)).map(({ path, code }) => `${path} ${code}`);

it.each<[Partial<OpeningTexts>, string[]]>([
  [{}, []],
  [{ title: " " }, ["title required"]],
  [{ title: "{{contato.nome}}" }, ["title fallback_missing"]],
  // its own number is not in the title it is given
  [{ title: "{{chamado}}" }, ["title fallback_missing"]],
  [{ title: "{{nada}}" }, ["title unknown_variable"]],
  [{ announcement: { enabled: true, text: "" } }, ["announcement.text required"]],
  [{ announcement: { enabled: false, text: "" } }, []],
  [{ announcement: { enabled: false, text: "{{nada}}" } }, ["announcement.text unknown_variable"]],
  [
    { email: { mode: "mandatory", question: "", repeat: "" } },
    ["email.question required", "email.repeat required"],
  ],
  [{ email: { mode: "off", question: "", repeat: "" } }, []],
  [
    { email: { mode: "optional", question: `${"a".repeat(1000)}{{conta.nome}}`, repeat: "?" } },
    ["email.question too_long"],
  ],
  [{ enabled: false, title: "", announcement: { enabled: true, text: "" } }, []],
])("%j has %j", (changes, expected) => {
  expect(faults(changes)).toEqual(expected);
});
