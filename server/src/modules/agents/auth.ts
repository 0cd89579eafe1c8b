import { createHmac } from "node:crypto";
import { betterAuth } from "better-auth";
import type { Actor } from "../../platform/actor.ts";
import { openPlainPool } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { agentsOfUser, type AgentOfPerson } from "./agents.queries.ts";
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from "./password.ts";

/** A role or session taken away counts for nothing after this long, on every node. */
const BELIEVED_MS = 3000;
const MOST_KNOWN = 5000;
const SESSION_SECONDS = 14 * 86_400;
/** which of a person's companies he works in now; only chooses among those the session has anyway */
export const ACCOUNT_COOKIE = "balcao.account";

export type Auth = {
  /** checks e-mail and password; answers the session's cookies, or null when they do not fit */
  signIn(email: string, password: string): Promise<{ userId: string; cookies: string[] } | null>;
  /** ends the session; answers the cookies that take it out of the browser */
  signOut(headers: Headers): Promise<string[]>;
  actorOf(headers: Headers): Promise<Actor | null>;
  /** the agents this person is, in all companies */
  peopleOf(headers: Headers): Promise<AgentOfPerson[]>;
  /** starts a session without a password: for the demo's door, and for who just proved himself by a one-time link */
  openSession(userId: string): Promise<string>;
  /** the cookie that says in which of his companies a person works now */
  accountCookie(accountId: string): string;
  hashPassword(password: string): Promise<string>;
  isPassword(hash: string, password: string): Promise<boolean>;
  /** what is believed of sessions on this node is looked up again at the next request */
  forget(): void;
  stop(): Promise<void>;
};

type Seen = { at: number; actor: Actor | null; people: AgentOfPerson[] };
const NOBODY: Seen = { at: 0, actor: null, people: [] };

const library = (deps: Deps, options: { pool: ReturnType<typeof openPlainPool>; secret: string }) =>
  betterAuth({
    appName: "Balcão",
    baseURL: deps.baseUrl,
    basePath: "/api/auth",
    secret: options.secret,
    database: options.pool,
    trustedOrigins: [deps.baseUrl],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
    },
    user: { modelName: "auth_user" },
    session: { modelName: "auth_session", expiresIn: SESSION_SECONDS, updateAge: 86_400 },
    account: { modelName: "auth_credential" },
    verification: { modelName: "auth_verification" },
    // the web node counts attempts, by address and by e-mail; the library would not know the address
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: "balcao",
      useSecureCookies: deps.baseUrl.startsWith("https:"),
      ipAddress: { disableIpTracking: true },
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });

function actorOf(session: { id: string }, agent: AgentOfPerson): Actor {
  const { accountId, id, userId, name, role, teamIds, locale, segmentedView } = agent;
  return {
    accountId,
    agentId: id,
    userId,
    sessionId: session.id,
    name,
    role,
    teamIds,
    locale,
    segmentedView,
  };
}

/** Sign-in with e-mail and password; sessions in the database; nobody can register by himself. */
export function createAuth(deps: Deps, options: { databaseUrl: string; secret: string }): Auth {
  const pool = openPlainPool({ url: options.databaseUrl, role: "balcao_system", max: 3, name: "auth" });
  const auth = library(deps, { pool, secret: options.secret });
  const secure = deps.baseUrl.startsWith("https:") ? "; Secure" : "";
  const attributes = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${SESSION_SECONDS}${secure}`;
  const known = new Map<string, Seen>();
  const look = async (headers: Headers): Promise<Seen> => {
    const cookie = headers.get("cookie") ?? "";
    if (!cookie.includes("session_token")) return NOBODY;
    const entry = known.get(cookie);
    if (entry && performance.now() - entry.at < BELIEVED_MS) return entry;
    const at = performance.now();
    const found = await auth.api.getSession({ headers });
    const people = found ? await agentsOfUser(deps.system, found.user.id) : [];
    const wanted = new RegExp(`(?:^|;\\s*)${ACCOUNT_COOKIE}=([0-9a-f-]{36})`).exec(cookie)?.[1];
    const agent = people.find((person) => person.accountId === wanted) ?? people[0];
    const seen = { at, actor: found && agent ? actorOf(found.session, agent) : null, people };
    if (known.size > MOST_KNOWN) known.clear();
    known.set(cookie, seen);
    return seen;
  };

  return {
    async signIn(email, password) {
      const answer = await auth.api.signInEmail({ body: { email, password }, asResponse: true });
      if (!answer.ok) return null;
      const { user } = (await answer.json()) as { user: { id: string } };
      return { userId: user.id, cookies: answer.headers.getSetCookie() };
    },
    async signOut(headers) {
      const answer = await auth.api.signOut({ headers, asResponse: true });
      known.clear();
      return answer.headers.getSetCookie();
    },
    actorOf: async (headers) => (await look(headers)).actor,
    peopleOf: async (headers) => (await look(headers)).people,
    async openSession(userId) {
      const context = await auth.$context;
      const session = await context.internalAdapter.createSession(userId);
      const signature = createHmac("sha256", context.secret).update(session.token).digest("base64");
      return `${context.authCookies.sessionToken.name}=${encodeURIComponent(`${session.token}.${signature}`)}; ${attributes}`;
    },
    accountCookie: (accountId) => `${ACCOUNT_COOKIE}=${accountId}; ${attributes}`,
    hashPassword: async (password) => (await auth.$context).password.hash(password),
    isPassword: async (hash, password) => (await auth.$context).password.verify({ hash, password }),
    forget: () => known.clear(),
    async stop() {
      await pool.end();
    },
  };
}
