import { TemplateList } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent } from "../../platform/http.ts";
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

/** Templates: everybody who answers customers may look; administrators have them read anew. */
export function templateRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const response = { 200: TemplateList };
  const answer = (actor: Actor, before: (tx: Tx) => Promise<void>): Promise<TemplateList> =>
    inAccount(deps.app, actor.accountId, async (tx) => {
      await before(tx);
      return view(tx, actor.accountId);
    });
  routes.get("/api/templates", { config: { policy: anyAgent }, schema: { response } }, ({ actor }) =>
    answer(actor, () => Promise.resolve()),
  );
  routes.post(
    "/api/templates/sync",
    { config: { policy: administrators }, schema: { response } },
    async ({ actor }) => {
      const result = await answer(actor, async (tx) => makeDue(tx, await loadNumbers(tx), deps.clock.now()));
      deps.wake.signal("templates");
      return result;
    },
  );
}
