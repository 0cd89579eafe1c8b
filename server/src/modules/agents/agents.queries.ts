import type { Role } from "@balcao/api";
import { sql } from "kysely";
import { bulkInsert, iso, recordset } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";
import { owesTwoStep } from "./two-step.queries.ts";

export type AgentRow = {
  accountId: string;
  id: string;
  userId: string;
  name: string;
  email: string;
  role: Role;
  active: boolean;
  teamIds: string[];
  preferences: Record<string, unknown>;
  /** match key */
  phone: string | null;
};

const AGENT = sql`a.account_id AS "accountId", a.id, a.user_id AS "userId", a.name, a.email, a.role, a.active, a.preferences, a.phone,
  coalesce((SELECT array_agg(m.team_id ORDER BY m.team_id) FROM team_member m WHERE m.account_id = a.account_id AND m.agent_id = a.id), '{}') AS "teamIds"`;

export type AgentOfPerson = AgentRow & {
  accountName: string;
  locale: "pt-BR" | "en";
  segmentedView: boolean;
  /** see Actor */
  owesTwoStep: boolean;
};

/** The agents one person is, over all companies (sign-in: through the system role). `begunAt`: of the session that asks (milliseconds). */
export async function agentsOfUser(db: Db, userId: string, begunAt: number | null): Promise<AgentOfPerson[]> {
  const { rows } = await sql<AgentOfPerson>`
    SELECT ${AGENT}, c.name AS "accountName", c.locale, coalesce(s.segmented_view, true) AS "segmentedView", ${owesTwoStep(sql`${begunAt === null ? null : iso(begunAt)}::timestamptz`)} AS "owesTwoStep"
    FROM agent a JOIN account c ON c.account_id = a.account_id LEFT JOIN whatsapp_setting s ON s.account_id = a.account_id
    WHERE a.user_id = ${userId} AND a.active ORDER BY a.created_at`.execute(db);
  return rows;
}

/** People of demo companies, who may be signed in as by one click. */
export async function demoPeople(db: Db): Promise<(AgentRow & { teams: string[] })[]> {
  const { rows } = await sql<AgentRow & { teams: string[] }>`
    SELECT ${AGENT}, coalesce((SELECT array_agg(t.name ORDER BY t.name) FROM team_member m JOIN team t ON t.account_id = m.account_id AND t.id = m.team_id
      WHERE m.account_id = a.account_id AND m.agent_id = a.id), '{}') AS teams
    FROM agent a JOIN account c ON c.account_id = a.account_id WHERE c.demo AND a.active ORDER BY a.role, a.name`.execute(
    db,
  );
  return rows;
}

export async function listAgents(tx: Tx, accountId: string): Promise<AgentRow[]> {
  const { rows } =
    await sql<AgentRow>`SELECT ${AGENT} FROM agent a WHERE a.account_id = ${accountId} ORDER BY lower(a.name)`.execute(
      tx,
    );
  return rows;
}

export async function insertAgent(
  tx: Tx,
  agent: Omit<AgentRow, "preferences" | "phone">,
  now: number,
): Promise<void> {
  await sql`INSERT INTO agent (account_id, id, user_id, name, email, role, active, created_at)
    VALUES (${agent.accountId}, ${agent.id}, ${agent.userId}, ${agent.name}, ${agent.email}, ${agent.role}, ${agent.active}, ${iso(now)}::timestamptz)`.execute(
    tx,
  );
  await addMembers(
    tx,
    agent.accountId,
    agent.teamIds.map((teamId) => ({ teamId, agentId: agent.id })),
  );
}

/** An agent locked for change, with the account's active administrators (locked too: the last one must stay). */
export async function lockAgent(
  tx: Tx,
  accountId: string,
  id: string,
): Promise<{ agent: AgentRow; administrators: string[] } | null> {
  const { rows } = await sql<AgentRow>`
    SELECT ${AGENT} FROM agent a WHERE a.account_id = ${accountId} AND (a.id = ${id} OR (a.role = 'administrator' AND a.active))
    ORDER BY a.id FOR UPDATE OF a`.execute(tx);
  const agent = rows.find((row) => row.id === id);
  if (!agent) return null;
  const administrators = rows.filter((row) => row.role === "administrator" && row.active);
  return { agent, administrators: administrators.map((row) => row.id) };
}

/** Throws 23505 when another agent has the phone. */
export async function updateAgent(
  tx: Tx,
  accountId: string,
  id: string,
  fields: Pick<AgentRow, "name" | "role" | "active" | "phone">,
): Promise<void> {
  await sql`UPDATE agent SET name = ${fields.name}, role = ${fields.role}, active = ${fields.active}, phone = ${fields.phone} WHERE account_id = ${accountId} AND id = ${id}`.execute(
    tx,
  );
}

/** Makes a person an agent of the account, or an agent who had left one again; answers the agent's id. */
export async function hireAgent(
  tx: Tx,
  agent: Omit<AgentRow, "preferences" | "active" | "phone">,
  now: number,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO agent AS a (account_id, id, user_id, name, email, role, created_at)
    VALUES (${agent.accountId}, ${agent.id}, ${agent.userId}, ${agent.name}, ${agent.email}, ${agent.role}, ${iso(now)}::timestamptz)
    ON CONFLICT (account_id, user_id) DO UPDATE SET name = excluded.name, email = excluded.email, role = excluded.role, active = true RETURNING a.id`.execute(
    tx,
  );
  const id = rows[0]?.id ?? agent.id;
  const members = agent.teamIds.map((teamId) => ({ teamId, agentId: id }));
  await addMembers(tx, agent.accountId, members);
  return id;
}

export async function addMembers(
  tx: Tx,
  accountId: string,
  members: readonly { teamId: string; agentId: string }[],
): Promise<void> {
  const rows = members.map((member) => ({
    account_id: accountId,
    team_id: member.teamId,
    agent_id: member.agentId,
  }));
  await bulkInsert(
    tx,
    "team_member",
    { account_id: "uuid", team_id: "uuid", agent_id: "uuid" },
    rows,
    sql`ON CONFLICT DO NOTHING`,
  );
}

/** Merges into an agent's preferences; answers their size now, in bytes of JSON. */
export async function updatePreferences(
  tx: Tx,
  accountId: string,
  agentId: string,
  patch: Record<string, unknown>,
): Promise<number> {
  const { rows } = await sql<{ size: number }>`
    UPDATE agent SET preferences = preferences || ${JSON.stringify(patch)}::jsonb WHERE account_id = ${accountId} AND id = ${agentId}
    RETURNING octet_length(preferences::text) AS size`.execute(tx);
  return rows[0]?.size ?? 0;
}

/** Agents of these accounts who chose to be away (preference `availability`), among the given ones. */
export async function absentAgents(
  db: Db,
  agents: readonly Pick<AgentRow, "accountId" | "id">[],
): Promise<Set<string>> {
  if (agents.length === 0) return new Set();
  const wanted = agents.map(({ accountId, id }) => ({ account_id: accountId, id }));
  const { rows } = await sql<{ id: string }>`
    SELECT a.id FROM ${recordset(wanted, { account_id: "uuid", id: "uuid" }, "w")} JOIN agent a ON a.account_id = w.account_id AND a.id = w.id
    WHERE a.preferences ->> 'availability' = 'away'`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** What agents chose for themselves, with the zone of their account. By agent's id. */
export async function choicesOf(
  db: Db,
  agents: readonly Pick<AgentRow, "accountId" | "id">[],
): Promise<Map<string, Pick<AgentRow, "preferences" | "name"> & Pick<AccountRow, "timeZone">>> {
  if (agents.length === 0) return new Map();
  const wanted = agents.map(({ accountId, id }) => ({ account_id: accountId, id }));
  const { rows } = await sql<Pick<AgentRow, "id" | "preferences" | "name"> & Pick<AccountRow, "timeZone">>`
    SELECT DISTINCT ON (a.id) a.id, a.name, a.preferences, c.time_zone AS "timeZone"
    FROM ${recordset(wanted, { account_id: "uuid", id: "uuid" }, "w")} JOIN agent a ON a.account_id = w.account_id AND a.id = w.id
      JOIN account c ON c.account_id = a.account_id`.execute(db);
  return new Map(rows.map(({ id, ...choices }) => [id, choices]));
}

export type AccountRow = {
  id: string;
  name: string;
  locale: "pt-BR" | "en";
  timeZone: string;
  demo: boolean;
};

export async function loadAccount(tx: Tx, accountId: string): Promise<AccountRow | null> {
  const { rows } =
    await sql<AccountRow>`SELECT account_id AS id, name, locale, time_zone AS "timeZone", demo FROM account WHERE account_id = ${accountId}`.execute(
      tx,
    );
  return rows[0] ?? null;
}
