import {
  ConversationTickets,
  IdParams,
  Ticket,
  TicketActivity,
  TicketActivityQuery,
  TicketActs,
  TicketBatch,
  TicketBatchResult,
  TicketBoard,
  TicketBoardQuery,
  TicketClone,
  TicketComment,
  TicketCounts,
  TicketCountsQuery,
  TicketCreate,
  TicketLink,
  TicketMerge,
  TicketNumberParams,
  TicketPage,
  TicketQuery,
  TicketRelate,
  TicketResult,
  TicketUnlink,
  TicketUnrelate,
} from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent, sentenceOf } from "../../platform/http.ts";
import { actOnTickets } from "./batch.service.ts";
import { cloneTickets, mergeTickets, relateTickets, unrelateTickets } from "./relations.service.ts";
import {
  getActivity,
  getBoard,
  getConversationTickets,
  getCounts,
  getTicket,
  getTickets,
} from "./tickets.reading.ts";
import { comment } from "./telling.service.ts";
import { actOnTicket, createTicket, linkMessages, unlinkMessages } from "./tickets.service.ts";

const config = { policy: anyAgent };
const params = IdParams;

function readingRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.get(
    "/api/tickets",
    { config, schema: { querystring: TicketQuery, response: { 200: TicketPage } } },
    ({ actor, query }) => getTickets(deps, actor, query),
  );
  routes.get(
    "/api/tickets/board",
    { config, schema: { querystring: TicketBoardQuery, response: { 200: TicketBoard } } },
    ({ actor, query }) => getBoard(deps, actor, query),
  );
  routes.get(
    "/api/tickets/counts",
    { config, schema: { querystring: TicketCountsQuery, response: { 200: TicketCounts } } },
    ({ actor, query }) => getCounts(deps, actor, query),
  );
  routes.get(
    "/api/tickets/by-number/:number",
    { config, schema: { params: TicketNumberParams, response: { 200: Ticket } } },
    ({ actor, params: { number } }) => getTicket(deps, actor, { number }),
  );
  routes.get(
    "/api/tickets/:id",
    { config, schema: { params, response: { 200: Ticket } } },
    ({ actor, params: { id } }) => getTicket(deps, actor, { id }),
  );
  routes.get(
    "/api/tickets/:id/activity",
    { config, schema: { params, querystring: TicketActivityQuery, response: { 200: TicketActivity } } },
    ({ actor, params: { id }, query }) => getActivity(deps, actor, id, query),
  );
  routes.get(
    "/api/conversations/:id/tickets",
    { config, schema: { params, response: { 200: ConversationTickets } } },
    ({ actor, params: { id } }) => getConversationTickets(deps, actor, id),
  );
}

function relationRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const response = { 200: TicketResult };
  routes.post(
    "/api/tickets/:id/relate",
    { config, schema: { params, body: TicketRelate, response } },
    ({ actor, params: { id }, body }) => relateTickets(deps, actor, id, body),
  );
  routes.post(
    "/api/tickets/:id/unrelate",
    { config, schema: { params, body: TicketUnrelate, response } },
    ({ actor, params: { id }, body }) => unrelateTickets(deps, actor, id, body),
  );
  routes.post(
    "/api/tickets/:id/merge",
    { config, schema: { params, body: TicketMerge, response } },
    ({ actor, params: { id }, body }) => mergeTickets(deps, actor, id, body),
  );
  routes.post(
    "/api/tickets/:id/clone",
    { config, schema: { params, body: TicketClone, response: { 201: TicketResult } } },
    async ({ actor, params: { id }, body }, reply) =>
      reply.code(201).send(await cloneTickets(deps, actor, id, body.key)),
  );
}

/** Chamados. */
export function ticketRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const response = { 200: TicketResult };
  readingRoutes(app, deps);
  relationRoutes(app, deps);
  routes.post(
    "/api/tickets",
    { config, schema: { body: TicketCreate, response: { 201: TicketResult } } },
    async ({ actor, body }, reply) => reply.code(201).send(await createTicket(deps, actor, body)),
  );
  routes.post(
    "/api/tickets/acts",
    { config, schema: { body: TicketBatch, response: { 200: TicketBatchResult } } },
    async (request) => {
      const results = await actOnTickets(deps, request.actor, request.body);
      return {
        items: results.map(({ id, ticket, problem }) => ({
          id,
          ticket,
          problem: problem && { code: problem.code, title: sentenceOf(request, problem.code) },
        })),
      };
    },
  );
  routes.post(
    "/api/tickets/:id/acts",
    { config, schema: { params, body: TicketActs, response } },
    ({ actor, params: { id }, body }) => actOnTicket(deps, actor, id, body),
  );
  routes.post(
    "/api/tickets/:id/messages",
    { config, schema: { params, body: TicketLink, response } },
    ({ actor, params: { id }, body }) => linkMessages(deps, actor, id, body),
  );
  routes.post(
    "/api/tickets/:id/unlink",
    { config, schema: { params, body: TicketUnlink, response } },
    ({ actor, params: { id }, body }) => unlinkMessages(deps, actor, id, body),
  );
  routes.post(
    "/api/tickets/:id/comments",
    { config, schema: { params, body: TicketComment, response } },
    ({ actor, params: { id }, body }) => comment(deps, actor, id, body),
  );
}
