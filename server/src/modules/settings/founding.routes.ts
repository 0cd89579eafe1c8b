import { FirstAdministrator } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../../platform/deps.ts";
import { localeOf } from "../../platform/http.ts";
import { door } from "../../platform/limits.ts";
import { headersOf, type Auth } from "../agents/index.ts";
import { found, type OnFounded } from "./founding.service.ts";

/** The door of the one-time link that a new installation prints. */
export function foundingRoutes(app: FastifyInstance, deps: Deps, auth: Auth, onFounded: OnFounded): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    "/api/first-administrator",
    {
      config: { policy: "public", ...door(20, 5) },
      schema: { body: FirstAdministrator, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const origin = { locale: localeOf(request), headers: headersOf(request) };
      const cookie = await found(deps, auth, request.body, origin, onFounded);
      return reply.header("set-cookie", cookie).code(204).send(null);
    },
  );
}
