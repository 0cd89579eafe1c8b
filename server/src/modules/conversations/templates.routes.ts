import { BeginConversation, BegunConversation, CommandResult, IdParams, SendTemplate } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent } from "../../platform/http.ts";
import { beginConversation } from "./begin.service.ts";
import { sendTemplate } from "./templates.service.ts";

const config = { policy: anyAgent };

/** What may be written when free text may not: a template into a conversation, and a conversation that begins with one. */
export function templateSendRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.post(
    "/api/conversations/:id/template",
    { config, schema: { params: IdParams, body: SendTemplate, response: { 200: CommandResult } } },
    ({ actor, params: { id }, body }) => sendTemplate(deps, actor, id, body),
  );
  routes.post(
    "/api/conversations",
    { config, schema: { body: BeginConversation, response: { 200: BegunConversation } } },
    ({ actor, body }) => beginConversation(deps, actor, body),
  );
}
