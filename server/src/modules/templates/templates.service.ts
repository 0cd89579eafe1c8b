import type { TemplateList } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { loadNumbers } from "../channels/index.ts";
import { listTemplates, loadSyncs, makeDue } from "./templates.queries.ts";

async function view(tx: Tx, accountId: string): Promise<TemplateList> {
  const syncs = new Map((await loadSyncs(tx, accountId)).map((sync) => [sync.wabaId, sync]));
  const accounts = (await loadNumbers(tx)).map(({ wabaId, numbers }) => {
    const { syncedAt = null, problem = null } = syncs.get(wabaId) ?? {};
    return {
      wabaId,
      channels: numbers,
      syncedAt: syncedAt === null ? null : new Date(syncedAt).toISOString(),
      problem,
    };
  });
  return { items: await listTemplates(tx, accountId), accounts };
}

/** Every template of the account's numbers, and how their reading stands. */
export const getTemplates = (deps: Deps, actor: Actor): Promise<TemplateList> =>
  inAccount(deps.app, actor.accountId, (tx) => view(tx, actor.accountId));

/** Has them read at Meta; answers what is known until then. */
export async function readAgain(deps: Deps, actor: Actor): Promise<TemplateList> {
  const known = await inAccount(deps.app, actor.accountId, async (tx) => {
    await makeDue(tx, await loadNumbers(tx), deps.clock.now());
    return view(tx, actor.accountId);
  });
  deps.wake.signal("templates");
  return known;
}
