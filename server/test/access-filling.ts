import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Company } from "../src/demo/company.ts";
import type { Desk } from "./desk-world.ts";
import { START } from "./harness.ts";

export type Row = Record<string, unknown>;
/** One of everything that a path, a query or a body can name, as it stands there. */
export type Things = Record<string, string>;
export type Team = "comercial" | "suporte";

/** a moment to come, on the test's clock */
export const LATER = new Date(START + 5 * 3_600_000).toISOString();
export const SCRIPT = {
  name: "Outro",
  begin: "2026-11-23T09:00",
  steps: [{ does: "writes", text: "oi" }],
  expected: [],
};
/** A form with one file, its fields first. */
export function formOf(fields: Readonly<Record<string, string>>, name = "oi.txt", text = "oi"): FormData {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set("file", new Blob([text]), name);
  return form;
}

/** What of an installation a test may fill. */
export type Filling = {
  desk: Desk;
  company: Company;
  team: Team;
  /** in what is said in conversations, and about who they are with */
  word: string;
  /** in what all of the team may see: `word` where that is all the same */
  shown: string;
  phone: string;
};

export function calls({ desk, company }: Filling) {
  const as = async (name: string, method: "GET" | "POST" | "PUT", url: string, body?: object) => {
    const answer = await desk.call(await desk.cookie(company, name), method, url, body);
    if (answer.status >= 300) throw new Error(`${method} ${url}: ${JSON.stringify(answer.body)}`);
    return answer.body as Row;
  };
  const get = (url: string) => as("Helena", "GET", url);
  const post = (url: string, body: object) => as("Helena", "POST", url, body);
  const keyed = (url: string, body: object) => post(url, { key: randomUUID(), ...body });
  return { as, get, post, keyed };
}
export const first = (list: unknown): string => (list as { id: string }[])[0]?.id ?? "";

/** Somebody signs in once more; the session's id. */
async function sessionOf({ desk, company }: Filling, name: string): Promise<string> {
  const agentId = company.agents[name] ?? "";
  await desk.app.inject({ method: "POST", url: "/api/demo/sign-in", payload: { agentId } });
  const { rows } = await sql<{ id: string }>`
    SELECT s.id FROM auth_session s JOIN agent a ON a.user_id = s."userId" WHERE a.id = ${agentId}
    ORDER BY s."createdAt" DESC LIMIT 1`.execute(desk.world.deps.system);
  return first(rows);
}

/** Somebody's passkey; its id. */
async function passkeyOf({ desk, company }: Filling, name: string): Promise<string> {
  const id = randomUUID();
  await sql`INSERT INTO auth_passkey (id, user_id, name, credential_id, public_key, counter)
    SELECT ${id}, user_id, 'x', ${id}, 'x', 0 FROM agent WHERE id = ${company.agents[name]}`.execute(
    desk.world.deps.system,
  );
  return id;
}

/** What belongs to the account as a whole. */
export async function settings(filling: Filling): Promise<Things> {
  const { company, team, phone } = filling;
  const { as, get, post } = calls(filling);
  const invited = await post("/api/invitations", {
    email: `${phone}@x.example`,
    name: "",
    role: "agent",
    teamIds: [],
  });
  const label = await post("/api/labels", { name: `L ${phone}`, color: "#112233" });
  const made = async (subject: string, label: string) =>
    String(
      (await post("/api/fields", { subject, label: `${label} ${phone}`, kind: "text", options: [] }))["id"],
    );
  await made("contact", "Outro");
  const scripts = await post("/api/bot/scripts", { ...SCRIPT, name: `R ${phone}` });
  const triggers = (await get("/api/bot"))["triggers"];
  const claim = {
    key: randomUUID(),
    locale: "en",
    mapping: '["phone"]',
    existing: "skip",
    fileName: "a.csv",
  };
  const imported = await as("Helena", "POST", "/api/contact-imports", formOf(claim, "a.csv", "phone"));
  const before = await get("/api/settings/sla");
  const policy = { id: null, name: phone, priorities: [], categoryIds: [], organisationIds: [] };
  const sla = await as("Helena", "PUT", "/api/settings/sla", {
    policies: [
      ...(before["policies"] as Row[]),
      { ...policy, firstAnswerMinutes: 60, solutionMinutes: null, warnPercent: null },
    ],
    version: before["version"],
  });
  return {
    colleaguesSession: await sessionOf(filling, "Paula"),
    colleaguesPasskey: await passkeyOf(filling, "Paula"),
    account: company.accountId,
    team: company.teams[team],
    otherTeam: company.teams.principal,
    agent: company.agents[team === "comercial" ? "Ana" : "Diego"] ?? "",
    channel: company.channelId,
    invitation: String((invited["invitation"] as Row)["id"]),
    label: String(label["id"]),
    field: await made("contact", "Campo"),
    ticketField: await made("ticket", "Pede"),
    script: String((scripts["items"] as Row[]).at(-1)?.["id"]),
    trigger: first(triggers),
    import: String(imported["id"]),
    policy: String((sla["policies"] as Row[]).at(-1)?.["id"]),
  };
}
