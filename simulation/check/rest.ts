import { freshFetch, type Shown } from "../cast/screen.ts";
import { belongs } from "../../web/src/realtime/order.ts";
import { oversees } from "../../server/src/modules/conversations/conversations.policy.ts";
import { INACTIVITY_HOURS, WARNING_HOURS } from "../world/company.ts";
import type { Run } from "../run.ts";
import { must } from "./violation.ts";

const HOUR_MS = 3_600_000;
const SLACK_MS = 60_000;

/** I14: nothing is left undone after ten quiet minutes. */
export function checkLiveness(run: Run): void {
  const { tables } = run.store;
  must(tables.fact.rows.size === 0, "I14", () => `${tables.fact.rows.size} facts are left in their lanes`);
  must(run.meta.unheard === 0, "I14", () => `${run.meta.unheard} deliveries were never answered with 200`);
  must(run.agents.underWay === 0, "I14", () => `${run.agents.underWay} commands were never answered`);
  for (const { message_id, state } of tables.outbox.rows.values())
    must(state === "unknown", "I14", () => `message ${message_id} is still ${state}`);
  for (const { id, status, direction } of tables.message.rows.values()) {
    const isOver = direction === "in" || !["queued", "sending"].includes(status);
    must(isOver, "I6", () => `message ${id} is ${status} for ever`);
    if (status === "unknown") run.world.sometimes.saw("doubt never settled");
  }
  for (const { conversation_id, due_at } of tables.timer.rows.values())
    must(
      due_at > run.world.business() - SLACK_MS,
      "I8",
      () => `the timer of ${conversation_id} is overdue since ${run.world.business() - due_at} ms`,
    );
}

/** I12: files are kept, or it is said that they are not. */
export function checkFiles(run: Run): void {
  for (const { id, state, storage_key } of run.store.tables.media.rows.values()) {
    must(state === "stored", "I12", () => `file ${id} is ${state}`);
    must(run.files.has(storage_key ?? ""), "I12", () => `file ${id} is gone`);
  }
}

/** I8: who was silent for so long was closed, once it was nobody else's turn. */
export function checkClosings(run: Run): void {
  const now = run.world.business();
  const { tables } = run.store;
  const warned = new Map<string, number>();
  for (const row of [...tables.message.rows.values()].sort((a, b) => a.seq - b.seq)) {
    if (row.occurrence_key?.includes(":inactivity_warning:")) warned.set(row.conversation_id, row.at);
    else if (row.author !== "system") warned.delete(row.conversation_id);
  }
  for (const row of tables.conversation.rows.values()) {
    if (row.status !== "open" || row.snoozed_until !== null || row.waiting_since !== null) continue;
    const since = row.last_interaction_at;
    must(
      since === null || since > now - INACTIVITY_HOURS * HOUR_MS - SLACK_MS,
      "I8",
      () => `conversation ${row.id} should have been closed`,
    );
    const told = warned.get(row.id) ?? Infinity;
    must(
      told > now - WARNING_HOURS * HOUR_MS - SLACK_MS,
      "I8",
      () => `conversation ${row.id} was warned and never closed`,
    );
  }
}

/** Row 21: what Meta decided about a template is known here, told or not. */
export function checkTemplates(run: Run): void {
  for (const { waba_id, meta_id, status } of run.store.tables.template.rows.values()) {
    const there = run.meta.templatesOf(waba_id).find(({ id }) => id === meta_id)?.status;
    must(status === there, "I14", () => `template ${meta_id} is ${status} here and ${there} at Meta`);
  }
}

/** A version alone says nothing to who looks (a timer that found nothing due moves it); of what is over, only the latest tells of its person anew. */
const text = (value: unknown, isOver = false): string =>
  JSON.stringify(value, (key, part: unknown) =>
    key === "version" || (isOver && key === "contact") ? undefined : part,
  );

const isOver = ({ status }: { status: string }): boolean => status === "closed" || status === "resolved";

/** I11: each screen shows what the server would answer. */
export function checkScreens(run: Run): void {
  for (const { actor, shown } of run.agents.screens) {
    const fresh: Shown = freshFetch(run, actor);
    const viewer = { agentId: actor.agentId, teamIds: actor.teamIds, seesAll: oversees(actor) };
    const wanted = fresh.rows.filter((row) => belongs(row, { tab: "all", order: "recent" }, viewer));
    const byId = new Map(shown.rows.map((row) => [row.id, row]));
    must(
      byId.size === wanted.length,
      "I11",
      () => `${actor.name} sees ${byId.size} conversations of ${wanted.length}`,
    );
    for (const row of wanted) {
      must(
        text(byId.get(row.id), isOver(row)) === text(row, isOver(row)),
        "I11",
        () => `${actor.name} sees ${row.id} as ${text(byId.get(row.id))}, it is ${text(row)}`,
      );
      const seen = new Map(
        (shown.threads.get(row.id)?.entries ?? []).flatMap((entry) =>
          entry.entry === "message" ? [[entry.id, text(entry)] as const] : [],
        ),
      );
      for (const entry of fresh.threads.get(row.id)?.entries ?? [])
        must(
          seen.get(entry.id) === text(entry),
          "I11",
          () => `${actor.name} sees ${entry.id} as ${seen.get(entry.id)}, it is ${text(entry)}`,
        );
    }
  }
}
