import type { TemplateList, TemplateView } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { loadNumbers } from "../channels/index.ts";
import { mayChoose, mayReadNote } from "./templates.policy.ts";
import { listTemplates, loadSyncs, makeDue, type DeskTemplateRow } from "./templates.queries.ts";

const timeOf = (at: number): string => new Date(at).toISOString();

/** A template as this person sees it. */
export function shownTemplate(actor: Actor, row: DeskTemplateRow): TemplateView {
  const { comingCategory, comingAt, comingSince, comingBy, note, edits, metaId: _meta, ...template } = row;
  return {
    ...template,
    coming:
      comingCategory === null
        ? null
        : {
            category: comingCategory,
            at: comingAt === null ? null : timeOf(comingAt),
            since: comingSince === null ? null : timeOf(comingSince),
            by: comingBy ?? "announced",
          },
    note: mayReadNote(actor) ? note : null,
    edits: edits.map(timeOf),
  };
}

async function view(tx: Tx, actor: Actor): Promise<TemplateList> {
  const { accountId } = actor;
  const syncs = new Map((await loadSyncs(tx, accountId)).map((sync) => [sync.wabaId, sync]));
  const accounts = (await loadNumbers(tx)).map(({ wabaId, numbers }) => {
    const { syncedAt = null, problem = null } = syncs.get(wabaId) ?? {};
    return {
      wabaId,
      channels: numbers,
      syncedAt: syncedAt === null ? null : timeOf(syncedAt),
      problem,
    };
  });
  const templates = (await listTemplates(tx, accountId)).filter(({ teamIds }) => mayChoose(actor, teamIds));
  return { items: templates.map((row) => shownTemplate(actor, row)), accounts };
}

/** The templates of the account's numbers that this person may choose, and how their reading stands. */
export const getTemplates = (deps: Deps, actor: Actor): Promise<TemplateList> =>
  inAccount(deps.app, actor.accountId, (tx) => view(tx, actor));

/** Has them read at Meta; answers what is known until then. */
export async function readAgain(deps: Deps, actor: Actor): Promise<TemplateList> {
  const known = await inAccount(deps.app, actor.accountId, async (tx) => {
    await makeDue(tx, await loadNumbers(tx), deps.clock.now());
    return view(tx, actor);
  });
  deps.wake.signal("templates");
  return known;
}
