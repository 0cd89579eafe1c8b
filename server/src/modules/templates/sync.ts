import type { GraphFetch, TemplateList } from "@balcao/whatsapp";
import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { errorData } from "../../platform/logger.ts";
import type { Loop } from "../../platform/module.ts";
import { workLoop } from "../../platform/work-loop.ts";
import { graphNumbers, loadNumbers, type ChannelCache, type NumbersOfWaba } from "../channels/index.ts";
import { tellList } from "./tell.ts";
import { makeDue, noteSync, takeDue } from "./templates.queries.ts";

const POLL_MS = 5000;
/** Webhooks tell what changes; a full reading mends what they missed (reliability.md, section 7, row 21). */
const EVERY_MS = 6 * 3_600_000;
const AGAIN_MS = 5 * 60_000;
/** longer than a reading may last, so that two nodes never read the same */
const HELD_MS = 120_000;
const REQUEST_MS = 20_000;
/** At the start of a node, older than this is read again: webhooks may have come and gone meanwhile. */
const FRESH_MS = 5 * 60_000;

/** Declared here, filled by main.ts with the bot's verifier: the templates of this account are not what they were. */
export type TemplatesChanged = (tx: Tx, accountId: string, now: number) => Promise<void>;

export type TemplateLoopOptions = { channels: ChannelCache; fetch: GraphFetch; onChanged: TemplatesChanged };

/** Graph's codes of a management call (wire facts, section 8), as what an administrator can do about them. */
function problemOf(answer: Exclude<TemplateList, { kind: "listed" }>): string {
  if (answer.kind === "no_answer") return "graph_unreachable";
  const { code } = answer.error;
  if ([0, 102, 104, 190, 463, 467].includes(code)) return "token_refused";
  if ([3, 10, 131005].includes(code) || (code >= 200 && code <= 299)) return "permission_missing";
  if ([33, 100, 803, 804].includes(code)) return "waba_unknown";
  return [4, 80007, 80008].includes(code) ? "too_many_requests" : "graph_refused";
}

async function write(
  deps: Deps,
  waba: NumbersOfWaba,
  answer: TemplateList | { kind: "waba_missing" },
  { askedAt, heldUntil }: { askedAt: number; heldUntil: number },
  onChanged: TemplatesChanged,
): Promise<void> {
  const now = deps.clock.now();
  const { accountId, wabaId } = waba;
  const problem =
    answer.kind === "listed" ? null : answer.kind === "waba_missing" ? answer.kind : problemOf(answer);
  await deps.system.transaction().execute(async (tx) => {
    const nextAt = now + (problem === null ? EVERY_MS : AGAIN_MS);
    const isOther = await noteSync(tx, waba, { problem, now, nextAt, heldUntil });
    if (answer.kind !== "listed") {
      if (isOther)
        await appendEvents(tx, [
          { accountId, type: "template.sync_failed", at: now, data: { wabaId, problem } },
        ]);
      return;
    }
    await tellList(tx, waba, answer, { askedAt, now });
    await appendEvents(tx, [
      { accountId, type: "template.synced", at: now, data: { wabaId, templates: answer.templates.length } },
    ]);
    await onChanged(tx, accountId, now);
  });
  if (problem !== null) deps.log.warn("templates.not_synced", { wabaId, problem });
  deps.wake.signal("events");
}

/** Reads the templates of every business account at Meta: at the start, when a number is new, every six hours, and when asked to. */
export function templateLoop(deps: Deps, { channels, fetch, onChanged }: TemplateLoopOptions): Loop {
  const numbers = graphNumbers(channels, fetch, REQUEST_MS);
  let started = false;
  const one = async (waba: NumbersOfWaba, heldUntil: number): Promise<void> => {
    try {
      const askedAt = deps.clock.now();
      const number = waba.wabaId === "" ? null : await numbers(waba.numbers[0]?.id ?? "");
      const answer = number ? await number.listTemplates() : ({ kind: "waba_missing" } as const);
      await write(deps, waba, answer, { askedAt, heldUntil }, onChanged);
    } catch (error) {
      deps.log.error("templates.sync_failed", { wabaId: waba.wabaId, ...errorData(error) });
    }
  };
  const round = async (): Promise<number> => {
    const now = deps.clock.now();
    const wabas = await loadNumbers(deps.system);
    if (!started) await deps.system.transaction().execute((tx) => makeDue(tx, wabas, now, now - FRESH_MS));
    started = true;
    const due = new Set(
      (await takeDue(deps.system, wabas, now, HELD_MS)).map((waba) => `${waba.accountId} ${waba.wabaId}`),
    );
    const taken = wabas.filter((waba) => due.has(`${waba.accountId} ${waba.wabaId}`));
    await Promise.all(taken.map((waba) => one(waba, now + HELD_MS)));
    return taken.length;
  };
  return workLoop(deps, { name: "templates", topic: "templates", pollMs: POLL_MS, full: 1, round });
}
