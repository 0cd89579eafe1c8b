import { createHmac } from "node:crypto";
import type { Actor } from "../../platform/actor.ts";
import { openPlainPool } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { errorData } from "../../platform/logger.ts";
import { agentsOfUser, type AgentOfPerson } from "./agents.queries.ts";
import { ADDRESS_HEADER } from "./device-words.ts";
import { originOf } from "./headers.ts";
import {
  identityLibrary,
  PROLONGED_AFTER_SECONDS,
  SESSION_SECONDS,
  type IdentityLibrary,
} from "./identity-library.ts";
import { secondStepOf, type SecondStep } from "./second-step.ts";
import { noteUse } from "./sessions.queries.ts";

/** A role or session taken away counts for nothing after this long, on every node. */
const BELIEVED_MS = 3000;
const MOST_KNOWN = 5000;
/** which of a person's companies he works in now; only chooses among those the session has anyway */
export const ACCOUNT_COOKIE = "balcao.account";

export type Auth = {
  /**
   * Checks e-mail and password; null when they do not fit. `headers`: of the request. Answers the session's cookies; of who has a second
   * step and does not trust this browser, the cookie that lets `secondStep.pass` be called.
   */
  signIn(
    email: string,
    password: string,
    headers: Headers,
  ): Promise<{ cookies: string[]; asksCode: boolean } | null>;
  secondStep: SecondStep;
  /** ends the session; answers the cookies that take it out of the browser */
  signOut(headers: Headers): Promise<string[]>;
  /**
   * Who makes a request. `prolongs`: its answer can carry cookies, which say how much longer the session lasts from now on. An upgrade's
   * cannot: were the session prolonged there, the browser would never hear of it.
   */
  enter(headers: Headers, can: { prolongs: boolean }): Promise<{ actor: Actor | null; cookies: string[] }>;
  /** the agents this person is, in all companies */
  peopleOf(headers: Headers): Promise<AgentOfPerson[]>;
  /** starts a session without a password: for the demo's door, and for who just proved himself by a one-time link */
  openSession(userId: string, headers: Headers): Promise<string>;
  /** the cookie that says in which of his companies a person works now */
  accountCookie(accountId: string): string;
  hashPassword(password: string): Promise<string>;
  isPassword(hash: string, password: string): Promise<boolean>;
  /** what is believed of sessions on this node is looked up again at the next request */
  forget(): void;
  stop(): Promise<void>;
};

/** How a session is told to be in use: at most once a minute on each node. */
const NOTED_EVERY_MS = 60_000;

/** `isDue`: to be prolonged by the next request that can */
type Seen = { at: number; actor: Actor | null; people: AgentOfPerson[]; isDue: boolean };
const NOBODY: Seen = { at: 0, actor: null, people: [], isDue: false };

function actorOf(session: { id: string }, agent: AgentOfPerson): Actor {
  const { accountId, id, userId, name, role, teamIds, locale, segmentedView, owesTwoStep } = agent;
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
    owesTwoStep,
  };
}

/** Has it been so long since a session was last prolonged that it is to be again? The library judges likewise. */
const isDue = (session: { expiresAt: Date }): boolean =>
  session.expiresAt.getTime() - Date.now() <= (SESSION_SECONDS - PROLONGED_AFTER_SECONDS) * 1000;

/** Keeps when and where from each session was last used. It is nobody's answer that waits for it, nor that fails with it. */
function usesNoted(deps: Deps): (sessionId: string, headers: Headers) => void {
  const noted = new Map<string, number>();
  return (sessionId, headers) => {
    const now = performance.now();
    if (now - (noted.get(sessionId) ?? -Infinity) < NOTED_EVERY_MS) return;
    if (noted.size > MOST_KNOWN) noted.clear();
    noted.set(sessionId, now);
    noteUse(deps.system, sessionId, headers.get(ADDRESS_HEADER)).catch((error: unknown) =>
      deps.log.warn("sessions.note_failed", errorData(error)),
    );
  };
}

/** Who has the session of a request, believed for a moment. `cookies`: for the answer of one at which the session was prolonged. */
function lookOut(
  deps: Deps,
  auth: IdentityLibrary,
  accountCookie: (accountId: string) => string,
): {
  look(headers: Headers, prolongs: boolean): Promise<Seen & { cookies: string[] }>;
  forget(): void;
} {
  const known = new Map<string, Seen>();
  const note = usesNoted(deps);
  const look = async (headers: Headers, prolongs: boolean): Promise<Seen & { cookies: string[] }> => {
    const cookie = headers.get("cookie") ?? "";
    if (!cookie.includes("session_token")) return { ...NOBODY, cookies: [] };
    const entry = known.get(cookie);
    const isBelieved = entry !== undefined && performance.now() - entry.at < BELIEVED_MS;
    if (isBelieved && !(prolongs && entry.isDue)) return { ...entry, cookies: [] };
    const at = performance.now();
    const { response: found, headers: told } = await auth.api.getSession({
      headers,
      query: { disableRefresh: !prolongs },
      returnHeaders: true,
    });
    if (found) note(found.session.id, headers);
    const people = found
      ? await agentsOfUser(deps.system, found.user.id, found.session.createdAt.getTime())
      : [];
    const account = new RegExp(`(?:^|;\\s*)${ACCOUNT_COOKIE}=([0-9a-f-]{36})`).exec(cookie)?.[1];
    const agent = people.find((person) => person.accountId === account) ?? people[0];
    const seen = {
      at,
      actor: found && agent ? actorOf(found.session, agent) : null,
      people,
      isDue: found !== null && isDue(found.session),
    };
    if (known.size > MOST_KNOWN) known.clear();
    known.set(cookie, seen);
    const prolonged = found ? told.getSetCookie() : [];
    // the company chosen goes along, or its cookie would end while the session goes on
    const cookies = prolonged.length > 0 && account ? [...prolonged, accountCookie(account)] : prolonged;
    return { ...seen, cookies };
  };
  return { look, forget: () => known.clear() };
}

/**
 * Sign-in with e-mail and password; sessions in the database; nobody can register by himself. `secret` signs and encrypts; `older` ones
 * open what was encrypted before the key was changed.
 */
export function createAuth(
  deps: Deps,
  options: { databaseUrl: string; secret: string; older?: readonly string[] },
): Auth {
  const pool = openPlainPool({ url: options.databaseUrl, role: "balcao_system", max: 3, name: "auth" });
  const auth = identityLibrary(deps, { pool, secrets: [options.secret, ...(options.older ?? [])] });
  const secure = deps.baseUrl.startsWith("https:") ? "; Secure" : "";
  const attributes = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${SESSION_SECONDS}${secure}`;
  const accountCookie = (accountId: string): string => `${ACCOUNT_COOKIE}=${accountId}; ${attributes}`;
  const { look, forget } = lookOut(deps, auth, accountCookie);

  return {
    async signIn(email, password, headers) {
      const answer = await auth.api.signInEmail({
        body: { email, password },
        headers: originOf(headers),
        asResponse: true,
      });
      if (!answer.ok) return null;
      const told = (await answer.json()) as { twoFactorRedirect?: boolean };
      return { cookies: answer.headers.getSetCookie(), asksCode: told.twoFactorRedirect === true };
    },
    secondStep: secondStepOf(deps, auth),
    async signOut(headers) {
      const answer = await auth.api.signOut({ headers, asResponse: true });
      forget();
      return answer.headers.getSetCookie();
    },
    async enter(headers, { prolongs }) {
      const { actor, cookies } = await look(headers, prolongs);
      return { actor, cookies };
    },
    peopleOf: async (headers) => (await look(headers, false)).people,
    async openSession(userId, headers) {
      const context = await auth.$context;
      const session = await context.internalAdapter.createSession(userId, false, {
        ipAddress: headers.get(ADDRESS_HEADER),
        userAgent: headers.get("user-agent"),
      });
      const signature = createHmac("sha256", context.secret).update(session.token).digest("base64");
      return `${context.authCookies.sessionToken.name}=${encodeURIComponent(`${session.token}.${signature}`)}; ${attributes}`;
    },
    accountCookie,
    hashPassword: async (password) => (await auth.$context).password.hash(password),
    isPassword: async (hash, password) => (await auth.$context).password.verify({ hash, password }),
    forget,
    async stop() {
      await pool.end();
    },
  };
}
