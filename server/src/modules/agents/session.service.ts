import type { Me, SecondStep, SignInOptions } from "@balcao/api";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { notFound, ProblemError } from "../../platform/problem.ts";
import {
  agentsOfUser,
  demoPeople,
  listAgents,
  loadAccount,
  updatePreferences,
  type AgentOfPerson,
} from "./agents.queries.ts";
import type { Auth } from "./auth.ts";
import { actedFrom } from "./device-words.ts";
import { endSessionsOfLeaver, findPerson, hasAdministrator, keepFirstToken } from "./identities.queries.ts";
import { tellOfPerson } from "./security.queries.ts";
import { newToken, tokenHash } from "./tokens.ts";

/** Facts of other modules that the session answer carries; filled by web.ts, since this module stands below them. */
export type SessionExtras = {
  switches(
    tx: Tx,
    accountId: string,
  ): Promise<Pick<Me, "segmentedView" | "assignOnFirstReply" | "onlyResponsibleReplies">>;
  phoneUrl: string | null;
};

/** Who is signed in, where, and what his screens need from the first moment. */
export const getMe = (
  deps: Deps,
  actor: Actor,
  people: readonly AgentOfPerson[],
  extras: SessionExtras,
): Promise<Me> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    const account = await loadAccount(tx, actor.accountId);
    const agent = (await listAgents(tx, actor.accountId)).find((entry) => entry.id === actor.agentId);
    if (!account || !agent) throw notFound();
    const { id, name, email, role, preferences } = agent;
    return {
      agent: { id, name, email, role, preferences },
      account,
      accounts: people
        .filter((person) => person.accountId !== actor.accountId)
        .map((person) => ({ id: person.accountId, name: person.accountName })),
      teamIds: agent.teamIds,
      ...(await extras.switches(tx, actor.accountId)),
      owesTwoStep: actor.owesTwoStep,
      demo: account.demo && deps.demo ? { phoneUrl: extras.phoneUrl } : null,
      now: new Date(deps.clock.now()).toISOString(),
    };
  });

const MOST_PREFERENCES = 8192;

/** Merges preferences; what one agent keeps stays small, whatever the number of patches. */
export async function savePreferences(
  deps: Deps,
  actor: Actor,
  patch: Record<string, unknown>,
): Promise<void> {
  await inAccount(deps.app, actor.accountId, async (tx) => {
    const size = await updatePreferences(tx, actor.accountId, actor.agentId, patch);
    if (size > MOST_PREFERENCES) throw new ProblemError(413, "too_large");
  });
  // colleagues see who chose to be away
  if ("availability" in patch) deps.wake.signal("presence");
}

export async function getSignInOptions(deps: Deps, passkeys: boolean): Promise<SignInOptions> {
  const people = deps.demo ? await demoPeople(deps.system) : [];
  return {
    passkeys,
    needsFirstAdministrator: !(await hasAdministrator(deps.system)),
    demoPeople: people.map(({ id, name, role, teams }) => ({ agentId: id, name, role, teams })),
  };
}

/** The demo's door: no password, demo companies only, closed when the installation is not a demo. Answers the cookie. */
export async function signInAsDemo(
  deps: Deps,
  auth: Auth,
  agentId: string,
  headers: Headers,
): Promise<string> {
  const person = deps.demo
    ? (await demoPeople(deps.system)).find((entry) => entry.id === agentId)
    : undefined;
  if (!person) throw notFound();
  const cookie = await auth.openSession(person.userId, headers);
  await tellSignedIn(deps, person.userId, "demo", headers);
  return cookie;
}

/** Writes in the log that a person came in, and by which door. */
export const tellSignedIn = (
  deps: Deps,
  userId: string,
  by: "password" | "code" | "backup_code" | "passkey" | "demo" | "invitation" | "first_link",
  headers: Headers,
): Promise<void> =>
  tellOfPerson(deps.system, userId, {
    act: "signed_in",
    at: deps.clock.now(),
    data: { by, ...actedFrom(headers) },
  });

/** Writes in the log that somebody was not let in as this person. Asked of nobody too: the clock must not tell whether there is such a person. */
export const tellRefused = (
  deps: Deps,
  userId: string | null,
  by: "password" | "code" | "passkey",
  headers: Headers,
): Promise<void> =>
  tellOfPerson(deps.system, userId ?? "", {
    act: "sign_in_failed",
    at: deps.clock.now(),
    by: null,
    data: { by, ...actedFrom(headers) },
  });

/** Who works in no company (any more) has nothing to enter. */
export async function mustWorkSomewhere(deps: Deps, userId: string): Promise<void> {
  if ((await agentsOfUser(deps.system, userId, null)).length > 0) return;
  await endSessionsOfLeaver(deps.system, userId);
  throw new ProblemError(401, "wrong_credentials");
}

/** What a door answers: the cookies of a session, or those of a sign-in that waits for a code. */
export type Entered = { cookies: string[]; asksCode: boolean };

/** E-mail and password. */
export async function signIn(
  deps: Deps,
  auth: Auth,
  { email, password }: { email: string; password: string },
  headers: Headers,
): Promise<Entered> {
  const address = email.toLowerCase();
  const entered = await auth.signIn(address, password, headers);
  const person = await findPerson(deps.system, address);
  if (!entered || !person) {
    await tellRefused(deps, person?.userId ?? null, "password", headers);
    throw new ProblemError(401, "wrong_credentials");
  }
  await mustWorkSomewhere(deps, person.userId);
  if (!entered.asksCode) await tellSignedIn(deps, person.userId, "password", headers);
  return entered;
}

/** The code after the password. Answers the session's cookies. */
export async function passSecondStep(
  deps: Deps,
  auth: Auth,
  code: z.infer<typeof SecondStep>,
  headers: Headers,
): Promise<string[]> {
  const userId = await auth.secondStep.waitsFor(headers);
  if (userId === null) throw new ProblemError(401, "sign_in_again");
  let cookies: string[];
  try {
    cookies = await auth.secondStep.pass(userId, headers, code);
  } catch (error) {
    if (error instanceof ProblemError) await tellRefused(deps, userId, "code", headers);
    throw error;
  }
  await mustWorkSomewhere(deps, userId);
  await tellSignedIn(deps, userId, code.kind === "totp" ? "code" : "backup_code", headers);
  return cookies;
}

/** Ends the session of a request, whoever's it is. Answers the cookies that take it out of the browser. */
export async function signOut(deps: Deps, auth: Auth, headers: Headers): Promise<string[]> {
  const { actor } = await auth.enter(headers, { prolongs: false });
  const cookies = await auth.signOut(headers);
  if (!actor) return cookies;
  await tellOfPerson(deps.system, actor.userId, {
    act: "signed_out",
    at: deps.clock.now(),
    data: actedFrom(headers),
  });
  deps.wake.signal("events");
  return cookies;
}

const FIRST_VALID_MS = 7 * 86_400_000;

/** A link by which whoever reads this node's output sets the installation up; null when there is an administrator already. */
export async function firstAdministratorLink(deps: Deps): Promise<string | null> {
  if (await hasAdministrator(deps.system)) return null;
  const token = newToken();
  await keepFirstToken(deps.system, tokenHash(token), deps.clock.now() + FIRST_VALID_MS);
  return `${deps.baseUrl}/first-administrator/${token}`;
}

/** Works in another of his companies from now on. Answers the cookie. */
export function changeCompany(auth: Auth, people: readonly AgentOfPerson[], accountId: string): string {
  if (!people.some((person) => person.accountId === accountId)) throw notFound();
  return auth.accountCookie(accountId);
}
