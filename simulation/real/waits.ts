import { sql, type ControlledTransaction } from "kysely";
import type { Database } from "../../server/src/platform/database-types.ts";
import { WAITS, type Asked, type Came } from "./calls.ts";

/** so long waits what is expected to */
const SHORT = "30ms";

/** The columns whose values are the keys of the model's locks on rows. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  channel: ["id"],
  contact: ["id"],
  contact_identity: ["account_id", "kind", "value", "portfolio_id"],
  conversation: ["id"],
  conversation_counter: ["account_id", "team_id", "agent_id", "owner", "status"],
  media: ["id"],
  message: ["id"],
  outbox: ["message_id"],
  send_pace: ["account_id", "channel_id", "contact_id"],
  template: ["account_id", "waba_id", "meta_id"],
  template_sync: ["account_id", "waba_id"],
  timer: ["conversation_id"],
};

/** Takes the locks that a statement held in the run while it waited for one more. */
async function hold(tx: ControlledTransaction<Database>, locks: readonly string[]): Promise<void> {
  for (const lock of locks) {
    const colon = lock.indexOf(":");
    const [table, key] = [lock.slice(0, colon), lock.slice(colon + 1)];
    const columns = KEYS[table] ?? [];
    // what is no row yet, or no row at all, nobody passes over
    if (columns.length === 0) continue;
    const values = key.split("|");
    const same = columns.map((name, at) => sql`${sql.ref(name)}::text = ${values[at] ?? ""}`);
    await sql`SELECT FROM ${sql.ref(table)} WHERE ${sql.join(same, sql` AND `)} FOR NO KEY UPDATE`.execute(
      tx,
    );
  }
}

/**
 * Does a statement wait for somebody else, as it did in the run? It is as if it had not been asked then, but for the locks that it had
 * already: which of its rows come first, nothing says.
 */
export async function waited(
  tx: ControlledTransaction<Database>,
  ask: () => Promise<Came>,
  { held }: Asked,
): Promise<boolean> {
  await sql`SAVEPOINT waits`.execute(tx);
  await sql`SELECT set_config('lock_timeout', ${SHORT}, true)`.execute(tx);
  const came = await ask();
  await sql`ROLLBACK TO SAVEPOINT waits`.execute(tx);
  await hold(tx, held);
  return "code" in came && came.code === WAITS;
}
