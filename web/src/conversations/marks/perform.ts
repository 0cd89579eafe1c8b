import type { Agent, BatchAct, BatchResult, ConversationRow, Me, Team } from "@balcao/api";
import { MOST_AT_ONCE } from "@balcao/core";
import i18next from "i18next";
import { sentenceOf } from "../../lib/api.ts";
import { createFormats } from "../../lib/format.ts";
import { keys, queryClient } from "../../lib/queries.ts";
import { toast, type Toast } from "../../lib/toast.ts";
import { CONVERSATION, patchCache } from "../../realtime/cache.ts";
import { askAnew } from "../../realtime/owed.ts";
import { currentRow, mayFollow, postKeyed } from "../commands.ts";
import { nameOf } from "../names.ts";
import { newKey } from "../new-key.ts";
import { guess, inverse, seenIn } from "./guess.ts";
import { clearSelection } from "./selection.ts";

/** Names told of those for whom something failed. */
const MOST_NAMES = 3;

const asNow = (rows: readonly ConversationRow[]): ConversationRow[] =>
  rows.map((row) => currentRow(row.id) ?? row);
const asChange = (row: ConversationRow) => ({ type: "conversation" as const, row, entries: [] });
const cached = <T>(key: readonly string[]): T | undefined => queryClient.getQueryData<T>(key);

/** What was done, to how many, as a sentence. */
function saying(act: BatchAct, count: number): string {
  const t = i18next.getFixedT(null, "marks");
  const at = (iso: string): string =>
    createFormats(i18next.language, cached<Me>(keys.me)?.account.timeZone ?? "UTC").full(Date.parse(iso));
  switch (act.type) {
    case "status":
      return act.status === "closed" ? "" : t(`done.${act.status}`, { count });
    case "assign": {
      const name = cached<Agent[]>(keys.agents)?.find(({ id }) => id === act.agentId)?.name ?? "";
      return act.agentId === null ? t("done.unassigned", { count }) : t("done.assigned", { count, name });
    }
    case "forward": {
      const team = cached<Team[]>(keys.teams)?.find(({ id }) => id === act.teamId)?.name ?? "";
      return t("done.forwarded", { count, team });
    }
    case "priority":
      return t("done.priority", {
        count,
        priority: i18next.getFixedT(null, "desk")(`priority.${act.priority}`),
      });
    case "snooze":
      return act.until === null
        ? t("done.woken", { count })
        : t("done.snoozed", { count, at: at(act.until) });
    default:
      return t(`done.${act.type}`, { count });
  }
}

/** The act once more on those of whom the customer had written meanwhile, as they are on the screen then. */
function anyway(
  act: BatchAct,
  rows: readonly ConversationRow[],
  items: BatchResult["items"],
): Toast["action"] {
  const newer = new Set(items.flatMap(({ id, problem }) => (problem?.code === "newer_message" ? [id] : [])));
  if (newer.size === 0) return null;
  return {
    label: i18next.getFixedT(null, "desk")("newer.resolve"),
    run: () => void perform(act, asNow(rows.filter(({ id }) => newer.has(id)))),
  };
}

/** Of whom it could not be done, and why: one line for each reason. */
function tellFailures(act: BatchAct, rows: readonly ConversationRow[], { items }: BatchResult): void {
  const t = i18next.getFixedT(null, "marks");
  const nameless = i18next.getFixedT(null, "desk")("unknownContact");
  const byId = new Map(rows.map((row) => [row.id, row]));
  const failed = items.filter(({ problem }) => problem !== null);
  if (failed.length === 0) return;
  const why = [...Map.groupBy(failed, ({ problem }) => problem?.title ?? "")].map(([reason, all]) => {
    const names = all.flatMap(({ id }) => {
      const row = byId.get(id);
      return row ? [nameOf(row.contact, nameless)] : [];
    });
    const rest = names.length - MOST_NAMES;
    const told = names.slice(0, MOST_NAMES).join(", ");
    return t("failed.line", {
      names: rest > 0 ? t("failed.others", { names: told, count: rest }) : told,
      reason,
    });
  });
  toast(t("failed.some", { count: failed.length, why: why.join(" ") }), {
    tone: "error",
    action: anyway(act, rows, items),
  });
}

/** The way back of what was done: the acts that undo it, each with its conversations; nobody who lost sight of one can. */
function wayBack(act: BatchAct, done: readonly ConversationRow[]): Map<string, ConversationRow[]> {
  const me = cached<Me>(keys.me);
  const reason = i18next.getFixedT(null, "desk")("forward.undoReason");
  const mayUndo = (row: ConversationRow): boolean => {
    if (!me) return false;
    if (act.type === "forward") return mayFollow(me, act.teamId, act.agentId ?? null);
    return act.type !== "assign" || mayFollow(me, row.teamId, act.agentId);
  };
  const back = done.filter(mayUndo).flatMap((row) => {
    const undo = inverse(act, row, reason);
    return undo ? [{ undo: JSON.stringify(undo), row }] : [];
  });
  return new Map(
    [...Map.groupBy(back, ({ undo }) => undo)].map(([undo, all]) => [undo, all.map(({ row }) => row)]),
  );
}

async function send(act: BatchAct, rows: readonly ConversationRow[]): Promise<BatchResult> {
  patchCache(
    rows.map((row) => asChange(guess(act, row))),
    { isGuess: true },
  );
  const undo = (row: ConversationRow): void => {
    if (currentRow(row.id)?.version === row.version) patchCache([asChange(row)]);
    askAnew([CONVERSATION, row.id]);
  };
  try {
    const result = await postKeyed<BatchResult>("/api/conversations/acts", {
      act,
      items: rows.map((row) => ({ id: row.id, key: newKey(), ...seenIn(act, row) })),
    });
    const changed = result.items.flatMap(({ conversation }) => conversation ?? []);
    patchCache(changed.map(asChange));
    const failed = new Set(result.items.flatMap(({ id, problem }) => (problem ? [id] : [])));
    for (const row of rows) if (failed.has(row.id)) undo(row);
    return result;
  } catch (error) {
    for (const row of rows) undo(row);
    throw error;
  }
}

/**
 * One act on one or many conversations: the screen changes at once, the server's answer corrects it. Says what was done with its way
 * back, and of which it could not be done and why. At most `MOST_AT_ONCE`; ends the selection. Resolves when it is told.
 */
export async function perform(
  act: BatchAct,
  rows: readonly ConversationRow[],
  { isUndo = false }: { isUndo?: boolean } = {},
): Promise<void> {
  const those = rows.slice(0, MOST_AT_ONCE);
  if (those.length === 0) return;
  const texts = i18next.loadNamespaces("marks");
  if (!isUndo) clearSelection();
  try {
    const result = await send(act, those);
    await texts;
    const fine = new Set(result.items.flatMap(({ id, conversation }) => (conversation ? [id] : [])));
    const done = those.filter(({ id }) => fine.has(id));
    const back = wayBack(act, done);
    const run = (): void => {
      for (const [undo, all] of back)
        void perform(JSON.parse(undo) as BatchAct, asNow(all), { isUndo: true });
    };
    if (done.length > 0 && !isUndo)
      toast(saying(act, done.length), {
        action: back.size > 0 ? { label: i18next.t("undo", { ns: "common" }), run } : null,
      });
    tellFailures(act, those, result);
  } catch (error) {
    toast(sentenceOf(error), { tone: "error" });
  }
}
