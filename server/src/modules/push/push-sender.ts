import { isQuiet, localTime } from "@balcao/core";
import { createHash } from "node:crypto";
import type { Actor } from "../../platform/actor.ts";
import type { Deps } from "../../platform/deps.ts";
import { errorData } from "../../platform/logger.ts";
import type { Loop } from "../../platform/module.ts";
import { workLoop } from "../../platform/work-loop.ts";
import { choicesOf, liveActors } from "../agents/index.ts";
import { agentsAtWork, canSee, newsNow } from "../conversations/index.ts";
import { callChoices } from "./choices.ts";
import { identity, requestFor, type PushIdentity } from "./push-identity.ts";
import type { PushPost } from "./push-post.ts";
import { openAddress } from "./push.service.ts";
import { addNotices, endGone, takeDue, type DueNotice } from "./push.queries.ts";
import { wordsOf, type PushedNotice } from "./push-words.ts";

const POLL_MS = 1000;
const BATCH = 50;
/** a host that is busy is asked again so often, and not before so long */
const MOST_ATTEMPTS = 3;
const AGAIN_MS = 30_000;

type Ready = { due: DueNotice; shown: PushedNotice };
type Choices = Awaited<ReturnType<typeof choicesOf>>;

/** May this person be told now? Not while at work, where the page itself calls, nor while away or in the quiet hours; a test always. */
function isToBeTold(due: DueNotice, choices: Choices, atWork: ReadonlySet<string>, now: number): boolean {
  if (due.kind === "test") return true;
  const chosen = choices.get(due.agentId);
  if (!chosen || atWork.has(due.agentId)) return false;
  return !isQuiet(callChoices(chosen.preferences), localTime(now, chosen.timeZone).minutes);
}

/** One account's notices in words, of what their agents may see by now. */
async function inWords(
  deps: Deps,
  accountId: string,
  own: readonly DueNotice[],
  { choices, atWork, now }: { choices: Choices; atWork: ReadonlySet<string>; now: number },
): Promise<Ready[]> {
  const told = own.filter((due) => isToBeTold(due, choices, atWork, now));
  const actors: ReadonlyMap<string, Actor> = await liveActors(deps.system, told);
  const about = told.filter(({ kind }) => kind !== "test");
  const { rows, texts } = await newsNow(
    deps,
    accountId,
    about.map((due) => due.about),
    about.flatMap(({ entryId }) => entryId ?? []),
  );
  return told.flatMap((due) => {
    const actor = actors.get(due.sessionId);
    const row = due.kind === "test" ? null : (rows.get(due.about) ?? null);
    if (!actor || (due.kind !== "test" && (row === null || !canSee(actor, row)))) return [];
    const { pushText, sound } = callChoices(choices.get(due.agentId)?.preferences ?? {});
    const shown = wordsOf(
      {
        kind: due.kind,
        conversationId: row?.id ?? null,
        contact: row?.contact ?? null,
        from: due.fromAgentId === null ? null : (choices.get(due.fromAgentId)?.name ?? null),
        text: pushText && due.entryId !== null ? (texts.get(due.entryId) ?? null) : null,
      },
      { lang: due.locale, silent: !sound },
    );
    return [{ due, shown }];
  });
}

async function readyOf(deps: Deps, due: readonly DueNotice[], now: number): Promise<Ready[]> {
  const byAccount = Map.groupBy(due, ({ accountId }) => accountId);
  const people = due.flatMap(({ accountId, agentId, fromAgentId }) => [
    { accountId, id: agentId },
    ...(fromAgentId === null ? [] : [{ accountId, id: fromAgentId }]),
  ]);
  const choices = await choicesOf(deps.system, people);
  const atWork = await agentsAtWork(deps.system, [...byAccount.keys()]);
  const ready: Ready[] = [];
  for (const [accountId, own] of byAccount)
    ready.push(...(await inWords(deps, accountId, own, { choices, atWork, now })));
  return ready;
}

/** 32 signs that tell a push host which notices replace one another, and nothing else. */
const topicOf = ({ accountId, about }: DueNotice): string =>
  createHash("sha256").update(`${accountId} ${about}`).digest("base64url").slice(0, 32);

type Outcome = { due: DueNotice; end: "done" | "gone" | "again"; afterMs: number };

/** Sends one. Without an answer it may have arrived, and is not sent again. */
async function sendOne(
  deps: Deps,
  post: PushPost,
  by: PushIdentity,
  { due, shown }: Ready,
): Promise<Outcome> {
  const { accountId, agentId } = due;
  const ended = (end: Outcome["end"], afterMs = 0): Outcome => ({ due, end, afterMs });
  try {
    const address = openAddress(deps, due);
    const answer = await post(await requestFor(deps, by, address, shown, topicOf(due)));
    const { status, retryAfterMs } = answer;
    if (status >= 200 && status < 300) return ended("done");
    // 404 and 410: the browser is gone. 403: it asked under another pair of keys than ours, and never hears us
    if (status === 404 || status === 410 || status === 403) return ended("gone");
    deps.log.warn("push.refused", { accountId, agentId, status });
    const isBusy = status === 429 || status >= 500;
    return ended(isBusy && due.attempts + 1 < MOST_ATTEMPTS ? "again" : "done", retryAfterMs ?? AGAIN_MS);
  } catch (error) {
    deps.log.warn("push.unanswered", { accountId, agentId, ...errorData(error) });
    return ended("done");
  }
}

async function round(deps: Deps, post: PushPost): Promise<number> {
  const now = deps.clock.now();
  const { taken, due } = await takeDue(deps.system, now, BATCH);
  if (due.length === 0) return taken;
  const ready = await readyOf(deps, due, now);
  if (ready.length === 0) return taken;
  const by = await identity(deps);
  const outcomes = await Promise.all(ready.map((one) => sendOne(deps, post, by, one)));
  await endGone(
    deps.system,
    outcomes.flatMap((outcome) => (outcome.end === "gone" ? [outcome.due] : [])),
  );
  const again = outcomes
    .filter(({ end }) => end === "again")
    .map((outcome) => ({
      ...outcome.due,
      dueAt: now + outcome.afterMs,
      attempts: outcome.due.attempts + 1,
    }));
  await addNotices(deps.system, again, true);
  return taken;
}

/** Sends the notices whose moment has come, each at most once; what a host was too busy for is asked again a few times. */
export const pushSenderLoop = (deps: Deps, post: PushPost): Loop =>
  workLoop(deps, {
    name: "push sender",
    topic: "notices",
    pollMs: POLL_MS,
    full: BATCH,
    round: () => round(deps, post),
  });
