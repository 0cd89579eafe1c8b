import { createHmac } from "node:crypto";
import { betterAuth } from "better-auth";
import pg from "pg";
import type { Actor } from "../../platform/actor.ts";
import type { Deps } from "../../platform/deps.ts";
import { agentsOfUser, type AgentRow } from "./agents.queries.ts";

/** A role or session taken away counts for nothing after this long, on every node. */
const BELIEVED_MS = 3000;
const MOST_KNOWN = 5000;
const SHORTEST_PASSWORD = 12;

export type Auth = {
  /** the identity library's own routes, below /api/auth */
  handle(request: Request): Promise<Response>;
  actorOf(headers: Headers): Promise<Actor | null>;
  /** the agents this person is, in all companies */
  peopleOf(headers: Headers): Promise<AgentRow[]>;
  /** starts a session without a password, for the demo's door; answers the cookie */
  openSession(userId: string): Promise<string>;
  stop(): Promise<void>;
};

/** Sign-in with e-mail and password; sessions in the database; nobody can register by himself. */
export function createAuth(deps: Deps, options: { databaseUrl: string; secret: string }): Auth {
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: 3,
    options: "-c role=balcao_system",
    application_name: "balcao auth",
  });
  pool.on("error", () => undefined);
  const auth = betterAuth({
    appName: "Balcão",
    baseURL: deps.baseUrl,
    basePath: "/api/auth",
    secret: options.secret,
    database: pool,
    trustedOrigins: [deps.baseUrl],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: 128,
    },
    user: { modelName: "auth_user" },
    session: { modelName: "auth_session", expiresIn: 14 * 86_400, updateAge: 86_400 },
    account: { modelName: "auth_credential" },
    verification: { modelName: "auth_verification" },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 100,
      customRules: { "/sign-in/email": { window: 60, max: 5 } },
    },
    advanced: {
      cookiePrefix: "balcao",
      useSecureCookies: deps.baseUrl.startsWith("https:"),
      disableCSRFCheck: false,
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });

  const known = new Map<string, { at: number; actor: Actor | null; people: AgentRow[] }>();
  const look = async (headers: Headers): Promise<{ actor: Actor | null; people: AgentRow[] }> => {
    const cookie = headers.get("cookie") ?? "";
    if (!cookie.includes("session_token")) return { actor: null, people: [] };
    const entry = known.get(cookie);
    if (entry && performance.now() - entry.at < BELIEVED_MS) return entry;
    const session = await auth.api.getSession({ headers });
    const people = session ? await agentsOfUser(deps.system, session.user.id) : [];
    const [agent] = people;
    const actor: Actor | null =
      session && agent
        ? {
            accountId: agent.accountId,
            agentId: agent.id,
            userId: agent.userId,
            sessionId: session.session.id,
            name: agent.name,
            role: agent.role,
            teamIds: agent.teamIds,
            locale: agent.locale,
          }
        : null;
    if (known.size > MOST_KNOWN) known.clear();
    known.set(cookie, { at: performance.now(), actor, people });
    return { actor, people };
  };

  return {
    handle: (request) => auth.handler(request),
    actorOf: async (headers) => (await look(headers)).actor,
    peopleOf: async (headers) => (await look(headers)).people,
    async openSession(userId) {
      const context = await auth.$context;
      const session = await context.internalAdapter.createSession(userId);
      const { name, attributes } = context.authCookies.sessionToken;
      const signature = createHmac("sha256", context.secret).update(session.token).digest("base64");
      const secure = attributes.secure ? "; Secure" : "";
      return `${name}=${encodeURIComponent(`${session.token}.${signature}`)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${14 * 86_400}${secure}`;
    },
    async stop() {
      await pool.end();
    },
  };
}
