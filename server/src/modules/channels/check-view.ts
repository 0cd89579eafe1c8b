import type { ChannelView } from "@balcao/api";
import type { Check, CheckPart } from "@balcao/whatsapp";
import { numberStarts } from "../settings/index.ts";
import { accountTimeZone } from "../accounts/index.ts";
import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { notFound } from "../../platform/problem.ts";
import type { OpenChannel } from "./channel-cache.ts";
import { channelView } from "./channels.reading.ts";
import { listChannels } from "./channels.queries.ts";
import { sayChecks, sayFinding } from "./check-words.ts";
import { loadCheck } from "./checks.queries.ts";
import { callbackOf } from "./probe.ts";

/** In which language and time zone findings are told. */
export type Reader = { locale: "pt-BR" | "en"; timeZone: string };

export const readerOf = (deps: Deps, actor: Actor, locale: Reader["locale"]): Promise<Reader> =>
  inAccount(deps.app, actor.accountId, async (tx) => ({
    locale,
    timeZone: await accountTimeZone(tx, actor.accountId),
  }));

export type Refusal = { finding: string; repair: string | null; data?: Check["data"] };

/** A number with all that was found of it when it was last looked at. `refused`: what Meta refused of what was just asked. */
export async function viewChannel(
  deps: Deps,
  actor: Actor,
  channel: OpenChannel,
  reader: Reader,
  refused: Refusal | null = null,
): Promise<ChannelView> {
  const { row, check, starts } = await inAccount(deps.app, actor.accountId, async (tx) => ({
    row: (await listChannels(tx, actor.accountId, deps.clock.now())).find(({ id }) => id === channel.id),
    check: await loadCheck(tx, channel),
    starts: await numberStarts(tx, actor.accountId),
  }));
  if (!row) throw notFound();
  const { locale, timeZone } = reader;
  return {
    channel: channelView(row, starts),
    appId: channel.appId,
    webhookUrl: callbackOf(deps.baseUrl, channel.id),
    parts: sayChecks(check.checks, locale, timeZone),
    checkedAt: check.checkedAt === null ? null : new Date(check.checkedAt).toISOString(),
    refused: refused && sayFinding({ data: {}, ...refused }, locale, timeZone),
  };
}

const ESSENTIAL: ReadonlySet<string> = new Set(["app_secret", "token", "scopes", "waba", "number"]);
const STOPS: ReadonlySet<string> = new Set(["fail", "unknown"]);

/** What keeps an access from being taken into use: the first of its essential checks that is not right; null = nothing. */
export const obstacleOf = (checks: readonly Check[]): Check | null =>
  checks.find(({ id, state }) => ESSENTIAL.has(id) && STOPS.has(state)) ?? null;

const BEFORE: ReadonlySet<CheckPart> = new Set(["access", "account"]);

/** The parts that can be looked at before there is a number. */
export const partsBefore = (checks: readonly Check[], { locale, timeZone }: Reader) =>
  sayChecks(checks, locale, timeZone).filter(({ id }) => BEFORE.has(id));
