import { FAMILIES, RULES, UNKNOWN, type ErrorRule } from "./error-rules.ts";

export type { ErrorClass, ErrorRule } from "./error-rules.ts";

const known = (code: number): ErrorRule | undefined =>
  RULES.get(code) ?? FAMILIES.find(([from, to]) => code >= from && code <= to)?.[2];

/** What to do about an error of Meta's. Management errors hide the telling number in the subcode: it is asked first. */
export function errorFor(code: number | null, subcode: number | null = null): ErrorRule {
  if (code === null) return UNKNOWN;
  const bySubcode = subcode === null || subcode < 1000 ? undefined : known(subcode);
  return bySubcode ?? known(code) ?? UNKNOWN;
}

/** Milliseconds before attempt `attempt` + 1 (the first attempt is 1); `jitter` in 0..1 spreads them by a quarter. */
export function retryDelay(rule: ErrorRule, attempt: number, jitter: number): number {
  const delay = Math.min(rule.wait.most, rule.wait.base * rule.wait.factor ** (attempt - 1));
  return Math.round(delay * (1 + 0.25 * jitter));
}

/** Every explanation key, so that a test can demand its text in both languages. */
export function explanationKeys(): { explanations: string[]; nextSteps: string[] } {
  const rules = [...RULES.values(), ...FAMILIES.map(([, , rule]) => rule), UNKNOWN];
  return {
    explanations: [...new Set(rules.map((rule) => rule.explanation))].sort(),
    nextSteps: [...new Set(rules.map((rule) => rule.nextStep))].sort(),
  };
}
