import {
  CommandResult,
  Id,
  IdParams,
  MoveScheduled,
  OwnScheduledList,
  PlainCommand,
  ScheduledList,
  ScheduleMessage,
} from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent } from "../../platform/http.ts";
import { sendStored } from "../media/index.ts";
import {
  cancelScheduled,
  getOwnScheduled,
  getScheduled,
  getScheduledFile,
  moveScheduled,
  scheduleMessage,
  sendScheduled,
} from "./scheduled.service.ts";

const config = { policy: anyAgent };
const OneParams = z.object({ id: Id, scheduledId: Id });

/** Agendar envio: messages that go out by themselves at a moment to come. Files are taken by `fileRoutes`. */
export function scheduledRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const response = { 200: CommandResult };
  routes.get(
    "/api/scheduled",
    { config, schema: { response: { 200: OwnScheduledList } } },
    async ({ actor }) => ({ items: await getOwnScheduled(deps, actor) }),
  );
  routes.get(
    "/api/conversations/:id/scheduled",
    { config, schema: { params: IdParams, response: { 200: ScheduledList } } },
    async ({ actor, params: { id } }) => ({ items: await getScheduled(deps, actor, id) }),
  );
  routes.post(
    "/api/conversations/:id/scheduled",
    { config, schema: { params: IdParams, body: ScheduleMessage, response } },
    ({ actor, params: { id }, body }) => scheduleMessage(deps, actor, id, body),
  );
  routes.get(
    "/api/conversations/:id/scheduled/:scheduledId/file",
    { config, schema: { params: OneParams } },
    async (request, reply) => {
      const { id, scheduledId } = request.params;
      const file = await getScheduledFile(deps, request.actor, id, scheduledId);
      return sendStored(reply, deps.storage, file, request.headers.range);
    },
  );
  routes.post(
    "/api/conversations/:id/scheduled/:scheduledId/move",
    { config, schema: { params: OneParams, body: MoveScheduled, response } },
    ({ actor, params: { id, scheduledId }, body }) => moveScheduled(deps, actor, id, scheduledId, body),
  );
  routes.post(
    "/api/conversations/:id/scheduled/:scheduledId/send",
    { config, schema: { params: OneParams, body: PlainCommand, response } },
    ({ actor, params: { id, scheduledId }, body }) => sendScheduled(deps, actor, id, scheduledId, body.key),
  );
  routes.post(
    "/api/conversations/:id/scheduled/:scheduledId/cancel",
    { config, schema: { params: OneParams, body: PlainCommand, response } },
    ({ actor, params: { id, scheduledId }, body }) => cancelScheduled(deps, actor, id, scheduledId, body.key),
  );
}
