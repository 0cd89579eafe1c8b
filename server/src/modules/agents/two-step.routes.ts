import {
  AccessSettings,
  AccessSettingsUpdate,
  BackupCodes,
  IdParams,
  PasswordProof,
  SecondStep,
  TwoStep,
  TwoStepBegun,
  TwoStepConfirm,
} from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent } from "../../platform/http.ts";
import { attemptsBy, door } from "../../platform/limits.ts";
import type { Auth } from "./auth.ts";
import { actedFrom } from "./device-words.ts";
import { headersOf } from "./headers.ts";
import { passSecondStep } from "./session.service.ts";
import {
  beginTwoStep,
  confirmTwoStep,
  getAccessSettings,
  getTwoStep,
  renewBackupCodes,
  resetTwoStep,
  saveAccessSettings,
  turnOffTwoStep,
} from "./two-step.service.ts";

const nothing = { 204: z.null() };

/** One's own second step. Whoever has yet to set it up gets this far, and no farther. */
export function twoStepRoutes(app: FastifyInstance, deps: Deps, auth: Auth): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: anyAgent, beforeTwoStep: true } as const;
  const attempt = attemptsBy(app, { most: 10, minutes: 15 });
  routes.get("/api/me/two-step", { config, schema: { response: { 200: TwoStep } } }, ({ actor }) =>
    getTwoStep(deps, auth, actor),
  );
  routes.post(
    "/api/me/two-step/begin",
    { config, schema: { body: PasswordProof, response: { 200: TwoStepBegun } } },
    async (request) => {
      await attempt(request, request.actor.userId);
      return beginTwoStep(deps, auth, request.actor, request.body.password, headersOf(request));
    },
  );
  routes.post(
    "/api/me/two-step/confirm",
    { config, schema: { body: TwoStepConfirm, response: nothing } },
    async (request, reply) => {
      await attempt(request, request.actor.userId);
      await confirmTwoStep(deps, auth, request.actor, request.body.code, actedFrom(headersOf(request)));
      return reply.code(204).send(null);
    },
  );
  routes.post(
    "/api/me/two-step/off",
    { config: { policy: anyAgent }, schema: { body: PasswordProof, response: nothing } },
    async (request, reply) => {
      await attempt(request, request.actor.userId);
      await turnOffTwoStep(deps, auth, request.actor, request.body.password, actedFrom(headersOf(request)));
      return reply.code(204).send(null);
    },
  );
  routes.post(
    "/api/me/two-step/backup-codes",
    { config: { policy: anyAgent }, schema: { body: PasswordProof, response: { 200: BackupCodes } } },
    async (request) => {
      await attempt(request, request.actor.userId);
      const headers = headersOf(request);
      const { actor, body } = request;
      return {
        backupCodes: await renewBackupCodes(deps, auth, actor, body.password, headers, actedFrom(headers)),
      };
    },
  );
}

/** The door behind the password; what a company asks for there, and the way past a lost phone. */
export function twoStepDoors(app: FastifyInstance, deps: Deps, auth: Auth): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: administrators };
  routes.post(
    "/api/auth/two-step",
    { config: { policy: "public", ...door(20, 5) }, schema: { body: SecondStep, response: nothing } },
    async (request, reply) =>
      reply
        .header("set-cookie", await passSecondStep(deps, auth, request.body, headersOf(request)))
        .code(204)
        .send(null),
  );
  routes.post(
    "/api/agents/:id/reset-two-step",
    { config, schema: { params: IdParams, response: nothing } },
    async (request, reply) => {
      await resetTwoStep(deps, auth, request.actor, request.params.id, actedFrom(headersOf(request)));
      return reply.code(204).send(null);
    },
  );
  routes.get("/api/settings/access", { config, schema: { response: { 200: AccessSettings } } }, ({ actor }) =>
    getAccessSettings(deps, actor),
  );
  routes.put(
    "/api/settings/access",
    { config, schema: { body: AccessSettingsUpdate, response: { 200: AccessSettings } } },
    (request) => {
      const from = actedFrom(headersOf(request));
      return saveAccessSettings(deps, auth, request.actor, request.body.twoStepRequired, from);
    },
  );
}
