import { sql } from "kysely";
import type { CrashDesk, Row } from "./crash-desk.ts";
import type { Accepted } from "./crash-graph.ts";
import { MESSAGES_EACH, wamidOf, type Talk } from "./crash-traffic.ts";

type Sent = {
  id: string;
  conversation: string;
  seq: number;
  author: string;
  status: string;
  code: number | null;
  accepted: Accepted[];
};
/** The service window is closed (wire facts, section 8): no storm lasts as long as one is open. */
const WINDOW_CLOSED = 131047;

/** What must be empty after a storm, whatever struck; each entry names one offender. */
export type Offences = {
  /** of what customers wrote: not there, there twice, in another order than it was written, over more than one conversation */
  lost: string[];
  doubled: string[];
  disordered: string[];
  scattered: string[];
  /** of what the bot says: a message without an answer, one that was held back as too late, more answers than messages */
  unanswered: string[];
  withheld: string[];
  answeredTwice: string[];
  /** as Graph's ledger has it: taken twice, known to nobody here, in another order than it was said, greeted again */
  sentTwice: string[];
  unknownToUs: string[];
  sentOutOfOrder: string[];
  greetedTwice: string[];
  /** shown otherwise than it went: e.g. in doubt though Meta told, or read though Graph never took it */
  untrue: string[];
  /** healthy facts that were set aside */
  blamed: string[];
};

const isSorted = (places: readonly number[]): boolean =>
  places.every((place, index) => index === 0 || (places[index - 1] as number) < place);

/** Every answer, with what Graph took of it. */
async function answers(desk: CrashDesk): Promise<Sent[]> {
  const taken = Map.groupBy(desk.graph.accepted, (entry) => entry.opaque);
  const rows = await desk.rows(
    sql<Row>`SELECT id, conversation_id AS conversation, seq, author, status, error_code AS code FROM message WHERE direction = 'out' ORDER BY conversation_id, seq`,
  );
  return rows.map((row) => ({
    ...(row as Omit<Sent, "accepted">),
    accepted: taken.get(String(row["id"])) ?? [],
  }));
}

/** What every screen should show in the end. */
export async function everyMessage(
  desk: CrashDesk,
): Promise<{ accountId: string; id: string; status: string }[]> {
  const rows = await desk.rows(sql<Row>`SELECT account_id AS "accountId", id, status FROM message`);
  return rows.map(({ accountId, id, status }) => ({
    accountId: String(accountId),
    id: String(id),
    status: String(status),
  }));
}

type Incoming = Pick<Offences, "lost" | "doubled" | "disordered" | "scattered">;

async function judgeIncoming(desk: CrashDesk, talks: readonly Talk[]): Promise<Incoming> {
  const rows = await desk.rows(
    sql<Row>`SELECT conversation_id AS conversation, wamid FROM message WHERE direction = 'in' ORDER BY conversation_id, at, seq`,
  );
  const threads = Map.groupBy(rows, (row) => String(row["wamid"]).replace(/\.\d+$/u, ""));
  const found: Incoming = { lost: [], doubled: [], disordered: [], scattered: [] };
  for (const talk of talks) {
    const expected = Array.from({ length: MESSAGES_EACH }, (_, place) => wamidOf(talk, place));
    const name = expected[0]?.replace(/\.\d+$/u, "") ?? "";
    const thread = threads.get(name) ?? [];
    const said = thread.map((row) => String(row["wamid"]));
    const once = [...new Set(said)];
    found.lost.push(...expected.filter((wamid) => !once.includes(wamid)));
    found.doubled.push(...said.filter((wamid, index) => said.indexOf(wamid) !== index));
    if (once.join() !== expected.filter((wamid) => once.includes(wamid)).join()) found.disordered.push(name);
    if (new Set(thread.map((row) => row["conversation"])).size > 1) found.scattered.push(name);
  }
  return found;
}

type Outgoing = Omit<Offences, keyof Incoming | "untrue" | "blamed">;

function judgeOutgoing(desk: CrashDesk, sent: readonly Sent[], talks: number): Outgoing {
  const byId = new Map(sent.map((entry) => [entry.id, entry]));
  // where an agent answers, the bot falls silent
  const threads = [...Map.groupBy(sent, (entry) => entry.conversation)].filter(([, said]) =>
    said.every(({ author }) => author !== "agent"),
  );
  const ledgers = [...Map.groupBy(desk.graph.accepted, ({ opaque }) => byId.get(opaque)?.conversation)];
  const silent = Array.from(
    { length: Math.max(0, talks - threads.length) },
    () => "a conversation without any",
  );
  return {
    unanswered: [
      ...silent,
      ...threads.filter(([, said]) => said.length < MESSAGES_EACH).map(([conversation]) => conversation),
    ],
    withheld: sent.filter(({ code }) => code === WINDOW_CLOSED).map(({ id }) => id),
    answeredTwice: threads
      .filter(([, said]) => said.length > MESSAGES_EACH)
      .map(([conversation]) => conversation),
    sentTwice: sent.filter(({ accepted }) => accepted.length > 1).map(({ id }) => id),
    unknownToUs: desk.graph.accepted.filter(({ opaque }) => !byId.has(opaque)).map(({ opaque }) => opaque),
    sentOutOfOrder: ledgers
      .filter(([, ledger]) => !isSorted(ledger.map(({ opaque }) => byId.get(opaque)?.seq ?? -1)))
      .map(([conversation]) => String(conversation)),
    greetedTwice: ledgers
      .filter(([, ledger]) => ledger.filter(({ body }) => body.includes("🌻")).length > 1)
      .map(([conversation]) => String(conversation)),
  };
}

/**
 * What became of a storm, held against what was written and what Graph took. `last`: the last status that Meta told of each answer.
 * `inDoubt`: answers that are shown so, which only those may be of which nobody knows whether they went.
 */
export async function judge(
  desk: CrashDesk,
  talks: readonly Talk[],
  last: ReadonlyMap<string, string>,
): Promise<{ offences: Offences; answers: number; inDoubt: number }> {
  const sent = await answers(desk);
  const untaken = new Set(["unknown", "failed"]);
  const untrue = sent
    .filter(({ id, status, accepted }) =>
      accepted.length === 0 ? !untaken.has(status) : status !== last.get(id),
    )
    .map(({ id, status }) => `${id} ${status}`);
  const aside = await desk.rows(
    sql<Row>`SELECT DISTINCT kind FROM quarantined_fact WHERE kind <> 'unreadable'`,
  );
  const complained = desk.complaints.filter(({ event }) => String(event).includes("quarantined"));
  return {
    offences: {
      ...(await judgeIncoming(desk, talks)),
      ...judgeOutgoing(desk, sent, talks.length),
      untrue,
      blamed: [...aside.map(({ kind }) => String(kind)), ...complained.map((line) => JSON.stringify(line))],
    },
    answers: sent.length,
    inDoubt: sent.filter(({ status }) => status === "unknown").length,
  };
}
