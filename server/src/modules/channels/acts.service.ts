import type { ChannelView } from "@balcao/api";
import { readPhone } from "@balcao/core";
import {
  buildRequest,
  createGraphClient,
  ownAddress,
  refusalOf,
  type Outcome,
  type SetupClient,
} from "@balcao/whatsapp";
import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { invalid } from "../../platform/problem.ts";
import type { OpenChannel } from "./channel-cache.ts";
import { viewChannel, type Reader, type Refusal } from "./check-view.ts";
import { testWords } from "./check-words.ts";
import { checkUp, type CheckupOptions } from "./checkup.ts";
import { saveTest } from "./checks.queries.ts";
import { accessOf, callbackOf, clientOf } from "./probe.ts";

const TIMEOUT_MS = 15_000;

/** An act on a number at Meta, by whoever may: done, or refused with the reason. */
type Act = (client: SetupClient, channel: OpenChannel) => Promise<Outcome>;

/** Everything is looked at again after an act, whatever came of it. */
async function acted(
  deps: Deps,
  options: CheckupOptions,
  actor: Actor,
  channel: OpenChannel,
  reader: Reader,
  outcome: Outcome,
): Promise<ChannelView> {
  const refusal = refusalOf(outcome);
  const words = outcome.kind === "refused" ? (outcome.error.details ?? outcome.error.message ?? "") : "";
  const refused: Refusal | null = refusal && {
    finding: refusal.finding,
    repair: refusal.repair,
    data: { said: words, code: refusal.code ?? "" },
  };
  await checkUp(deps, options, channel);
  return viewChannel(deps, actor, channel, reader, refused);
}

/** Does one thing at Meta for the number, and answers how it is then. */
export async function act(
  deps: Deps,
  options: CheckupOptions,
  actor: Actor,
  channel: OpenChannel,
  reader: Reader,
  what: Act,
): Promise<ChannelView> {
  const outcome = await what(clientOf(options.fetch, accessOf(channel)), channel);
  return acted(deps, options, actor, channel, reader, outcome);
}

/**
 * Tells Meta where to call for this number. The app's one address is used when it is ours or nobody's; when it is another system's,
 * that is left alone and the business account gets an address of its own.
 */
export function listenAt(deps: Deps, siblings: ReadonlyMap<string, OpenChannel>): Act {
  return async (client, channel) => {
    const ours = new Map([...siblings.values()].map((one) => [callbackOf(deps.baseUrl, one.id), one]));
    const told = await client.subscription();
    if (told.kind === "not_asked") return { kind: "no_answer", reason: "app_unknown" };
    if (told.kind !== "told") return told;
    const current = told.facts?.active ? told.facts.callbackUrl : null;
    const addresses = { callbackUrl: callbackOf(deps.baseUrl, channel.id), ownCallbacks: [...ours.keys()] };
    const isStranger = (url: string): boolean => ownAddress(url, addresses) === null;
    const known = current === null ? channel : ours.get(ownAddress(current, addresses) ?? "");
    // the address of a number that was disconnected still takes what comes, but no new number is to hang on it
    const keeper = known?.removed ? channel : known;
    const number = await client.number(channel.phoneNumberId);
    const elsewhere = number.kind === "told" ? number.facts.webhooks.number : null;
    if (elsewhere !== null && isStranger(elsewhere)) {
      const cleared = await client.clearNumberAddress(channel.phoneNumberId);
      if (cleared.kind !== "done") return cleared;
    }
    if (keeper) {
      const heard = await client.listen(callbackOf(deps.baseUrl, keeper.id), keeper.verifyToken);
      if (heard.kind !== "done") return heard;
      return client.subscribe(channel.wabaId, null);
    }
    return client.subscribe(channel.wabaId, {
      url: callbackOf(deps.baseUrl, channel.id),
      verifyToken: channel.verifyToken,
    });
  };
}

/** Writes to the phone of whoever asks. It is in no conversation: only its statuses are looked for. */
export async function sendTest(
  deps: Deps,
  options: CheckupOptions,
  actor: Actor,
  channel: OpenChannel,
  reader: Reader,
  to: string,
): Promise<ChannelView> {
  const phone = readPhone(to);
  if (phone === null) throw invalid([{ path: "to", code: "not_a_phone" }]);
  const { baseUrl, version, token } = accessOf(channel);
  const client = createGraphClient({ fetch: options.fetch, baseUrl, version, token, timeoutMs: TIMEOUT_MS });
  const answer = await client.send(
    channel.phoneNumberId,
    buildRequest(
      { type: "text", body: testWords(reader.locale, channel.name) },
      { recipient: { kind: "phone", value: phone }, opaque: uuidv7(), quotedWamid: null },
    ),
  );
  if (answer.kind !== "no_answer")
    await inAccount(deps.app, actor.accountId, (tx) =>
      saveTest(
        tx,
        channel,
        answer.kind === "accepted"
          ? { wamid: answer.wamid, status: null, code: null }
          : { wamid: null, status: "failed", code: answer.error.code },
        deps.clock.now(),
      ),
    );
  const outcome: Outcome = answer.kind === "accepted" ? { kind: "done" } : answer;
  return acted(deps, options, actor, channel, reader, outcome);
}
