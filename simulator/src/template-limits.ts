import { GraphError } from "./graph/graph-error.ts";

/** Lengths in characters (section 9). */
export const LIMITS = {
  header: 60,
  body: 1024,
  footer: 60,
  button: 25,
  url: 2000,
  phone: 20,
  code: 15,
  card: 160,
};
export const VARIABLE = /\{\{([^{}]*)\}\}/g;

/** What Meta answers where it has no number of its own for a rule. */
export const invalid = (message: string): GraphError =>
  new GraphError(100, "Invalid parameter", message, { userTitle: "Invalid parameter" });

/** The names of a text's variables, as often as they stand in it. */
export const variablesIn = (text: string): string[] =>
  [...text.matchAll(VARIABLE)].map((match) => (match[1] ?? "").trim());
