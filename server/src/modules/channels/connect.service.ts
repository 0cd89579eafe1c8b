import { randomBytes } from "node:crypto";
import type {
  ChannelAccess,
  ChannelAccessChange,
  ChannelCreate,
  ChannelInspection,
  ChannelView,
} from "@balcao/api";
import { digitsOf } from "@balcao/core";
import {
  setupChecks,
  worstOf,
  type Check,
  type NumberNode,
  type OwnFacts,
  type SetupFacts,
} from "@balcao/whatsapp";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, sqlState } from "../../platform/database.ts";
import type { SignupApp } from "../../platform/config.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { setNumberActive, type OnSettingsSaved } from "../settings/index.ts";
import { conflict, notFound, ProblemError } from "../../platform/problem.ts";
import { addChannel, returnChannel, type ChannelFields } from "./channels.service.ts";
import { findRemoved } from "./removal.queries.ts";
import type { NumberDesk } from "./removal.service.ts";
import { obstacleOf, partsBefore, viewChannel, type Reader } from "./check-view.ts";
import { sayFinding } from "./check-words.ts";
import { checkUp, type CheckupOptions } from "./checkup.ts";
import { saveAccess } from "./channels.queries.ts";
import { sealedPlace, type OpenChannel } from "./channel-cache.ts";
import { accessOf, callbackOf, isMetas, probe, type Access } from "./probe.ts";

/** Graph as new numbers are reached: Meta's own, or what stands in for it. */
export type ConnectOptions = CheckupOptions & {
  graphBaseUrl: string;
  signup: SignupApp | null;
  desk: NumberDesk;
  /** a number has come or gone that begins its conversations where it wants to */
  onChanged: OnSettingsSaved;
};

export const GRAPH_VERSION = "v26.0";

/** What is known of a number that is not connected yet. */
const strange = (access: Access, wabaId: string, phoneNumberId: string): OwnFacts => ({
  appId: access.appId,
  wabaId,
  phoneNumberId,
  callbackUrl: "",
  ownCallbacks: [],
  isMeta: isMetas(access.baseUrl),
  verified: null,
  lastWebhookAt: null,
  silentSince: null,
  badSignatureAt: null,
  test: null,
  pausedCode: null,
});

type GivenAccess = { appId: string; appSecret: string; accessToken: string };
const givenAccess = ({ graphBaseUrl }: ConnectOptions, given: GivenAccess): Access => ({
  appId: given.appId,
  appSecret: given.appSecret,
  token: given.accessToken,
  baseUrl: graphBaseUrl,
  version: GRAPH_VERSION,
});

const numbersOf = (nodes: readonly NumberNode[], taken: ReadonlyMap<string, OpenChannel>) =>
  nodes.map(({ id, displayPhone, verifiedName }) => ({
    phoneNumberId: id,
    displayPhone: displayPhone === null ? id : digitsOf(displayPhone),
    verifiedName,
    isTaken: taken.get(id)?.removed === false,
  }));

/** What the given access can do, and the numbers it reaches. Nothing is kept. */
export async function inspect(
  deps: Deps,
  options: ConnectOptions,
  actor: Actor,
  given: ChannelAccess,
  reader: Reader,
): Promise<ChannelInspection> {
  const access = givenAccess(options, given);
  const now = deps.clock.now();
  const look = (wabaId: string): Promise<SetupFacts> =>
    probe(options.fetch, access, strange(access, wabaId, ""), null, now);
  const first = await look(given.wabaId ?? "");
  const granted = first.token.kind === "told" ? first.token.facts.wabaIds : [];
  const wabaIds = given.wabaId === null ? granted.slice(0, 20) : [given.wabaId];
  const looked = given.wabaId === null ? await Promise.all(wabaIds.map(look)) : [first];
  const taken = await options.channels.siblings(actor.accountId);
  const accounts = looked.flatMap(({ waba, numbers, own }) =>
    waba.kind === "told" && numbers.kind === "told"
      ? [
          {
            wabaId: own.wabaId,
            name: waba.facts.name ?? own.wabaId,
            numbers: numbersOf(numbers.facts, taken),
          },
        ]
      : [],
  );
  // of several accounts the one that can be reached speaks for all: others may be none of this desk's business
  const shown = looked.find(({ waba }) => waba.kind === "told") ?? looked[0] ?? first;
  const checks = setupChecks(shown).filter(({ id }) => id !== "number" || accounts.length > 0);
  const parts = partsBefore(checks, reader);
  const told = new Set(parts.flatMap((part) => part.checks.map(({ id }) => id)));
  return { state: worstOf(checks.filter(({ id }) => told.has(id))), parts, accounts };
}

/** The sentence of what stands in the way, as a problem. */
function refused(obstacle: Check, { locale, timeZone }: Reader): ProblemError {
  return new ProblemError(422, "channel_access_refused", {
    data: { check: obstacle.id, ...sayFinding(obstacle, locale, timeZone) },
  });
}

/** Connects a number that the access reaches, or one that was disconnected, which finds its conversations; its webhook and registration are the next steps. Answers it with all that was found. */
export async function connect(
  deps: Deps,
  options: ConnectOptions,
  actor: Actor,
  given: ChannelCreate,
  reader: Reader,
): Promise<ChannelView> {
  const { accountId, agentId } = actor;
  const access = givenAccess(options, given);
  const now = deps.clock.now();
  const own = strange(access, given.wabaId, given.phoneNumberId);
  const facts = await probe(options.fetch, access, own, null, now);
  const obstacle = obstacleOf(setupChecks(facts));
  if (obstacle) throw refused(obstacle, reader);
  const node = facts.number.kind === "told" ? facts.number.facts : null;
  let id = uuidv7();
  try {
    await inAccount(deps.app, accountId, async (tx) => {
      const known = await findRemoved(tx, accountId, given.phoneNumberId);
      id = known ?? id;
      const fields: ChannelFields = {
        accountId,
        id,
        name: given.name,
        phoneNumberId: given.phoneNumberId,
        wabaId: given.wabaId,
        displayPhone: digitsOf(node?.displayPhone ?? "") || given.phoneNumberId,
        appId: given.appId,
        graphBaseUrl: access.baseUrl,
        accessToken: given.accessToken,
        appSecret: given.appSecret,
        verifyToken: randomBytes(24).toString("base64url"),
      };
      await (known === null ? addChannel : returnChannel)(tx, deps, fields);
      if (known !== null) {
        await setNumberActive(tx, fields, true);
        await options.desk.resume(tx, fields, now);
        await options.onChanged(tx, accountId, now);
      }
      await appendEvents(tx, [
        { accountId, type: "channel.connected", agentId, at: now, data: { channelId: id } },
      ]);
    });
  } catch (error) {
    if (sqlState(error) === "23505") throw conflict("channel_taken");
    throw error;
  }
  options.channels.clear();
  deps.wake.signal("templates");
  deps.wake.signal("events");
  const channel = await options.channels.byId(id);
  if (!channel) throw notFound();
  await checkUp(deps, options, channel);
  return viewChannel(deps, actor, channel, reader);
}

/** New secrets take the place of the old ones once Meta has accepted them; until then, and if it does not, the old ones are used. */
export async function changeAccess(
  deps: Deps,
  options: ConnectOptions,
  actor: Actor,
  channel: OpenChannel,
  given: ChannelAccessChange,
  reader: Reader,
): Promise<ChannelView> {
  const fresh = {
    appId: given.appId,
    appSecret: given.appSecret ?? channel.appSecret,
    accessToken: given.accessToken ?? channel.accessToken,
  };
  const now = deps.clock.now();
  const access = {
    ...accessOf(channel),
    appId: fresh.appId,
    appSecret: fresh.appSecret,
    token: fresh.accessToken,
  };
  const own = strange(access, channel.wabaId, channel.phoneNumberId);
  const facts = await probe(
    options.fetch,
    access,
    { ...own, callbackUrl: callbackOf(deps.baseUrl, channel.id) },
    null,
    now,
  );
  const obstacle = obstacleOf(setupChecks(facts));
  if (obstacle) return viewChannel(deps, actor, channel, reader, obstacle);
  const { accountId, agentId } = actor;
  const isSaved = await inAccount(deps.app, accountId, async (tx) => {
    const sealed = {
      accessToken: deps.sealer.seal(fresh.accessToken, sealedPlace(channel.id, "access_token")),
      appSecret: deps.sealer.seal(fresh.appSecret, sealedPlace(channel.id, "app_secret")),
    };
    if (!(await saveAccess(tx, channel, { appId: fresh.appId, ...sealed }, given.version))) return false;
    await appendEvents(tx, [
      { accountId, type: "channel.access_changed", agentId, at: now, data: { channelId: channel.id } },
    ]);
    return true;
  });
  if (!isSaved) throw conflict("version_conflict");
  options.channels.clear();
  const renewed = (await options.channels.byId(channel.id)) ?? channel;
  await checkUp(deps, options, renewed);
  return viewChannel(deps, actor, renewed, reader);
}
