import type { Trigger } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import type { UsedTemplate } from "../templates/index.ts";
import { loadDraft, loadPublished } from "./bot.queries.ts";
import { asTrigger } from "./bot.view.ts";

const usesAs =
  (kind: UsedTemplate["kind"]) =>
  ({ id, active, description, action }: Trigger): UsedTemplate[] => {
    if (!active || action.type !== "smart_message" || !action.template) return [];
    const { name, language } = action.template;
    return [{ name, language, kind, id, label: description, count: 1 }];
  };

/** The triggers behind which a template stands: those that run, and of the draft those that would. */
export async function botTemplateUses(tx: Tx, accountId: string): Promise<UsedTemplate[]> {
  const running = ((await loadPublished(tx, accountId))?.triggers ?? []).flatMap(usesAs("trigger"));
  const runs = new Set(running.map(({ id, name, language }) => `${id} ${name} ${language}`));
  const draft = (await loadDraft(tx, accountId, false)).map(asTrigger).flatMap(usesAs("draft_trigger"));
  return [...running, ...draft.filter(({ id, name, language }) => !runs.has(`${id} ${name} ${language}`))];
}
