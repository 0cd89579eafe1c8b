import { expect, it } from "vitest";
import { openingProblems, type OpeningTexts } from "./opening.ts";

const texts = (changes: Partial<OpeningTexts> = {}): OpeningTexts => ({
  enabled: true,
  title: "Conversa com {{contato.nome|cliente}}",
  announcement: { enabled: true, text: "Chamado {{chamado}}" },
  email: { mode: "optional", question: "{{saudacao}}! Seu e-mail?", repeat: "Como é?" },
  ...changes,
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
