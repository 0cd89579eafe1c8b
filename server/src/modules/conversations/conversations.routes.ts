import {
  Assign,
  CommandResult,
  ContactPatch,
  Conversation,
  ConversationCounts,
  ConversationPage,
  ConversationQuery,
  Forward,
  Id,
  IdParams,
  PlainCommand,
  SendText,
  SetStatus,
  ThreadPage,
  ThreadQuery,
  TraceView,
} from "@balcao/api";
import { isWindowOpen } from "@balcao/core";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { anyAgent } from "../../platform/http.ts";
import { notFound } from "../../platform/problem.ts";
import { renameContact } from "../contacts/index.ts";
import { canAct, canSee } from "./conversations.policy.ts";
import {
  assignTo,
  changeStatus,
  forwardTo,
  giveToBot,
  read,
  retryMessage,
  sendText,
} from "./conversations.service.ts";
import { conversationsOfContact } from "./facts.queries.ts";
import { countTabs, hydrateRows, listConversations, loadExtras } from "./rows.queries.ts";
import { loadThread, loadTrace } from "./thread.queries.ts";

type Row = NonNullable<Awaited<ReturnType<typeof hydrateRows>> extends Map<string, infer R> ? R : never>;

/** A conversation this agent may see; a foreign one and a missing one are the same 404. */
async function seen(tx: Tx, actor: Actor, id: string): Promise<Row> {
  const row = (await hydrateRows(tx, [actor.accountId], [id])).get(id);
  if (!row || !canSee(actor, row)) throw notFound();
  return row;
}

const config = { policy: anyAgent };
const CountsQuery = z.object({ team: Id.optional() });

function readRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const inTx = <T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> =>
    inAccount(deps.app, actor.accountId, work);

  routes.get(
    "/api/conversations",
    { config, schema: { querystring: ConversationQuery, response: { 200: ConversationPage } } },
    ({ actor, query }) => inTx(actor, (tx) => listConversations(tx, actor, query)),
  );
  routes.get(
    "/api/conversations/counts",
    { config, schema: { querystring: CountsQuery, response: { 200: ConversationCounts } } },
    ({ actor, query }) => inTx(actor, (tx) => countTabs(tx, actor, query.team)),
  );
  routes.get(
    "/api/conversations/:id",
    { config, schema: { params: IdParams, response: { 200: Conversation } } },
    ({ actor, params }) =>
      inTx(actor, async (tx) => {
        const row = await seen(tx, actor, params.id);
        const extras = await loadExtras(tx, actor.accountId, params.id);
        if (!extras) throw notFound();
        const acts = canAct(actor, row) && row.status !== "closed";
        const open =
          row.windowClosesAt !== null && isWindowOpen(Date.parse(row.windowClosesAt), deps.clock.now());
        return {
          ...row,
          channel: { id: extras.channelId, name: extras.channelName, displayPhone: extras.displayPhone },
          rating: extras.rating,
          can: {
            reply: acts && open,
            forward: acts,
            assign: acts,
            close: acts,
            reply_reason:
              row.status === "closed" ? "conversation_closed" : open ? null : "service_window_closed",
          },
          previous: extras.previous,
        };
      }),
  );
  routes.get(
    "/api/conversations/:id/thread",
    { config, schema: { params: IdParams, querystring: ThreadQuery, response: { 200: ThreadPage } } },
    ({ actor, params, query }) =>
      inTx(actor, async (tx) => {
        await seen(tx, actor, params.id);
        return loadThread(tx, actor.accountId, params.id, query);
      }),
  );
  routes.get(
    "/api/messages/:id/trace",
    { config, schema: { params: IdParams, response: { 200: TraceView } } },
    ({ actor, params }) =>
      inTx(actor, async (tx) => {
        const found = await loadTrace(tx, actor.accountId, params.id);
        if (!found) throw notFound();
        await seen(tx, actor, found.conversationId);
        return {
          botVersion: found.botVersion,
          at: new Date(found.at).toISOString(),
          trace: found.trace,
          triggers: Object.fromEntries(found.triggers.map((trigger) => [trigger.id, trigger.description])),
        };
      }),
  );
}

function commandRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const response = { 200: CommandResult };
  const params = IdParams;
  routes.post(
    "/api/conversations/:id/messages",
    { config, schema: { params, body: SendText, response } },
    ({ actor, params: { id }, body }) => sendText(deps, actor, id, body),
  );
  routes.post(
    "/api/conversations/:id/status",
    { config, schema: { params, body: SetStatus, response } },
    ({ actor, params: { id }, body }) => changeStatus(deps, actor, id, body),
  );
  routes.post(
    "/api/conversations/:id/assign",
    { config, schema: { params, body: Assign, response } },
    ({ actor, params: { id }, body }) => assignTo(deps, actor, id, body),
  );
  routes.post(
    "/api/conversations/:id/forward",
    { config, schema: { params, body: Forward, response } },
    ({ actor, params: { id }, body }) => forwardTo(deps, actor, id, body),
  );
  routes.post(
    "/api/conversations/:id/return-to-bot",
    { config, schema: { params, body: PlainCommand, response } },
    ({ actor, params: { id }, body }) => giveToBot(deps, actor, id, body.key),
  );
  routes.post(
    "/api/conversations/:id/read",
    { config, schema: { params, body: PlainCommand, response } },
    ({ actor, params: { id }, body }) => read(deps, actor, id, body.key),
  );
  routes.post(
    "/api/conversations/:id/messages/:messageId/retry",
    { config, schema: { params: z.object({ id: Id, messageId: Id }), body: PlainCommand, response } },
    ({ actor, params: { id, messageId }, body }) => retryMessage(deps, actor, id, messageId, body.key),
  );
  routes.patch(
    "/api/contacts/:id",
    { config, schema: { params, body: ContactPatch, response: { 204: z.null() } } },
    async ({ actor, params: { id }, body }, reply) => {
      await inAccount(deps.app, actor.accountId, async (tx) => {
        const conversations = await conversationsOfContact(tx, actor.accountId, id);
        if (!conversations.some((conversation) => canSee(actor, conversation))) throw notFound();
        await renameContact(tx, actor.accountId, id, body.name === "" ? null : body.name);
        await appendEvents(
          tx,
          conversations.map((conversation) => ({
            accountId: actor.accountId,
            type: "contact.changed",
            conversationId: conversation.id,
            teamId: conversation.teamId,
            agentId: actor.agentId,
            at: deps.clock.now(),
          })),
        );
      });
      deps.wake.signal("events");
      return reply.code(204).send(null);
    },
  );
}

/** Atendimento > Conversas. */
export function conversationRoutes(app: FastifyInstance, deps: Deps): void {
  readRoutes(app, deps);
  commandRoutes(app, deps);
}
