import {
  Assign,
  Block,
  CommandResult,
  Conversation,
  ConversationCounts,
  ConversationPage,
  ConversationQuery,
  Forward,
  Id,
  IdParams,
  MessageRaw,
  PlainCommand,
  React,
  SendComposed,
  SendText,
  SetStatus,
  ThreadPage,
  ThreadQuery,
  TraceView,
} from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent } from "../../platform/http.ts";
import { getConversation, getCounts, getList, getRaw, getThread, getTrace } from "./conversations.reading.ts";
import { setBlocked } from "./block.service.ts";
import { acceptGiven, assignTo, changeStatus, forwardTo, giveToBot, read } from "./conversations.service.ts";
import { sendComposed, sendText } from "./content.service.ts";
import { draftRoutes } from "./drafts.routes.ts";
import { fileRoutes } from "./files.routes.ts";
import { interactiveRoutes } from "./interactive.routes.ts";
import { markRoutes } from "./marks.routes.ts";
import { mergeRoutes } from "./merges.routes.ts";
import { messageSearchRoutes } from "./message-search.routes.ts";
import { retryMessage } from "./retry.service.ts";
import { scheduledRoutes } from "./scheduled.routes.ts";
import { templateSendRoutes } from "./templates.routes.ts";
import { viewRoutes } from "./views.routes.ts";
import { transcriptRoutes } from "./transcripts.routes.ts";
import { noteRoutes } from "./notes.routes.ts";
import { reactTo } from "./reactions.service.ts";

const config = { policy: anyAgent };
const CountsQuery = z.object({ team: Id.optional() });

function readRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const params = IdParams;
  routes.get(
    "/api/conversations",
    { config, schema: { querystring: ConversationQuery, response: { 200: ConversationPage } } },
    ({ actor, query }) => getList(deps, actor, query),
  );
  routes.get(
    "/api/conversations/counts",
    { config, schema: { querystring: CountsQuery, response: { 200: ConversationCounts } } },
    ({ actor, query }) => getCounts(deps, actor, query.team),
  );
  routes.get(
    "/api/conversations/:id",
    { config, schema: { params, response: { 200: Conversation } } },
    ({ actor, params: { id } }) => getConversation(deps, actor, id),
  );
  routes.get(
    "/api/conversations/:id/thread",
    { config, schema: { params, querystring: ThreadQuery, response: { 200: ThreadPage } } },
    ({ actor, params: { id }, query }) => getThread(deps, actor, id, query),
  );
  routes.get(
    "/api/messages/:id/trace",
    { config, schema: { params, response: { 200: TraceView } } },
    ({ actor, params: { id } }) => getTrace(deps, actor, id),
  );
  routes.get(
    "/api/messages/:id/raw",
    { config: { policy: administrators }, schema: { params, response: { 200: MessageRaw } } },
    ({ actor, params: { id } }) => getRaw(deps, actor, id),
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
    "/api/conversations/:id/composed",
    { config, schema: { params, body: SendComposed, response } },
    ({ actor, params: { id }, body }) => sendComposed(deps, actor, id, body),
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
    "/api/conversations/:id/accept",
    { config, schema: { params, body: PlainCommand, response } },
    ({ actor, params: { id }, body }) => acceptGiven(deps, actor, id, body.key),
  );
  routes.post(
    "/api/conversations/:id/block",
    { config, schema: { params, body: Block, response } },
    ({ actor, params: { id }, body }) => setBlocked(deps, actor, id, body),
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
  routes.post(
    "/api/conversations/:id/messages/:messageId/reaction",
    { config, schema: { params: z.object({ id: Id, messageId: Id }), body: React, response } },
    ({ actor, params: { id, messageId }, body }) => reactTo(deps, actor, id, messageId, body),
  );
}

/** Atendimento > Conversas. */
export function conversationRoutes(app: FastifyInstance, deps: Deps): void {
  readRoutes(app, deps);
  commandRoutes(app, deps);
  fileRoutes(app, deps);
  interactiveRoutes(app, deps);
  messageSearchRoutes(app, deps);
  templateSendRoutes(app, deps);
  noteRoutes(app, deps);
  markRoutes(app, deps);
  mergeRoutes(app, deps);
  draftRoutes(app, deps);
  scheduledRoutes(app, deps);
  transcriptRoutes(app, deps);
  viewRoutes(app, deps);
}
