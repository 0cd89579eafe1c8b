import { sql, type ControlledTransaction } from "kysely";
import type { Database } from "../../server/src/platform/database-types.ts";
import type { Db } from "../../server/src/platform/database.ts";
import type { Came } from "./calls.ts";

/** Statements that take the oldest so many of a queue: which of two that are equally old, nothing says. */
export const CLAIMS = new Set(["channels/outbox#claimSends", "channels/outbox#claimProbe"]);

type Send = { messageId: string; channelId: string; queuedAt: number };

const sendsOf = (came: Came): Send[] | null => ("answer" in came ? (came.answer as Send[]) : null);
const ages = (sends: readonly Send[]): string =>
  JSON.stringify(sends.map(({ channelId, queuedAt }) => `${channelId} ${queuedAt}`).sort());

/** those that PostgreSQL would rather take are passed over this often */
const MOST = 10;

/**
 * What PostgreSQL claims, where it may choose: the model's choice, if that is one of those that it may make. What it would rather have is
 * held by somebody else meanwhile, and so passed over.
 */
export async function claimed(
  beside: Db,
  tx: ControlledTransaction<Database>,
  model: Came,
  ask: () => Promise<Came>,
): Promise<Came> {
  const wanted = sendsOf(model);
  if (!wanted) return ask();
  const passed: string[] = [];
  for (let tries = 0; ; tries++) {
    await sql`SAVEPOINT claim`.execute(tx);
    const came = await holding(beside, passed, ask);
    const sends = sendsOf(came);
    const others = sends?.filter((one) => !wanted.some(({ messageId }) => messageId === one.messageId)) ?? [];
    if (!sends || others.length === 0 || tries >= MOST || ages(sends) !== ages(wanted)) return came;
    passed.push(...others.map(({ messageId }) => messageId));
    await sql`ROLLBACK TO SAVEPOINT claim`.execute(tx);
  }
}

async function holding<T>(db: Db, messageIds: readonly string[], work: () => Promise<T>): Promise<T> {
  if (messageIds.length === 0) return work();
  const tx = await db.startTransaction().execute();
  try {
    await sql`SELECT FROM outbox WHERE message_id = ANY(${[...messageIds]}::uuid[]) FOR UPDATE`.execute(tx);
    return await work();
  } finally {
    await tx.rollback().execute();
  }
}
