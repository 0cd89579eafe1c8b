import { createHash } from "node:crypto";
import type { PushBrowser, PushSettings, PushSettingsView, PushSubscribe } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid, notFound } from "../../platform/problem.ts";
import type { SealedColumn } from "../../platform/reseal.ts";
import { MAKER_HOSTS, makerOf } from "./push-hosts.ts";
import { identity, type PushAddress } from "./push-identity.ts";
import {
  addNotices,
  endOthers,
  endSubscription,
  findSubscription,
  keepLatest,
  loadPushSetting,
  saveSubscription,
  savePushSetting,
  type PushSettingRow,
} from "./push.queries.ts";

/** Browsers of one person; the oldest gives way. */
const MOST_BROWSERS = 10;
const NEVER_SAVED: PushSettingRow = { enabled: false, makers: [], version: 0 };

async function view(deps: Deps, row: PushSettingRow): Promise<PushSettingsView> {
  const hosts = Object.fromEntries(
    Object.entries(MAKER_HOSTS).map(([maker, names]) => [
      maker,
      names.map((name) => name.replace(/^\./, "*.")),
    ]),
  ) as PushSettingsView["hosts"];
  return { ...row, hosts, publicKey: row.enabled ? (await identity(deps)).publicKey : null };
}

/** What the account allows. */
export async function readPushSettings(deps: Deps, actor: Actor): Promise<PushSettingsView> {
  const row = await inAccount(deps.app, actor.accountId, (tx) => loadPushSetting(tx, actor.accountId));
  return view(deps, row ?? NEVER_SAVED);
}

/** Turns notices to closed browsers on or off; refuses a version that somebody else has passed. */
export async function writePushSettings(
  deps: Deps,
  actor: Actor,
  wanted: PushSettings,
): Promise<PushSettingsView> {
  const { accountId, agentId } = actor;
  if (wanted.enabled && wanted.makers.length === 0) throw invalid([{ path: "makers", code: "required" }]);
  const now = deps.clock.now();
  const row = { ...wanted, makers: [...new Set(wanted.makers)], version: wanted.version + 1 };
  const current = await inAccount(deps.app, accountId, async (tx) => {
    const before = (await loadPushSetting(tx, accountId, true)) ?? NEVER_SAVED;
    const isNext = before.version === wanted.version && (await savePushSetting(tx, accountId, row, now));
    if (!isNext) return (await loadPushSetting(tx, accountId)) ?? before;
    await appendEvents(tx, [
      { accountId, type: "settings.changed", agentId, at: now, data: { push: row.enabled } },
    ]);
    return null;
  });
  if (current) throw conflict("version_conflict", { current: await view(deps, current) });
  deps.wake.signal("events");
  return view(deps, row);
}

const hashOf = (endpoint: string): Buffer => createHash("sha256").update(endpoint).digest();
const sealedFor = (accountId: string, id: string): string => `push_subscription:${accountId}:${id}:address`;

/** What a change of keys has to seal anew. */
export const sealedAddresses: SealedColumn = {
  table: "push_subscription",
  column: "address_sealed",
  ids: ["account_id", "id"],
  place: ({ account_id: accountId = "", id = "" }) => sealedFor(accountId, id),
};

/** The address of a browser, out of its row. */
export const openAddress = (
  deps: Deps,
  { accountId, id, sealed }: { accountId: string; id: string; sealed: Buffer },
): PushAddress => JSON.parse(deps.sealer.open(sealed, sealedFor(accountId, id))) as PushAddress;

/** A point of the curve, as browsers give their public key, and sixteen bytes of secret: nothing can be encrypted for anything else. */
async function isUsable({ p256dh, auth }: PushSubscribe["keys"]): Promise<boolean> {
  const point = Buffer.from(p256dh, "base64url");
  if (Buffer.from(auth, "base64url").length !== 16) return false;
  return crypto.subtle.importKey("raw", point, { name: "ECDH", namedCurve: "P-256" }, false, []).then(
    () => point.length === 65,
    () => false,
  );
}

/** This browser is to show its person's notices while Balcão is closed, until it says otherwise or the session ends. */
export async function subscribe(
  deps: Deps,
  actor: Actor,
  wanted: PushSubscribe,
  locale: "pt-BR" | "en",
): Promise<void> {
  const { accountId, agentId, sessionId, userId } = actor;
  const { endpoint, keys } = wanted;
  const maker = makerOf(endpoint);
  if (!maker) throw invalid([{ path: "endpoint", code: "push_host_unknown" }]);
  if (!(await isUsable(keys))) throw invalid([{ path: "keys", code: "invalid" }]);
  const hash = hashOf(endpoint);
  const id = uuidv7();
  const sealed = deps.sealer.seal(JSON.stringify({ endpoint, ...keys }), sealedFor(accountId, id));
  await endOthers(deps.system, hash, userId);
  await inAccount(deps.app, accountId, async (tx) => {
    await checkAllowed(tx, accountId, maker);
    await endSubscription(tx, { accountId, agentId, hash });
    await saveSubscription(
      tx,
      { accountId, id, agentId, sessionId, hash, sealed, maker, locale },
      deps.clock.now(),
    );
    await keepLatest(tx, accountId, agentId, MOST_BROWSERS);
  });
}

async function checkAllowed(
  tx: Tx,
  accountId: string,
  maker: PushSettingRow["makers"][number],
): Promise<void> {
  const setting = (await loadPushSetting(tx, accountId)) ?? NEVER_SAVED;
  if (!setting.enabled) throw conflict("push_off");
  if (!setting.makers.includes(maker)) throw conflict("push_maker_not_allowed");
}

/** This browser shows no notices any more. */
export const unsubscribe = (deps: Deps, actor: Actor, { endpoint }: PushBrowser): Promise<void> =>
  inAccount(deps.app, actor.accountId, (tx) => endSubscription(tx, { ...actor, hash: hashOf(endpoint) }));

/** Sends this browser a notice to look at, the way all of them go. */
export async function sendTest(deps: Deps, actor: Actor, { endpoint }: PushBrowser): Promise<void> {
  const { accountId, agentId } = actor;
  await inAccount(deps.app, accountId, async (tx) => {
    const subscriptionId = await findSubscription(tx, { accountId, agentId, hash: hashOf(endpoint) });
    if (subscriptionId === null) throw notFound();
    const test = { about: "test", kind: "test", entryId: null, fromAgentId: null } as const;
    await addNotices(tx, [{ ...test, accountId, subscriptionId, dueAt: deps.clock.now(), attempts: 0 }]);
  });
  deps.wake.signal("notices");
}
