import {
  AgentList,
  DemoSignIn,
  IdParams,
  Me,
  PreferencesPatch,
  SignInOptions,
  Team,
  TeamCreate,
  TeamList,
  TeamUpdate,
} from "@balcao/api";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, sqlState, UNIQUE_VIOLATION, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { administrators, anyAgent } from "../../platform/http.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid, notFound } from "../../platform/problem.ts";
import { demoPeople, listAgents, loadAccount, updatePreferences } from "./agents.queries.ts";
import type { Auth } from "./auth.ts";
import { insertTeam, listTeams, updateTeam, type TeamRow } from "./teams.queries.ts";

/** Facts of other modules that the session answer carries; filled by web.ts, since this module stands below them. */
export type SessionExtras = {
  switches(tx: Tx, accountId: string): Promise<{ segmentedView: boolean; assignOnFirstReply: boolean }>;
  phoneUrl: string | null;
};

export const headersOf = (request: Pick<FastifyRequest, "headers">): Headers => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  return headers;
};

export function sessionRoutes(app: FastifyInstance, deps: Deps, auth: Auth, extras: SessionExtras): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get(
    "/api/me",
    { config: { policy: anyAgent }, schema: { response: { 200: Me } } },
    async (request) => {
      const { actor } = request;
      const people = await auth.peopleOf(headersOf(request));
      return inAccount(deps.app, actor.accountId, async (tx) => {
        const account = await loadAccount(tx, actor.accountId);
        const agent = (await listAgents(tx, actor.accountId)).find((entry) => entry.id === actor.agentId);
        if (!account || !agent) throw notFound();
        return {
          agent: {
            id: agent.id,
            name: agent.name,
            email: agent.email,
            role: agent.role,
            preferences: agent.preferences,
          },
          account,
          accounts: people
            .filter((entry) => entry.accountId !== actor.accountId)
            .map((entry) => ({ id: entry.accountId, name: entry.accountId })),
          teamIds: agent.teamIds,
          ...(await extras.switches(tx, actor.accountId)),
          demo: account.demo && deps.demo ? { phoneUrl: extras.phoneUrl } : null,
          now: new Date(deps.clock.now()).toISOString(),
        };
      });
    },
  );
  routes.patch(
    "/api/me/preferences",
    {
      config: { policy: anyAgent },
      bodyLimit: 8192,
      schema: { body: PreferencesPatch, response: { 204: z.null() } },
    },
    async ({ actor, body }, reply) => {
      await inAccount(deps.app, actor.accountId, (tx) =>
        updatePreferences(tx, actor.accountId, actor.agentId, body),
      );
      return reply.code(204).send(null);
    },
  );
  routes.get(
    "/api/sign-in-options",
    { config: { policy: "public" }, schema: { response: { 200: SignInOptions } } },
    async () => {
      const people = deps.demo ? await demoPeople(deps.system) : [];
      return {
        needsFirstAdministrator: false,
        demoPeople: people.map((person) => ({
          agentId: person.id,
          name: person.name,
          role: person.role,
          teams: person.teams,
        })),
      };
    },
  );
  routes.post(
    "/api/demo/sign-in",
    { config: { policy: "public" }, schema: { body: DemoSignIn, response: { 204: z.null() } } },
    async ({ body }, reply) => {
      const person = deps.demo
        ? (await demoPeople(deps.system)).find((entry) => entry.id === body.agentId)
        : undefined;
      if (!person) throw notFound();
      return reply
        .header("set-cookie", await auth.openSession(person.userId))
        .code(204)
        .send(null);
    },
  );
  app.all("/api/auth/*", { config: { policy: "public" } }, async (request, reply) => {
    const body =
      request.method === "GET" || request.method === "HEAD" ? undefined : JSON.stringify(request.body ?? {});
    const answer = await auth.handle(
      new Request(new URL(request.url, deps.baseUrl), {
        method: request.method,
        headers: headersOf(request),
        ...(body === undefined ? {} : { body }),
      }),
    );
    void reply.code(answer.status);
    for (const [name, value] of answer.headers) if (name !== "set-cookie") void reply.header(name, value);
    const cookies = answer.headers.getSetCookie();
    if (cookies.length > 0) void reply.header("set-cookie", cookies);
    return reply.send(await answer.text());
  });
}

async function changed(tx: Tx, deps: Deps, actor: Actor, id: string): Promise<TeamRow> {
  await appendEvents(tx, [
    {
      accountId: actor.accountId,
      type: "team.changed",
      teamId: id,
      agentId: actor.agentId,
      at: deps.clock.now(),
      data: {},
    },
  ]);
  const team = (await listTeams(tx, actor.accountId)).find((entry) => entry.id === id);
  if (!team) throw notFound();
  return team;
}

/** A name used twice and a member who is not there are told by field. */
async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw invalid([{ path: "name", code: "taken" }]);
    if (sqlState(error) === "23503") throw invalid([{ path: "memberIds", code: "unknown_agent" }]);
    throw error;
  }
}

/** Configurações > Equipes, and the people who work here. */
export function agentRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.get(
    "/api/agents",
    { config: { policy: anyAgent }, schema: { response: { 200: AgentList } } },
    ({ actor }) =>
      inAccount(deps.app, actor.accountId, async (tx) => ({ items: await listAgents(tx, actor.accountId) })),
  );
  routes.get(
    "/api/teams",
    { config: { policy: anyAgent }, schema: { response: { 200: TeamList } } },
    ({ actor }) =>
      inAccount(deps.app, actor.accountId, async (tx) => ({ items: await listTeams(tx, actor.accountId) })),
  );
  routes.post(
    "/api/teams",
    { config: { policy: administrators }, schema: { body: TeamCreate, response: { 201: Team } } },
    async ({ actor, body }, reply) => {
      const id = uuidv7();
      const team = await named(() =>
        inAccount(deps.app, actor.accountId, async (tx) => {
          await insertTeam(tx, actor.accountId, id, body, deps.clock.now());
          return changed(tx, deps, actor, id);
        }),
      );
      deps.wake.signal("events");
      return reply.code(201).send(team);
    },
  );
  routes.put(
    "/api/teams/:id",
    {
      config: { policy: administrators },
      schema: { params: IdParams, body: TeamUpdate, response: { 200: Team } },
    },
    async ({ actor, body, params }) => {
      const team = await named(() =>
        inAccount(deps.app, actor.accountId, async (tx) => {
          const { version, ...fields } = body;
          if (await updateTeam(tx, actor.accountId, params.id, fields, version))
            return changed(tx, deps, actor, params.id);
          const current = (await listTeams(tx, actor.accountId)).find((entry) => entry.id === params.id);
          throw current ? conflict("version_conflict", { current }) : notFound();
        }),
      );
      deps.wake.signal("events");
      return team;
    },
  );
}
