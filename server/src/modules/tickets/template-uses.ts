import type { Tx } from "../../platform/database.ts";
import type { UsedTemplate } from "../templates/index.ts";
import { loadChoices } from "./choices.queries.ts";
import { loadTelling } from "./telling.queries.ts";

/** The notices to customers that are on and behind which a template stands, by the status that sends them. */
export async function ticketTemplateUses(tx: Tx, accountId: string): Promise<UsedTemplate[]> {
  const notices = ((await loadTelling(tx, accountId))?.notices ?? []).filter((notice) => notice.enabled);
  if (!notices.some(({ template }) => template)) return [];
  const { statuses } = await loadChoices(tx, accountId);
  return notices.flatMap(({ statusId: id, template }): UsedTemplate[] => {
    if (!template) return [];
    const { name, language } = template;
    const label = statuses.find((status) => status.id === id)?.name ?? "";
    return [{ name, language, kind: "ticket_notice", id, label, count: 1 }];
  });
}
