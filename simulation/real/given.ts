import { sql } from "kysely";
import type { ContextRow } from "../../server/src/modules/settings/settings.queries.ts";
import { saveSetting } from "../../server/src/modules/settings/settings.queries.ts";
import { bulkInsert } from "../../server/src/platform/bulk.ts";
import type { Db, Tx } from "../../server/src/platform/database.ts";
import type { ChannelRow, VersionRow } from "../store/rows.ts";
import { COMPANIES } from "../world/company.ts";
import { GRAPH } from "../world/places.ts";
import { BEGIN } from "../world/world.ts";
import type { Given } from "./calls.ts";

const at = new Date(BEGIN).toISOString();

async function giveAccount(tx: Tx, accountId: string): Promise<void> {
  const company = COMPANIES.find((one) => one.accountId === accountId);
  if (!company) throw new Error(`no company ${accountId}`);
  await sql`INSERT INTO account (account_id, name, created_at) VALUES (${accountId}, ${company.mark}, ${at}::timestamptz)`.execute(
    tx,
  );
}

/** The teams of a company, who is in them, and its settings. */
async function giveSettings(tx: Tx, setting: ContextRow): Promise<void> {
  const { accountId } = setting;
  const teams = setting.teams.map(({ id, name }) => ({
    account_id: accountId,
    id,
    name,
    color: "#0f766e",
    created_at: at,
  }));
  await bulkInsert(
    tx,
    "team",
    { account_id: "uuid", id: "uuid", name: "text", color: "text", created_at: "timestamptz" },
    teams,
  );
  const actors = COMPANIES.flatMap((one) => (one.accountId === accountId ? one.actors : []));
  for (const { agentId, userId, name, role, teamIds } of actors) {
    const email = `${agentId}@desk.example`;
    await sql`INSERT INTO auth_user (id, name, email) VALUES (${userId}, ${name}, ${email})`.execute(tx);
    await sql`INSERT INTO agent (account_id, id, user_id, name, email, role, created_at)
      VALUES (${accountId}, ${agentId}, ${userId}, ${name}, ${email}, ${role}, ${at}::timestamptz)`.execute(
      tx,
    );
    const members = teamIds.map((team) => ({ account_id: accountId, team_id: team, agent_id: agentId }));
    await bulkInsert(tx, "team_member", { account_id: "uuid", team_id: "uuid", agent_id: "uuid" }, members);
  }
  await saveSetting(tx, setting);
}

async function giveNumber(tx: Tx, row: ChannelRow): Promise<void> {
  await sql`INSERT INTO channel (account_id, id, name, lane, phone_number_id, waba_id, portfolio_id, display_phone, graph_base_url, access_token_sealed, app_secret_sealed, verify_token_sealed,
      messages_per_second, pace_tokens, pace_at, created_at)
    VALUES (${row.account_id}, ${row.id}, ${row.id}, ${row.lane}, ${row.phone_number_id}, ${row.waba_id}, ${row.portfolio_id}, '', ${GRAPH}, ${Buffer.from("token")}, ${Buffer.from(row.secret)}, ${Buffer.from("verify")},
      ${row.messages_per_second}, ${row.pace_tokens}, ${new Date(row.pace_at).toISOString()}::timestamptz, ${at}::timestamptz)`.execute(
    tx,
  );
}

/** Puts into PostgreSQL what was put into the model's tables by nobody. */
export async function give(db: Db, { table, row }: Given): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (table === "account") return giveAccount(tx, String(row["account_id"]));
    if (table === "whatsapp_setting") return giveSettings(tx, row["row"] as ContextRow);
    if (table === "channel") return giveNumber(tx, row as ChannelRow);
    if (table === "bot_version") {
      const { account_id, id, number, triggers } = row as VersionRow;
      await sql`INSERT INTO bot_version (account_id, id, number, triggers, published_at) VALUES (${account_id}, ${id}, ${number}, ${JSON.stringify(triggers)}::jsonb, ${at}::timestamptz)`.execute(
        tx,
      );
      return;
    }
    if (table !== "worker_node") throw new Error(`the replay knows no way to put a row into ${table}`);
    await sql`UPDATE worker_node SET seen_at = to_timestamp(${Number(row["seen_at"])}::float8 / 1000) WHERE id = ${String(row["id"])}`.execute(
      tx,
    );
  });
}
