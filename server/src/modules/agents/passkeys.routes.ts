import {
  IdParams,
  PasskeyCreate,
  PasskeyList,
  PasskeyOptions,
  PasskeyPatch,
  PasskeyProof,
  PasskeySignIn,
} from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent } from "../../platform/http.ts";
import { attemptsBy, door } from "../../platform/limits.ts";
import type { Auth } from "./auth.ts";
import { actedFrom } from "./device-words.ts";
import { headersOf } from "./headers.ts";
import {
  beginPasskey,
  beginPasskeySignIn,
  createPasskey,
  getPasskeys,
  namePasskey,
  removePasskey,
  signInByPasskey,
} from "./passkeys.service.ts";

const nothing = { 204: z.null() };

/** One's own passkeys, and the door they open. */
export function passkeyRoutes(app: FastifyInstance, deps: Deps, auth: Auth): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: anyAgent };
  const params = IdParams;
  const attempt = attemptsBy(app, { most: 20, minutes: 15 });
  routes.get("/api/passkeys", { config, schema: { response: { 200: PasskeyList } } }, ({ actor }) =>
    getPasskeys(deps, actor),
  );
  routes.post(
    "/api/passkeys/begin",
    { config, schema: { body: PasskeyProof, response: { 200: PasskeyOptions } } },
    async (request) => {
      await attempt(request, request.actor.userId);
      return { options: await beginPasskey(deps, auth, request.actor, request.body.password) };
    },
  );
  routes.post(
    "/api/passkeys",
    { config, schema: { body: PasskeyCreate, response: nothing } },
    async (request, reply) => {
      await createPasskey(deps, request.actor, request.body, actedFrom(headersOf(request)));
      return reply.code(204).send(null);
    },
  );
  routes.patch(
    "/api/passkeys/:id",
    { config, schema: { params, body: PasskeyPatch, response: nothing } },
    async ({ actor, params: { id }, body: { name } }, reply) => {
      await namePasskey(deps, actor, id, name);
      return reply.code(204).send(null);
    },
  );
  routes.delete(
    "/api/passkeys/:id",
    { config, schema: { params, response: nothing } },
    async (request, reply) => {
      await removePasskey(deps, request.actor, request.params.id, actedFrom(headersOf(request)));
      return reply.code(204).send(null);
    },
  );
  routes.post(
    "/api/auth/passkey/begin",
    { config: { policy: "public", ...door(60) }, schema: { response: { 200: PasskeyOptions } } },
    async () => ({ options: await beginPasskeySignIn(deps) }),
  );
  routes.post(
    "/api/auth/passkey",
    { config: { policy: "public", ...door(20, 5) }, schema: { body: PasskeySignIn, response: nothing } },
    async (request, reply) =>
      reply
        .header("set-cookie", await signInByPasskey(deps, auth, request.body, headersOf(request)))
        .code(204)
        .send(null),
  );
}
