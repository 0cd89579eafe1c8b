import type { MessageRow } from "../store/rows.ts";
import type { Sent } from "../cast/meta.ts";
import { COMPANIES } from "../world/company.ts";
import type { Run } from "../run.ts";
import { must } from "./violation.ts";

const ofChannel = (row: { channel_id: string; wamid: string | null }): string =>
  `${row.channel_id} ${row.wamid}`;

/** Is it a message of the thread, or does it change another? */
const isEntry = ({ said: { type } }: Sent): boolean => type !== "reaction" && type !== "edit";

/** I1, I2: what was answered with 200 is there, once, and nothing was set aside that could be read. */
function checkInbound(run: Run, messages: readonly MessageRow[]): void {
  const counts = new Map<string, number>();
  for (const row of messages)
    if (row.direction === "in") counts.set(ofChannel(row), (counts.get(ofChannel(row)) ?? 0) + 1);
  const quarantined = [...run.store.tables.quarantined_fact.rows.values()].map(({ payload }) =>
    String((payload as { wamid?: unknown }).wamid),
  );
  for (const sent of run.meta.messages.values()) {
    if (!isEntry(sent)) continue;
    const count = counts.get(`${sent.number.id} ${sent.wamid}`) ?? 0;
    if (sent.isPoison) {
      const isThere = quarantined.includes(sent.wamid);
      must(count === 0 && (isThere || !sent.kept), "I1", () => `poison ${sent.wamid} was not set aside`);
      continue;
    }
    must(count <= 1, "I2", () => `${sent.wamid} stands ${count} times in threads`);
    must(count === 1 || !sent.kept, "I1", () => `${sent.wamid} was answered with 200 and is lost`);
  }
  const poison = new Set(
    [...run.meta.messages.values()].filter(({ isPoison }) => isPoison).map(({ wamid }) => wamid),
  );
  for (const wamid of quarantined) must(poison.has(wamid), "I1", () => `a good fact was set aside: ${wamid}`);
}

/** I4 in: the thread has messages in the order in which they were stored first. */
function checkOrderIn(run: Run, messages: readonly MessageRow[]): void {
  const byConversation = Map.groupBy(
    messages.filter(({ author }) => author === "contact").sort((a, b) => a.seq - b.seq),
    ({ conversation_id }) => conversation_id,
  );
  for (const [id, own] of byConversation) {
    let begun = -Infinity;
    for (const row of own) {
      const place = run.firstStored.get(ofChannel(row));
      if (!place) continue;
      must(place.kept > begun, "I4", () => `conversation ${id} has ${row.wamid} out of order`);
      begun = Math.max(begun, place.begun);
    }
  }
}

/** I4 out, I6, I9: what Graph took. */
function checkSent(run: Run, byId: ReadonlyMap<string, MessageRow>): void {
  const taken = new Map<string, number>();
  const lastSeq = new Map<string, number>();
  for (const accepted of run.meta.graph.accepted) {
    const { messageId, number, isOutside, text } = accepted;
    taken.set(messageId, (taken.get(messageId) ?? 0) + 1);
    must(taken.get(messageId) === 1, "I6", () => `message ${messageId} was sent twice`);
    must(!isOutside, "I9", () => `free text ${messageId} went outside the window`);
    const company = COMPANIES.find(({ accountId }) => accountId === number.accountId);
    const foreign = COMPANIES.find(({ mark }) => mark !== company?.mark && text.includes(mark));
    must(!foreign, "I10", () => `a word of another company went by number ${number.id}`);
    const row = byId.get(messageId);
    must(row !== undefined, "I2", () => `message ${messageId} was sent and is in no thread`);
    if (!row) continue;
    const last = lastSeq.get(row.conversation_id) ?? -1;
    must(row.seq > last, "I4", () => `message ${messageId} of ${row.conversation_id} was sent out of order`);
    lastSeq.set(row.conversation_id, row.seq);
  }
}

/** I5, I6: what the screen says is what became of it, as far as Meta told and could name it. */
function checkStatuses(run: Run, byId: ReadonlyMap<string, MessageRow>): void {
  const ranks = ["accepted", "sent", "failed", "delivered", "read"];
  const told = Map.groupBy(
    run.meta.statuses.filter(({ kept }) => kept),
    ({ wamid }) => wamid,
  );
  for (const { wamid, messageId } of run.meta.graph.accepted) {
    const row = byId.get(messageId);
    if (!row || row.wamid !== wamid) continue;
    for (const { status } of told.get(wamid) ?? [])
      must(
        ranks.indexOf(row.status) >= ranks.indexOf(status),
        "I5",
        () => `message ${messageId} is shown as ${row.status} and is ${status}`,
      );
  }
}

/** I6: each click that was answered with "done" stands once in a thread, each other at most once. */
function checkIntents(run: Run, messages: readonly MessageRow[]): void {
  const texts = new Map<string, number>();
  for (const { author, text } of messages)
    if (author === "agent" && text !== null) texts.set(text, (texts.get(text) ?? 0) + 1);
  for (const { text, done, key } of run.agents.intents) {
    const count = texts.get(text) ?? 0;
    must(count <= 1, "I6", () => `the reply ${key} stands ${count} times`);
    must(count === 1 || done !== true, "I1", () => `the reply ${key} was taken and is lost`);
  }
}

/** I7: what goes out by itself, once for each occasion. */
function checkAutomatic(messages: readonly MessageRow[]): void {
  const keys = new Set<string>();
  const welcomed = new Set<string>();
  for (const { occurrence_key: key, conversation_id: id } of messages) {
    if (key === null) continue;
    must(!keys.has(key), "I7", () => `said twice: ${key}`);
    keys.add(key);
    if (!key.includes(":welcome:")) continue;
    must(!welcomed.has(id), "I7", () => `conversation ${id} was welcomed twice`);
    welcomed.add(id);
  }
  const byConversation = Map.groupBy(messages, ({ conversation_id }) => conversation_id);
  for (const [id, own] of byConversation) {
    let isWarned = false;
    for (const { author, occurrence_key: key } of own.toSorted((a, b) => a.seq - b.seq)) {
      const isWarning = key?.includes(":inactivity_warning:") ?? false;
      must(!(isWarning && isWarned), "I7", () => `conversation ${id} was warned twice in one silence`);
      if (author === "contact" || author === "agent" || author === "bot") isWarned = false;
      else if (isWarning) isWarned = true;
    }
  }
}

/** Two runs of the bot on one message: it was asked once. */
function checkBot(run: Run): void {
  const received = new Map<string, number>();
  for (const { type, data } of run.store.tables.event.rows.values())
    if (type === "message.received")
      received.set(String(data["messageId"]), (received.get(String(data["messageId"])) ?? 0) + 1);
  for (const [id, count] of received)
    must(count === 1, "I2", () => `message ${id} had its effects ${count} times`);
}

/** What must hold of the whole run, against Meta's ledger. */
export function checkHistory(run: Run): void {
  const messages = [...run.store.tables.message.rows.values()];
  const byId = new Map(messages.map((row) => [row.id, row]));
  checkInbound(run, messages);
  checkSent(run, byId);
  checkStatuses(run, byId);
  checkIntents(run, messages);
  checkAutomatic(messages);
  checkBot(run);
  checkOrderIn(run, messages);
}
