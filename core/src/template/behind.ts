import { renderText, widestRendering, type TextValues } from "../text/variables.ts";
import { templateContent, templateProblems, templateUnusable } from "./template.ts";
import type { OutgoingTemplate, TemplateFacts, TemplateProblem, TemplateUse } from "./types.ts";

/** Templates of an account by `templateKey`. Those that nothing of ours names may be left out. */
export type Templates = ReadonlyMap<string, TemplateFacts>;

/** What makes a template of an account one: its name in a language. */
export const templateKey = ({ name, language }: Pick<TemplateFacts, "name" | "language">): string =>
  `${name} ${language}`;

export const templatesByKey = (templates: readonly TemplateFacts[]): Templates =>
  new Map(templates.map((template) => [templateKey(template), template]));

/**
 * The templates that an automatic text can count on, given those of each business account of the company's numbers: it may have to
 * be said from any of them, so that one account without the template is enough not to have it, and a paused one to have it paused.
 */
export function templatesOfAll(accounts: readonly (readonly TemplateFacts[])[]): Templates {
  const [first = new Map<string, TemplateFacts>(), ...others] = accounts.map(templatesByKey);
  const shared = [...first].flatMap(([key, facts]): TemplateFacts[] => {
    const all = [facts, ...others.flatMap((templates) => templates.get(key) ?? [])];
    if (all.length < accounts.length) return [];
    return [all.find((one) => templateUnusable(one).length > 0) ?? facts];
  });
  return templatesByKey(shared);
}

const withValues = (use: TemplateUse, change: (value: string) => string): TemplateUse => ({
  ...use,
  values: Object.fromEntries(Object.entries(use.values).map(([key, value]) => [key, change(value)])),
});

/**
 * Why what stands behind an automatic text could not be said, the gravest first; empty when it can, whatever its variables of
 * ours are filled with.
 */
export function behindProblems(use: TemplateUse, templates: Templates): TemplateProblem[] {
  return templateProblems(templates.get(templateKey(use)) ?? null, withValues(use, widestRendering));
}

/** What stands behind an automatic text, with our own variables filled in, as the message it makes; or why it cannot be said now. */
export function sayBehind(
  use: TemplateUse,
  templates: Templates,
  values: TextValues,
): { content: OutgoingTemplate } | { problem: TemplateProblem } {
  const facts = templates.get(templateKey(use)) ?? null;
  // a customer's own name may hold what Meta refuses in a template: new lines, and blanks in a row
  const filled = withValues(use, (value) => renderText(value, values).replace(/\s+/gu, " "));
  const [problem] = templateProblems(facts, filled);
  if (problem !== undefined || facts === null) return { problem: problem ?? { code: "template_missing" } };
  return { content: templateContent(facts, filled) };
}
