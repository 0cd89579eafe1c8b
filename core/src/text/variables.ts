import { localTime } from "../hours/wall-clock.ts";

export const VARIABLES = [
  "contato.nome",
  "contato.primeiro_nome",
  "equipe.nome",
  "conta.nome",
  "saudacao",
  "protocolo",
  "chamado",
  "chamado.titulo",
  "chamado.status",
  "chamado.atendente",
] as const;
export type Variable = (typeof VARIABLES)[number];
export type TextValues = Record<Variable, string | null>;

/** Values that a conversation may lack: a fallback is required where they are used. */
const MAY_BE_MISSING: ReadonlySet<string> = new Set([
  "contato.nome",
  "contato.primeiro_nome",
  "chamado",
  "chamado.titulo",
  "chamado.status",
  "chamado.atendente",
]);
/** The blanks around a name are part of it here: whoever looked for them apart would look again from each of them. */
const PLACEHOLDER = /\{\{([^{}|]*)(?:\|([^{}]*))?\}\}/g;
const LONGEST_VALUE = 100;
const SHORT: ReadonlySet<string> = new Set(["saudacao", "protocolo", "chamado"]);
const LONGEST_SHORT = 20;

const isVariable = (name: string): name is Variable => (VARIABLES as readonly string[]).includes(name);

/** Fills the variables of a text in one pass: a value that looks like a variable stays the text it is. */
export function renderText(text: string, values: TextValues): string {
  return text.replace(PLACEHOLDER, (whole, given: string, fallback: string | undefined) => {
    const name = given.trim();
    if (!isVariable(name)) return whole;
    const value = values[name];
    const said = value === null || value.trim() === "" ? (fallback ?? "").trim() : value;
    return Array.from(said).slice(0, LONGEST_VALUE).join("");
  });
}

/** A text whose variables are filled with as much as they can hold: names are cut at 100, the greeting and the protocol are short. */
export const widestRendering = (text: string): string =>
  text.replace(PLACEHOLDER, (whole, given: string) => {
    const name = given.trim();
    return isVariable(name) ? "x".repeat(SHORT.has(name) ? LONGEST_SHORT : LONGEST_VALUE) : whole;
  });

/**
 * Fills what can be filled: as `renderText`, but what has neither a value nor a fallback, or is no variable of ours, stays as it is
 * written, for a person to fill in.
 */
export function fillText(text: string, values: TextValues): string {
  return text.replace(PLACEHOLDER, (whole, given: string, fallback: string | undefined) => {
    const name = given.trim();
    if (!isVariable(name)) return whole;
    const value = values[name]?.trim() ?? "";
    return value === "" && (fallback ?? "").trim() === "" ? whole : renderText(whole, values);
  });
}

/** What is still to be filled in by a person, each once, as it stands in the text: "{{valor}}". */
export const placesLeft = (text: string): string[] => [
  ...new Set(Array.from(text.matchAll(PLACEHOLDER), ([whole]) => whole)),
];

/** Characters a text may have once its variables are filled. */
export const longestRendering = (text: string): number => Array.from(widestRendering(text)).length;

export type VariableProblem = { code: "unknown_variable" | "fallback_missing"; variable: string };

/** What is wrong with the variables of a text, before it is saved. `known`: those that are never missing where it is said. */
export function variableProblems(text: string, known: readonly Variable[] = []): VariableProblem[] {
  const problems: VariableProblem[] = [];
  for (const [, given = "", fallback] of text.matchAll(PLACEHOLDER)) {
    const name = given.trim();
    if (!isVariable(name)) problems.push({ code: "unknown_variable", variable: name });
    else if (
      MAY_BE_MISSING.has(name) &&
      !known.includes(name) &&
      (fallback === undefined || fallback.trim() === "")
    )
      problems.push({ code: "fallback_missing", variable: name });
  }
  return problems;
}

/** The greeting of the hour in the account's zone: morning 5–12, afternoon 12–18, night otherwise. */
export function greetingFor(now: number, timeZone: string, locale: "pt-BR" | "en"): string {
  const hour = Math.floor(localTime(now, timeZone).minutes / 60);
  const part = hour >= 5 && hour < 12 ? 0 : hour >= 12 && hour < 18 ? 1 : 2;
  const words =
    locale === "en"
      ? ["good morning", "good afternoon", "good evening"]
      : ["bom dia", "boa tarde", "boa noite"];
  return words[part] ?? "";
}

export function firstNameOf(name: string): string {
  return name.trim().split(/\s+/u)[0] ?? name;
}
