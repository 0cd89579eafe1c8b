import type { AccessSettings, TwoStep, TwoStepBegun } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { conflict, invalid } from "../../platform/problem.ts";
import type { Auth } from "./auth.ts";
import { colleague, provePassword, spread } from "./devices.service.ts";
import { tellOfPerson, type ActedFrom } from "./security.queries.ts";
import { endSessions } from "./sessions.queries.ts";
import { countTwoStep, requireTwoStep, turnOff, turnOn, twoStepOf } from "./two-step.queries.ts";

/** How one's own second step stands. */
export async function getTwoStep(deps: Deps, auth: Auth, { userId }: Actor): Promise<TwoStep> {
  const { isOn, hasPassword, isRequired } = await twoStepOf(deps.system, userId);
  return {
    isOn,
    hasPassword,
    isRequired,
    backupCodesLeft: isOn ? await auth.secondStep.backupCodesLeft(userId) : 0,
  };
}

/** A secret and backup codes, for who knows the password; in force once a code of the secret was told. 409 when it is on already. */
export async function beginTwoStep(
  deps: Deps,
  auth: Auth,
  actor: Actor,
  password: string,
  headers: Headers,
): Promise<TwoStepBegun> {
  await provePassword(deps, auth, actor, password, "password");
  const begun = await auth.secondStep.begin(headers, password);
  if (!begun) throw conflict("two_step_on");
  return begun;
}

/** Turns the second step on: whoever tells a code has the secret in an app. */
export async function confirmTwoStep(
  deps: Deps,
  auth: Auth,
  { userId }: Actor,
  code: string,
  from: ActedFrom,
): Promise<void> {
  if (!(await auth.secondStep.confirms(userId, code))) throw invalid([{ path: "code", code: "wrong_code" }]);
  await deps.system.transaction().execute(async (tx) => {
    if (!(await turnOn(tx, userId))) throw conflict("two_step_on");
    await tellOfPerson(tx, userId, { act: "two_step_on", at: deps.clock.now(), data: from });
  });
  spread(deps, auth);
}

/** Turns one's own second step off, for who knows the password; a 409 where a company asks for it. */
export async function turnOffTwoStep(
  deps: Deps,
  auth: Auth,
  actor: Actor,
  password: string,
  from: ActedFrom,
): Promise<void> {
  const { userId } = actor;
  await provePassword(deps, auth, actor, password, "password");
  await deps.system.transaction().execute(async (tx) => {
    if ((await twoStepOf(tx, userId)).isRequired) throw conflict("two_step_required");
    if (await turnOff(tx, userId))
      await tellOfPerson(tx, userId, { act: "two_step_off", at: deps.clock.now(), data: from });
  });
  spread(deps, auth);
}

/** Other backup codes, for who knows the password; those of before count no more. */
export async function renewBackupCodes(
  deps: Deps,
  auth: Auth,
  actor: Actor,
  password: string,
  headers: Headers,
  from: ActedFrom,
): Promise<string[]> {
  await provePassword(deps, auth, actor, password, "password");
  const backupCodes = await auth.secondStep.newBackupCodes(headers, password);
  if (!backupCodes) throw conflict("two_step_not_on");
  const told = { act: "backup_codes_made" as const, at: deps.clock.now(), data: from };
  await tellOfPerson(deps.system, actor.userId, told);
  return backupCodes;
}

/**
 * Turns the second step of an agent off who lost the phone, and signs the agent out everywhere. Not one's own (409), and not that of a
 * person who works for another company too: one company's administrator cannot open the other's door (409).
 */
export async function resetTwoStep(
  deps: Deps,
  auth: Auth,
  actor: Actor,
  id: string,
  from: ActedFrom,
): Promise<void> {
  const { userId } = await colleague(deps, actor, id);
  if (userId === actor.userId) throw conflict("two_step_own");
  await deps.system.transaction().execute(async (tx) => {
    const at = deps.clock.now();
    if ((await twoStepOf(tx, userId)).companies > 1) throw conflict("two_step_elsewhere");
    if (!(await turnOff(tx, userId))) throw conflict("two_step_not_on");
    await tellOfPerson(tx, userId, { act: "two_step_reset", at, by: actor, data: from });
    const count = await endSessions(tx, userId, "all");
    const data = { count, cause: "administrator", ...from };
    if (count > 0) await tellOfPerson(tx, userId, { act: "sessions_ended", at, by: actor, data });
  });
  spread(deps, auth);
}

/** What a company asks for at sign-in, and how many of its people have it. */
export async function getAccessSettings(deps: Deps, { accountId }: Actor): Promise<AccessSettings> {
  const { since, ...counts } = await countTwoStep(deps.system, accountId);
  return { twoStepRequired: since !== null, ...counts };
}

/** Asks everybody of the company for a second step: at the next sign-in, and within a day. */
export async function saveAccessSettings(
  deps: Deps,
  auth: Auth,
  actor: Actor,
  required: boolean,
  from: ActedFrom,
): Promise<AccessSettings> {
  const { accountId, agentId } = actor;
  await inAccount(deps.app, accountId, async (tx) => {
    if (!(await requireTwoStep(tx, accountId, required))) return;
    const type = required ? "security.two_step_required" : "security.two_step_optional";
    await appendEvents(tx, [{ accountId, type, agentId, at: deps.clock.now(), data: { ...from } }]);
  });
  spread(deps, auth);
  return getAccessSettings(deps, actor);
}
