import type {
  DeliveryResult,
  WebhookDelivery,
  WebhookDetail,
  WebhookList,
  WebhookListQuery,
  WebhookSettings,
  WebhookState,
} from "@balcao/api";
import { silenceOf } from "@balcao/core";
import { describeDelivery, encodeLikeMeta, showDelivery } from "@balcao/whatsapp";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { conflict, invalid, notFound } from "../../platform/problem.ts";
import type { ChannelCache } from "./channel-cache.ts";
import { numbersHeard } from "./hearing.queries.ts";
import { appendFacts } from "./inbox.queries.ts";
import {
  beginAgain,
  countLoose,
  countProblems,
  ledgerFloor,
  loadKeep,
  readDelivery,
  readLedger,
  saveKeep,
  setAsideOf,
  takeLoose,
  type LedgerPlace,
  type LedgerRow,
  type LedgerWish,
} from "./ledger.queries.ts";
import { laneOf } from "./lane-facts.ts";
import { factsOfDelivery } from "./webhook.ts";

/** A search reads the bodies of so many deliveries at one time; the reader asks for more. */
const SEARCH_DEPTH = 20_000;
const MOST_RAW = 64 * 1024;
const MOST_WAMIDS = 100;

const timeOf = (at: number): string => new Date(at).toISOString();

function resultOf({ unreadable, setAside, isWaiting }: LedgerRow): DeliveryResult {
  if (unreadable !== null) return "unreadable";
  if (setAside !== null) return "set_aside";
  return isWaiting ? "waiting" : "done";
}

/** A delivery as answers tell it. */
function deliveryView(row: LedgerRow): WebhookDelivery {
  const told = row.body === null ? null : describeDelivery(row.body);
  return {
    id: row.id,
    channelId: row.channelId,
    receivedAt: timeOf(row.receivedAt),
    lagMs: told === null || told.newestAt === null ? null : Math.max(0, row.receivedAt - told.newestAt),
    fields: told?.fields ?? [],
    facts: row.facts,
    bytes: row.bytes,
    result: resultOf(row),
    error: row.unreadable ?? row.setAside,
    replayedAt: row.replayedAt === null ? null : timeOf(row.replayedAt),
  };
}

const writeCursor = ({ at, id }: LedgerPlace): string => Buffer.from(`${at}|${id}`).toString("base64url");

/** Throws a problem 422 for one that was not given out here. */
function readCursor(cursor: string | undefined): LedgerPlace | null {
  if (cursor === undefined) return null;
  const [at, id] = Buffer.from(cursor, "base64url").toString("utf8").split("|");
  if (
    !at ||
    !id ||
    !/^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d/.test(at) ||
    !/^[0-9a-f-]{36}$/.test(id)
  )
    throw invalid([{ path: "cursor", code: "invalid" }]);
  return { at, id };
}

/** The bytes that a text has inside a body, however its writer escapes it. */
function piecesOf(text: string): Buffer[] {
  const inside = (bytes: Uint8Array): Buffer => Buffer.from(bytes).subarray(1, -1);
  const ways = [inside(encodeLikeMeta(text)), inside(Buffer.from(JSON.stringify(text)))];
  return ways[0]?.equals(ways[1] as Buffer) ? [ways[0]] : ways;
}

function wishOf({ channelId, result, field, search }: z.output<typeof WebhookListQuery>): LedgerWish {
  const pieces: Buffer[][] = [];
  if (field !== undefined)
    pieces.push([Buffer.from(`"field":"${field}"`), Buffer.from(`"field": "${field}"`)]);
  if (search !== undefined) pieces.push(piecesOf(search));
  return { channelId: channelId ?? null, result: result ?? null, pieces };
}

/** A page of the ledger, the newest first. */
export const listDeliveries = (
  deps: Deps,
  actor: Actor,
  query: z.output<typeof WebhookListQuery>,
): Promise<WebhookList> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    const wish = wishOf(query);
    const from = readCursor(query.cursor);
    const searches = wish.pieces.length > 0;
    const floor = searches ? await ledgerFloor(tx, actor.accountId, wish, from, SEARCH_DEPTH) : null;
    const rows = await readLedger(tx, actor.accountId, wish, { from, floor, limit: query.limit + 1 });
    const items = rows.slice(0, query.limit);
    const last = items.at(-1);
    if (rows.length > query.limit && last)
      return { items: items.map(deliveryView), nextCursor: writeCursor(last), searchedTo: null };
    return {
      items: items.map(deliveryView),
      nextCursor: floor === null ? null : writeCursor(floor),
      searchedTo: floor === null ? null : timeOf(Date.parse(floor.at)),
    };
  });

function detailOf(row: LedgerRow & { body: Buffer }, problems: WebhookDetail["problems"]): WebhookDetail {
  const raw = showDelivery(row.body);
  return {
    delivery: deliveryView(row),
    wamids: (describeDelivery(row.body)?.wamids ?? []).slice(0, MOST_WAMIDS),
    raw: raw.slice(0, MOST_RAW),
    isCut: raw.length > MOST_RAW,
    problems,
  };
}

/** One delivery with what it says. Throws a problem 404. */
export const getDelivery = (deps: Deps, actor: Actor, id: string): Promise<WebhookDetail> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    const row = await readDelivery(tx, actor.accountId, id);
    if (row === null) throw notFound();
    const aside = await setAsideOf(tx, actor.accountId, id);
    return detailOf(
      row,
      aside.map(({ kind, error, at }) => ({ kind, error, at: timeOf(at) })),
    );
  });

/**
 * Has a delivery handled again, as it arrived then: what is known already stays as it is, what was set aside gets its second chance. While
 * its facts wait in a lane nothing happens. Throws a problem 404.
 */
export async function replayDelivery(
  deps: Deps,
  channels: ChannelCache,
  actor: Actor,
  id: string,
): Promise<WebhookDetail> {
  const { accountId } = actor;
  const siblings = await channels.siblings(accountId);
  await inAccount(deps.app, accountId, async (tx) => {
    const row = await readDelivery(tx, accountId, id, true);
    if (row === null) throw notFound();
    if (row.isWaiting) return;
    const channel = await channels.byId(row.channelId);
    if (channel?.accountId !== accountId) throw notFound();
    const { facts, error } = factsOfDelivery(channel, siblings, {
      id,
      body: row.body,
      receivedAt: row.receivedAt,
    });
    await beginAgain(tx, accountId, id, { facts: facts.length, error, now: deps.clock.now() });
    await appendFacts(tx, facts);
    const data = { deliveryId: id, channelId: row.channelId };
    await appendEvents(tx, [
      { accountId, type: "webhook.replayed", at: deps.clock.now(), agentId: actor.agentId, data },
    ]);
  });
  deps.wake.signal("facts");
  return getDelivery(deps, actor, id);
}

const MOST_LOOSE = 1_000;

/** Has what was set aside and is of no delivery handled again, the oldest first. */
export async function replayLoose(deps: Deps, actor: Actor): Promise<WebhookState> {
  const { accountId, agentId } = actor;
  await inAccount(deps.app, accountId, async (tx) => {
    const loose = await takeLoose(tx, accountId, MOST_LOOSE);
    if (loose.length === 0) return;
    await appendFacts(
      tx,
      loose.map((fact) => ({ ...fact, accountId, lane: laneOf(fact.channelId), deliveryId: null })),
    );
    const data = { loose: loose.length };
    await appendEvents(tx, [{ accountId, type: "webhook.replayed", at: deps.clock.now(), agentId, data }]);
  });
  deps.wake.signal("facts");
  return getWebhookState(deps, actor);
}

/** How the account's numbers are heard from, what went wrong, and how long deliveries are kept. */
export const getWebhookState = (deps: Deps, actor: Actor): Promise<WebhookState> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    const now = deps.clock.now();
    const numbers = await numbersHeard(tx, actor.accountId, now);
    return {
      numbers: numbers.map(({ channelId, name, displayPhone, lastAt, day, before, removed }) => {
        const silence = removed ? null : silenceOf({ lastAt, before }, now);
        return {
          channelId,
          name,
          displayPhone,
          lastAt: lastAt === null ? null : timeOf(lastAt),
          day,
          removed,
          silence: silence && { since: timeOf(silence.since), usual: silence.usual },
        };
      }),
      problems: await countProblems(tx, actor.accountId),
      loose: await countLoose(tx, actor.accountId),
      ...(await loadKeep(tx, actor.accountId)),
    };
  });

/** Says how long deliveries are kept. Throws a problem 409 with the setting as it is when somebody else was faster. */
export async function setWebhookKeep(
  deps: Deps,
  actor: Actor,
  { keepDays, version }: z.output<typeof WebhookSettings>,
): Promise<WebhookState> {
  await inAccount(deps.app, actor.accountId, async (tx) => {
    const now = deps.clock.now();
    const before = await loadKeep(tx, actor.accountId);
    const isSaved =
      before.version === version &&
      (await saveKeep(tx, actor.accountId, { keepDays, version: version + 1 }, now));
    if (!isSaved) throw conflict("version_conflict", { current: before });
    const { accountId, agentId } = actor;
    const data = { webhookDays: keepDays };
    await appendEvents(tx, [{ accountId, type: "settings.changed", agentId, at: now, data }]);
  });
  return getWebhookState(deps, actor);
}
