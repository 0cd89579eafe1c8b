import type { TemplateUses } from "@balcao/api";
import { templateKey, templateUnusable } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import type { TeamOwner } from "../agents/index.ts";
import { countOfTeam, moveTemplates } from "./desk.queries.ts";
import { sharedTemplates } from "./shared.ts";
import { listNamed } from "./templates.queries.ts";

export type UsedTemplate = TemplateUses["items"][number];
/** Declared here, filled by web.ts: what of a module above sends templates by itself. */
export type TemplateUser = (tx: Tx, accountId: string) => Promise<UsedTemplate[]>;

/** How templates stand that something names, counted on every number of the account. */
async function standing(
  tx: Tx,
  accountId: string,
  used: readonly UsedTemplate[],
): Promise<TemplateUses["templates"]> {
  const shared = await sharedTemplates(tx, accountId, used);
  const rows = await listNamed(tx, accountId, used);
  const byKey = new Map(used.map((use) => [templateKey(use), use]));
  return [...byKey].map(([key, { name, language }]) => {
    const facts = shared.get(key) ?? null;
    const row = rows.find(
      (one) => templateKey(one) === key && (facts === null || one.status === facts.status),
    );
    return {
      name,
      language,
      id: row?.id ?? null,
      status: facts?.status ?? null,
      usable: templateUnusable(facts).length === 0,
    };
  });
}

/** Everything that sends templates by itself, and stops when they cannot be sent. */
export const getUses = (deps: Deps, actor: Actor, users: readonly TemplateUser[]): Promise<TemplateUses> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    const items: UsedTemplate[] = [];
    for (const usesOf of users) items.push(...(await usesOf(tx, actor.accountId)));
    return { items, templates: await standing(tx, actor.accountId, items) };
  });

/** Templates of a team that goes belong to the one that comes. */
export const templatesTeamOwner: TeamOwner = {
  async uses(tx, accountId, teamId) {
    const count = await countOfTeam(tx, accountId, teamId);
    return count > 0 ? [{ kind: "templates", label: "", count }] : [];
  },
  async moveTeam(tx, { actor, from, to, now }) {
    await moveTemplates(tx, actor.accountId, from, to);
    const { accountId, agentId } = actor;
    await appendEvents(tx, [{ accountId, type: "template.about_changed", agentId, at: now, data: {} }]);
  },
};
