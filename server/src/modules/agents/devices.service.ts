import type { AgentAccess, Device, PasswordChange } from "@balcao/api";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { conflict, invalid, notFound } from "../../platform/problem.ts";
import { listAgents, loadAccount } from "./agents.queries.ts";
import type { Auth } from "./auth.ts";
import { deviceWords } from "./device-words.ts";
import { passwordHashOf, updatePassword } from "./identities.queries.ts";
import { isGuessable } from "./password.ts";
import { tellOfPerson, type ActedFrom } from "./security.queries.ts";
import { endSessions, sessionsOf, type SessionRow } from "./sessions.queries.ts";
import { distrustDevices, twoStepOf } from "./two-step.queries.ts";

const iso = (at: number): string => new Date(at).toISOString();

/** An address as people write it: the identity library keeps every zero of an IPv6 one. */
function shortAddress(address: string | null): string | null {
  const url = `http://[${address}]/`;
  return address?.includes(":") && URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : address;
}

function shown({ userAgent, createdAt, seenAt, ...row }: SessionRow, current: string): Device {
  return {
    id: row.id,
    address: shortAddress(row.address),
    ...deviceWords(userAgent),
    signedInAt: iso(createdAt),
    seenAt: iso(seenAt),
    isThis: row.id === current,
  };
}

/** The browsers this person is signed in with. */
export const getDevices = async (deps: Deps, actor: Actor): Promise<Device[]> =>
  (await sessionsOf(deps.system, actor.userId)).map((row) => shown(row, actor.sessionId));

/** What was ended counts for nothing from now on: on this node at once, on the others as soon as they read the log. */
export function spread(deps: Deps, auth: Auth): void {
  auth.forget();
  deps.wake.signal("events");
}

/** Signs the person out of one browser (a 404 when it is not signed in as this person), or of all but the one that asks. */
export async function endDevices(
  deps: Deps,
  auth: Auth,
  actor: Actor,
  which: { only: string } | "others",
  from: ActedFrom,
): Promise<void> {
  await deps.system.transaction().execute(async (tx) => {
    const ended = await endSessions(
      tx,
      actor.userId,
      which === "others" ? { allBut: actor.sessionId } : which,
    );
    if (ended === 0 && which !== "others") throw notFound();
    if (ended === 0) return;
    const data = { count: ended, cause: which === "others" ? "others" : "one", ...from };
    await tellOfPerson(tx, actor.userId, { act: "sessions_ended", at: deps.clock.now(), data });
  });
  spread(deps, auth);
}

/** The agent of this company with that id; a 404 when there is none. */
export async function colleague(deps: Deps, actor: Actor, id: string): Promise<{ userId: string }> {
  const agents = await inAccount(deps.app, actor.accountId, (tx) => listAgents(tx, actor.accountId));
  const agent = agents.find((entry) => entry.id === id);
  if (!agent) throw notFound();
  return agent;
}

/** How an agent can get in, for an administrator of the company. */
export async function getAccess(deps: Deps, actor: Actor, id: string): Promise<AgentAccess> {
  const { userId } = await colleague(deps, actor, id);
  const sessions = await sessionsOf(deps.system, userId);
  const { isOn, hasPassword } = await twoStepOf(deps.system, userId);
  const seenAt = sessions[0] ? iso(sessions[0].seenAt) : null;
  return { devices: sessions.length, seenAt, hasPassword, twoStep: isOn };
}

/** Signs an agent out everywhere, whichever companies the person works for: a lost computer is lost for all of them. */
export async function endAgentSessions(
  deps: Deps,
  auth: Auth,
  actor: Actor,
  id: string,
  from: ActedFrom,
): Promise<void> {
  const { userId } = await colleague(deps, actor, id);
  await deps.system.transaction().execute(async (tx) => {
    const ended = await endSessions(tx, userId, "all");
    if (ended === 0) return;
    const data = { count: ended, cause: "administrator", ...from };
    await tellOfPerson(tx, userId, { act: "sessions_ended", at: deps.clock.now(), by: actor, data });
  });
  spread(deps, auth);
}

/**
 * Throws the problem, by field, unless this is the password of who acts; a 409 for who has none (people of the demo). Answers its hash.
 */
export async function provePassword(
  deps: Deps,
  auth: Auth,
  actor: Actor,
  password: string,
  path: string,
): Promise<string> {
  const hash = await passwordHashOf(deps.system, actor.userId);
  if (hash === null) throw conflict("no_password");
  if (!(await auth.isPassword(hash, password))) throw invalid([{ path, code: "wrong_password" }]);
  return hash;
}

/** Another password, for who knows the present one; every other browser is signed out. */
export async function changePassword(
  deps: Deps,
  auth: Auth,
  actor: Actor,
  { current, password }: z.infer<typeof PasswordChange>,
  from: ActedFrom,
): Promise<void> {
  const before = await provePassword(deps, auth, actor, current, "current");
  const known = await inAccount(deps.app, actor.accountId, async (tx) => {
    const agents = await listAgents(tx, actor.accountId);
    const account = await loadAccount(tx, actor.accountId);
    return [actor.name, agents.find(({ id }) => id === actor.agentId)?.email ?? "", account?.name ?? ""];
  });
  if (isGuessable(password, known)) throw invalid([{ path: "password", code: "guessable_password" }]);
  const hash = await auth.hashPassword(password);
  const at = deps.clock.now();
  await deps.system.transaction().execute(async (tx) => {
    if (!(await updatePassword(tx, actor.userId, hash, before)))
      throw invalid([{ path: "current", code: "wrong_password" }]);
    await distrustDevices(tx, actor.userId);
    await tellOfPerson(tx, actor.userId, { act: "password_changed", at, data: from });
    const ended = await endSessions(tx, actor.userId, { allBut: actor.sessionId });
    const data = { count: ended, cause: "password", ...from };
    if (ended > 0) await tellOfPerson(tx, actor.userId, { act: "sessions_ended", at, data });
  });
  spread(deps, auth);
}
