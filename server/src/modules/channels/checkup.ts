import {
  isMended,
  setupChecks,
  wasFound,
  worstOf,
  type Check,
  type GraphFetch,
  type SetupFacts,
} from "@balcao/whatsapp";
import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import type { ChannelCache, OpenChannel } from "./channel-cache.ts";
import {
  lastWebhookOf,
  silentSinceOf,
  loadCheck,
  saveChecks,
  saveReading,
  type CheckRow,
} from "./checks.queries.ts";
import { resumeAfter } from "./pace.queries.ts";
import { pausedCodeOf } from "./channels.queries.ts";
import { accessOf, callbackOf, isMetas, probe } from "./probe.ts";

const MINUTE_MS = 60_000;
/** A number that is well is looked at this often; one that is ill more often, so that its repair is seen soon. */
const WELL_MS = 15 * MINUTE_MS;
const ILL_MS = 5 * MINUTE_MS;

/** Declared here, filled by the module that keeps statuses: what came back of a message that is in no conversation. */
export type StatusesOf = (
  tx: Tx,
  message: { accountId: string; channelId: string; wamid: string },
) => Promise<{ status: string; code: number | null }[]>;

export type CheckupOptions = { channels: ChannelCache; fetch: GraphFetch; statusesOf: StatusesOf };

const RANK: readonly string[] = ["sent", "delivered", "read", "played"];

/** How far a test message came: what arrived counts before what failed. */
function testOf(row: CheckRow, statuses: Awaited<ReturnType<StatusesOf>>): SetupFacts["own"]["test"] {
  if (row.testedAt === null) return null;
  const known = [{ status: row.testStatus ?? "", code: row.testCode }, ...statuses];
  const furthest = known
    .filter(({ status }) => RANK.includes(status))
    .sort((one, other) => RANK.indexOf(other.status) - RANK.indexOf(one.status))[0];
  const failed = known.find(({ status }) => status === "failed");
  const { status = null, code = null } = furthest ?? failed ?? {};
  return { at: row.testedAt, status, code };
}

/** What we know ourselves of a number, in the caller's transaction. */
async function ownFacts(
  tx: Tx,
  { channels, statusesOf }: CheckupOptions,
  channel: OpenChannel,
  baseUrl: string,
): Promise<SetupFacts["own"]> {
  const { accountId, id: channelId } = channel;
  const row = await loadCheck(tx, channel);
  const wamid = row.testWamid;
  const siblings = await channels.siblings(accountId);
  return {
    appId: channel.appId,
    wabaId: channel.wabaId,
    phoneNumberId: channel.phoneNumberId,
    callbackUrl: callbackOf(baseUrl, channelId),
    ownCallbacks: [...siblings.values()].map(({ id }) => callbackOf(baseUrl, id)),
    isMeta: isMetas(channel.graphBaseUrl),
    verified:
      row.verifiedAt === null || row.verifiedOk === null ? null : { at: row.verifiedAt, ok: row.verifiedOk },
    lastWebhookAt: await lastWebhookOf(tx, channel),
    silentSince: await silentSinceOf(tx, channel),
    badSignatureAt: row.badSignatureAt,
    test: testOf(row, wamid === null ? [] : await statusesOf(tx, { accountId, channelId, wamid })),
    pausedCode: await pausedCodeOf(tx, channel),
  };
}

const gravity = (checks: readonly Check[]): string =>
  checks.map(({ id, state, finding }) => `${id} ${state} ${finding}`).join(" ");

async function write(
  tx: Tx,
  channel: OpenChannel,
  facts: SetupFacts,
  checks: readonly Check[],
  asked: boolean,
): Promise<boolean> {
  const { accountId, id: channelId } = channel;
  const { now, own } = facts;
  const before = await loadCheck(tx, channel);
  const isWell = worstOf(checks) !== "fail" && own.pausedCode === null;
  await saveChecks(tx, channel, {
    checks,
    testStatus: own.test?.status ?? null,
    testCode: own.test?.code ?? null,
    now,
    dueAt: now + (isWell ? WELL_MS : ILL_MS),
  });
  if (facts.number.kind === "told") await saveReading(tx, channel, facts.number.facts);
  const code = own.pausedCode;
  const isResumed =
    code !== null &&
    isMended(code, facts) === true &&
    (asked || wasFound(code, before.checks)) &&
    (await resumeAfter(tx, accountId, channelId, code, now));
  const isOther = gravity(before.checks) !== gravity(checks);
  await appendEvents(tx, [
    ...(isResumed ? [{ accountId, type: "channel.resumed", at: now, data: { channelId } }] : []),
    ...(isOther ? [{ accountId, type: "channel.checked", at: now, data: { channelId } }] : []),
  ]);
  return isResumed;
}

/**
 * Looks at everything that must be right for a number to work, and keeps what was found. A number stopped for what is mended now runs
 * again. `asked`: a person asked for it, and may have mended it just now; by itself only a repair that was seen counts, or a number of
 * which Meta says nothing bad would run and be stopped in turns.
 */
export async function checkUp(
  deps: Pick<Deps, "system" | "clock" | "baseUrl" | "wake">,
  options: CheckupOptions,
  channel: OpenChannel,
  asked = true,
): Promise<Check[]> {
  const own = await deps.system.transaction().execute((tx) => ownFacts(tx, options, channel, deps.baseUrl));
  const facts = await probe(options.fetch, accessOf(channel), own, channel.verifyToken, deps.clock.now());
  const checks = setupChecks(facts);
  const isResumed = await deps.system.transaction().execute((tx) => write(tx, channel, facts, checks, asked));
  deps.wake.signal("events");
  if (isResumed) deps.wake.signal("outbox");
  return checks;
}
