import { Draft, DraftList, IdParams, SaveDraft } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent } from "../../platform/http.ts";
import { getDrafts, saveDraft } from "./drafts.service.ts";

const config = { policy: anyAgent };

/** What agents have begun to write; each only their own. */
export function draftRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.get("/api/drafts", { config, schema: { response: { 200: DraftList } } }, async ({ actor }) => ({
    items: await getDrafts(deps, actor),
  }));
  routes.put(
    "/api/conversations/:id/draft",
    { config, schema: { params: IdParams, body: SaveDraft, response: { 200: Draft } } },
    ({ actor, params: { id }, body }) => saveDraft(deps, actor, id, body),
  );
}
