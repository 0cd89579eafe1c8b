import { TemplateList } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent } from "../../platform/http.ts";
import { getTemplates, readAgain } from "./templates.service.ts";

/** Templates: everybody who answers customers may look; administrators have them read anew. */
export function templateRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const response = { 200: TemplateList };
  routes.get("/api/templates", { config: { policy: anyAgent }, schema: { response } }, ({ actor }) =>
    getTemplates(deps, actor),
  );
  routes.post(
    "/api/templates/sync",
    { config: { policy: administrators }, schema: { response } },
    ({ actor }) => readAgain(deps, actor),
  );
}
