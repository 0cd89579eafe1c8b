import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import files from "@fastify/static";
import websocket from "@fastify/websocket";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  agentRoutes,
  doorRoutes,
  headersOf,
  identityRoutes,
  meRoutes,
  teamRoutes,
  type Auth,
} from "./modules/agents/index.ts";
import { auditRoutes } from "./modules/audit/index.ts";
import { botRoutes, botTeamOwner, botTemplateUses, verifyPublished } from "./modules/bot/index.ts";
import {
  channelRoutes,
  numberSettingRoutes,
  graphNumbers,
  ledgerRoutes,
  webhookRoutes,
  type ChannelCache,
  type GraphFetch,
} from "./modules/channels/index.ts";
import {
  canSee,
  strayStatuses,
  contactDoor,
  conversationRoutes,
  hydrateRows,
  numberDesk,
  conversationsTeamOwner,
  onAgentPhones,
  releaseAgent,
  scheduledTemplateUses,
  socketRoutes,
  wakeAccount,
  type Realtime,
} from "./modules/conversations/index.ts";
import { contactFileRoutes, contactRoutes } from "./modules/contacts/index.ts";
import { costRoutes } from "./modules/costs/index.ts";
import { fieldRoutes } from "./modules/fields/index.ts";
import { labelRoutes } from "./modules/labels/index.ts";
import { pushRoutes } from "./modules/push/index.ts";
import { quickReplyRoutes, quickReplyTeamOwner } from "./modules/quick-replies/index.ts";
import { mailRoutes } from "./modules/mail/index.ts";
import { checkFile, mediaRoutes } from "./modules/media/index.ts";
import { templateRoutes, templatesTeamOwner } from "./modules/templates/index.ts";
import {
  foundingRoutes,
  getSettings,
  settingsRoutes,
  settingsTeamOwner,
  settingsTemplateUses,
} from "./modules/settings/index.ts";
import {
  prepareTickets,
  releaseTickets,
  slaRoutes,
  ticketChoiceRoutes,
  ticketFileRoutes,
  ticketOpeningRoutes,
  ticketRoutes,
  ticketTellingRoutes,
  ticketTemplateUses,
  ticketsTeamOwner,
  wakePromised,
} from "./modules/tickets/index.ts";
import type { Actor } from "./platform/actor.ts";
import type { Tx } from "./platform/database.ts";
import type { Deps } from "./platform/deps.ts";
import { GRAPH_BASE_URL, type SignupApp } from "./platform/config.ts";
import { policies } from "./platform/content-policy.ts";
import { guard } from "./platform/http.ts";
import { uuidv7 } from "./platform/ids.ts";
import { leaveInTime } from "./platform/leave.ts";
import { tooMany } from "./platform/limits.ts";
import { outwardFetch } from "./platform/outward.ts";

export type WebOptions = {
  auth: Auth;
  channels: ChannelCache;
  hub: Realtime;
  webDist: string | null;
  phoneUrl: string | null;
  /** how Graph is reached for new numbers; left out = Meta's own */
  graph?: { baseUrl: string; fetch: GraphFetch };
  /** see Config; left out = numbers are connected by hand */
  signup?: SignupApp | null;
  /** see Config */
  trustProxy?: string[];
};

const METAS_GRAPH: NonNullable<WebOptions["graph"]> = {
  baseUrl: GRAPH_BASE_URL,
  fetch: outwardFetch({ inner: [] }),
};
const BODY_LIMIT = 256 * 1024;
/** An address line and its headers, and a whole request: a file of 100 MB takes a quarter of an hour on 1 Mbit/s. Whoever is slower is told (408) and let go. */
const [LONGEST_HEADERS_MS, LONGEST_REQUEST_MS, CHECKED_MS] = [15_000, 15 * 60_000, 2_000];
/** Sockets of one node, each a few kilobytes, open or silent: more than its people ever have, and fewer than would take its memory. */
const MOST_CONNECTIONS = 4_000;
/** how long a person waits for Meta's answer to what they asked of it */
const GRAPH_MS = 20_000;

async function serveDesk(app: FastifyInstance, webDist: string): Promise<void> {
  await app.register(files, {
    root: webDist,
    wildcard: false,
    index: false,
    decorateReply: true,
    // each file's .br and .gz lie beside it and have no address of their own
    preCompressed: true,
    globIgnore: ["index.html", "**/*.br", "**/*.gz"],
    setHeaders: (reply, path) =>
      void reply.header(
        "cache-control",
        path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      ),
  });
  app.get("/*", { config: { policy: "public" } }, (request, reply) => {
    if (request.url.startsWith("/api/")) return reply.callNotFound();
    return reply.header("cache-control", "no-cache").sendFile("index.html", webDist, { cacheControl: false });
  });
}

/** Timers armed by what was before are looked at again, and what is published is verified again. */
async function onCompanyChanged(tx: Tx, accountId: string, now: number): Promise<void> {
  await wakeAccount(tx, accountId, now);
  await wakePromised(tx, accountId, now);
  await verifyPublished(tx, accountId, now);
}

/** Who left is answering nobody any more; a team may have nobody any more, or somebody again. */
async function onAgentActive(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  agent: { id: string; active: boolean },
): Promise<void> {
  if (!agent.active) {
    await releaseAgent(tx, deps, actor, agent.id);
    await releaseTickets(tx, actor, agent.id, deps.clock.now());
  }
  await verifyPublished(tx, actor.accountId, deps.clock.now());
}

/** Conversations as costs name them. */
async function conversationNames(tx: Tx, actor: Actor, ids: readonly string[]) {
  const rows = await hydrateRows(tx, [actor.accountId], ids);
  const seen = [...rows.values()].filter((row) => canSee(actor, row));
  return new Map(seen.map(({ id, protocol, contact }) => [id, { protocol, contact }]));
}

/** What each module answers; the lower ones are given what the upper ones know of teams and agents. */
function registerModules(app: FastifyInstance, deps: Deps, options: WebOptions): void {
  const { auth, phoneUrl } = options;
  meRoutes(app, deps, auth, { switches: getSettings, phoneUrl });
  doorRoutes(app, deps, auth);
  identityRoutes(app, deps, auth);
  auditRoutes(app, deps);
  foundingRoutes(app, deps, auth, prepareTickets);
  agentRoutes(app, deps, auth, { onActive: onAgentActive, onPhones: onAgentPhones });
  teamRoutes(app, deps, {
    owners: [
      settingsTeamOwner,
      templatesTeamOwner,
      quickReplyTeamOwner,
      botTeamOwner,
      conversationsTeamOwner,
      ticketsTeamOwner,
    ],
    onChanged: onCompanyChanged,
  });
  settingsRoutes(app, deps, onCompanyChanged);
  botRoutes(app, deps);
  quickReplyRoutes(app, deps);
  pushRoutes(app, deps);
  mailRoutes(app, deps);
  conversationRoutes(app, deps);
  ticketRoutes(app, deps);
  ticketChoiceRoutes(app, deps);
  ticketFileRoutes(app, deps);
  ticketOpeningRoutes(app, deps);
  ticketTellingRoutes(app, deps);
  slaRoutes(app, deps);
  contactRoutes(app, deps, contactDoor);
  contactFileRoutes(app, deps, contactDoor);
  fieldRoutes(app, deps);
  costRoutes(app, deps, conversationNames);
  labelRoutes(app, deps);
  const { baseUrl: graphBaseUrl, fetch } = options.graph ?? METAS_GRAPH;
  const numbers = graphNumbers(options.channels, fetch, GRAPH_MS);
  templateRoutes(app, deps, { number: numbers, typeOf: checkFile, onChanged: verifyPublished }, [
    botTemplateUses,
    settingsTemplateUses,
    scheduledTemplateUses,
    ticketTemplateUses,
  ]);
  ledgerRoutes(app, deps, options.channels);
  numberSettingRoutes(app, deps, { channels: options.channels, onSaved: onCompanyChanged });
  channelRoutes(app, deps, {
    channels: options.channels,
    fetch,
    statusesOf: strayStatuses,
    desk: numberDesk,
    onChanged: onCompanyChanged,
    graphBaseUrl,
    signup: options.signup ?? null,
  });
  mediaRoutes(app, deps, canSee);
  socketRoutes(app, deps, options.hub);
  webhookRoutes(app, deps, options.channels);
}

/** The Fastify app of a web node. Every route has a policy, or this throws. */
export async function buildWeb(deps: Deps, options: WebOptions): Promise<FastifyInstance> {
  const app = Fastify({
    genReqId: uuidv7,
    bodyLimit: BODY_LIMIT,
    logger: false,
    trustProxy: options.trustProxy?.length ? options.trustProxy : false,
    routerOptions: { ignoreTrailingSlash: true },
    requestTimeout: LONGEST_REQUEST_MS,
    http: { headersTimeout: LONGEST_HEADERS_MS, connectionsCheckingInterval: CHECKED_MS },
  });
  app.server.maxConnections = MOST_CONNECTIONS;
  // a form of another site can send text/plain without asking first
  app.removeContentTypeParser("text/plain");
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const resolveActor = async (request: FastifyRequest, reply: FastifyReply): Promise<Actor | null> => {
    const prolongs = request.headers.upgrade === undefined;
    const { actor, cookies } = await options.auth.enter(headersOf(request), { prolongs });
    if (cookies.length > 0) void reply.header("set-cookie", cookies);
    return actor;
  };
  app.addHook(
    "onClose",
    options.hub.onRights(() => options.auth.forget()),
  );
  app.addHook("onRoute", (route) => {
    // files of the built desk are public by nature; the plugin that serves them knows no policies
    if (
      route.config?.policy === undefined &&
      options.webDist !== null &&
      (route.method === "GET" || route.method === "HEAD" || Array.isArray(route.method)) &&
      !route.url.startsWith("/api/")
    )
      route.config = { ...route.config, policy: "public" };
  });
  // before the guard: what it refuses has them, too
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: policies(options) },
    referrerPolicy: { policy: "no-referrer" },
    crossOriginEmbedderPolicy: false,
    // the window in which somebody signs in to Facebook tells this one how it went
    ...(options.signup ? { crossOriginOpenerPolicy: { policy: "same-origin-allow-popups" } as const } : {}),
    strictTransportSecurity: deps.baseUrl.startsWith("https:"),
  });
  guard(app, deps.log, resolveActor);
  await app.register(rateLimit, { global: false, errorResponseBuilder: tooMany });
  await app.register(websocket, { options: { maxPayload: 16 * 1024 } });
  leaveInTime(app);
  app.addHook("onSend", async (request, reply) => {
    if (request.url.startsWith("/api/") && !reply.hasHeader("cache-control"))
      void reply.header("cache-control", "no-store");
  });
  app.get("/api/health", { config: { policy: "public" } }, () => ({ status: "ok" }));
  registerModules(app, deps, options);
  if (options.webDist !== null && existsSync(join(options.webDist, "index.html")))
    await serveDesk(app, options.webDist);
  return app;
}
