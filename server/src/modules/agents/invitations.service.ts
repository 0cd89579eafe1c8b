import type { Invitation, InvitationAccept, InvitationCreate, InvitationView } from "@balcao/api";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, sqlState, UNIQUE_VIOLATION, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { invalid, notFound, ProblemError } from "../../platform/problem.ts";
import { hireAgent, listAgents } from "./agents.queries.ts";
import type { Auth } from "./auth.ts";
import { findPerson, insertPassword, insertPerson, type Person } from "./identities.queries.ts";
import {
  findInvitation,
  insertInvitation,
  listInvitations,
  markAccepted,
  revokeInvitations,
  type InvitationByToken,
  type InvitationRow,
} from "./invitations.queries.ts";
import { isGuessable } from "./password.ts";
import { signIn, tellSignedIn, type Entered } from "./session.service.ts";
import { listTeams } from "./teams.queries.ts";
import { newToken, tokenHash } from "./tokens.ts";

type View = z.infer<typeof Invitation>;
const VALID_MS = 7 * 86_400_000;

function view(row: InvitationRow, now: number): View {
  const { id, email, name, role, teamIds } = row;
  const state =
    row.acceptedAt !== null
      ? "accepted"
      : row.revokedAt !== null
        ? "revoked"
        : row.expiresAt <= now
          ? "expired"
          : "waiting";
  return { id, email, name, role, teamIds, state, expiresAt: new Date(row.expiresAt).toISOString() };
}

const tell = (tx: Tx, actor: Pick<Actor, "accountId" | "agentId">, at: number): Promise<void> =>
  appendEvents(tx, [
    { accountId: actor.accountId, type: "invitation.changed", agentId: actor.agentId, at, data: {} },
  ]);

export const getInvitations = (deps: Deps, actor: Actor): Promise<View[]> =>
  inAccount(deps.app, actor.accountId, async (tx) =>
    (await listInvitations(tx, actor.accountId)).map((row) => view(row, deps.clock.now())),
  );

/** Invites a person; the link is answered once and not stored. An earlier invitation to the same e-mail no longer counts. */
export async function invite(
  deps: Deps,
  actor: Actor,
  wanted: z.infer<typeof InvitationCreate>,
): Promise<{ invitation: View; link: string }> {
  const { accountId, agentId } = actor;
  const now = deps.clock.now();
  const token = newToken();
  const row = {
    ...wanted,
    accountId,
    id: uuidv7(),
    email: wanted.email.toLowerCase(),
    teamIds: [...new Set(wanted.teamIds)],
    expiresAt: now + VALID_MS,
    acceptedAt: null,
    revokedAt: null,
  };
  await inAccount(deps.app, accountId, async (tx) => {
    const teams = new Set((await listTeams(tx, accountId)).map((team) => team.id));
    if (row.teamIds.some((id) => !teams.has(id))) throw invalid([{ path: "teamIds", code: "unknown_team" }]);
    const agents = await listAgents(tx, accountId);
    if (agents.some((agent) => agent.active && agent.email.toLowerCase() === row.email))
      throw invalid([{ path: "email", code: "already_agent" }]);
    await revokeInvitations(tx, accountId, { email: row.email }, now);
    await insertInvitation(tx, { ...row, tokenHash: tokenHash(token), invitedBy: agentId, at: now });
    await tell(tx, actor, now);
  });
  deps.wake.signal("events");
  return { invitation: view(row, now), link: `${deps.baseUrl}/invitation/${token}` };
}

/** Takes an invitation back. One accepted or revoked before is left as it is, and answered as missing. */
export async function revoke(deps: Deps, actor: Actor, id: string): Promise<void> {
  const now = deps.clock.now();
  await inAccount(deps.app, actor.accountId, async (tx) => {
    if ((await revokeInvitations(tx, actor.accountId, { id }, now)) === 0) throw notFound();
    await tell(tx, actor, now);
  });
  deps.wake.signal("events");
}

/** An unknown token, and one used, revoked or too old, are told alike. */
const gone = (): ProblemError => new ProblemError(404, "invitation_invalid");

function valid(found: InvitationByToken | null, now: number): InvitationByToken {
  if (!found || view(found, now).state !== "waiting") throw gone();
  return found;
}

/** What the bearer of a link is shown before saying yes. */
export async function lookAt(deps: Deps, token: string): Promise<z.infer<typeof InvitationView>> {
  const found = valid(await findInvitation(deps.system, tokenHash(token), false), deps.clock.now());
  const person = await findPerson(deps.system, found.email);
  return { company: found.company, email: found.email, name: found.name, needsPassword: person === null };
}

/** Who signs in already proves it by his password; who does not chooses one. Answers the hash of a new one. */
async function provePassword(
  auth: Auth,
  person: Person | null,
  password: string,
  known: readonly string[],
): Promise<string | null> {
  const path = "password";
  if (person === null) {
    if (isGuessable(password, known)) throw invalid([{ path, code: "guessable_password" }]);
    return auth.hashPassword(password);
  }
  const fits = person.passwordHash !== null && (await auth.isPassword(person.passwordHash, password));
  if (!fits) throw invalid([{ path, code: "wrong_password" }]);
  return null;
}

/**
 * Makes the bearer of a link an agent: person, password, agent, teams and the use of the token in one transaction. Answers the
 * session's cookies, that of the company joined included; of who has a second step, those of a sign-in that waits for the code.
 */
export async function accept(
  deps: Deps,
  auth: Auth,
  { token, name, password }: z.infer<typeof InvitationAccept>,
  headers: Headers,
): Promise<Entered> {
  const now = deps.clock.now();
  const hash = tokenHash(token);
  const seen = valid(await findInvitation(deps.system, hash, false), now);
  const person = await findPerson(deps.system, seen.email);
  const newHash = await provePassword(auth, person, password, [seen.email, name, seen.company]);
  const userId = person?.userId ?? uuidv7();
  try {
    await deps.system.transaction().execute(async (tx) => {
      const invitation = valid(await findInvitation(tx, hash, true), now);
      const { accountId, email, role, teamIds } = invitation;
      if (newHash !== null) {
        await insertPerson(tx, { id: userId, name, email });
        await insertPassword(tx, userId, newHash);
      }
      const id = await hireAgent(tx, { accountId, id: uuidv7(), userId, name, email, role, teamIds }, now);
      await markAccepted(tx, accountId, invitation.id, now);
      await appendEvents(tx, [
        { accountId, type: "agent.changed", agentId: id, at: now, data: { agentId: id } },
      ]);
      await tell(tx, { accountId, agentId: id }, now);
    });
  } catch (error) {
    // the same e-mail accepted another company's invitation at this very moment: his password is asked for, once more
    if (sqlState(error) === UNIQUE_VIOLATION) throw invalid([{ path: "password", code: "wrong_password" }]);
    throw error;
  }
  auth.forget();
  deps.wake.signal("events");
  const company = auth.accountCookie(seen.accountId);
  if (newHash === null) {
    // who has a second step is asked for it here as at any other door
    const entered = await signIn(deps, auth, { email: seen.email, password }, headers);
    return { ...entered, cookies: [...entered.cookies, company] };
  }
  const cookie = await auth.openSession(userId, headers);
  await tellSignedIn(deps, userId, "invitation", headers);
  return { cookies: [cookie, company], asksCode: false };
}
