import type { AuditEntry } from "@balcao/api";
import { sql } from "kysely";
import { tally } from "../../scripts/lib/tally.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sqlState, type Db } from "../src/platform/database.ts";
import { appendEvents } from "../src/platform/events.ts";
import { openDesk, START, type Desk } from "./desk-world.ts";
import { IPHONE, newPerson, signIn, statusOf } from "./person-world.ts";

const DAY_MS = 86_400_000;
let desk: Desk;
let helena: string;
beforeEach(async () => {
  desk = await openDesk();
  helena = await desk.cookie(desk.ours, "Helena");
});
afterEach(() => desk.close());

type Page = { items: AuditEntry[]; nextCursor: string | null };
async function read(query: Record<string, string> = {}, cookie = helena): Promise<Page> {
  const { status, body } = await desk.call(cookie, "GET", `/api/audit?${new URLSearchParams(query)}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as unknown as Page;
}
const append = (events: { type: string; at: number; data?: Record<string, unknown>; agentId?: string }[]) =>
  desk.world.deps.system.transaction().execute((tx) =>
    appendEvents(
      tx,
      events.map((event) => ({ accountId: desk.ours.accountId, ...event })),
    ),
  );

describe("the log", () => {
  it("cannot be changed by any role the program has, by whatever name its rows are called", async () => {
    const { app, system } = desk.world.deps;
    await append([{ type: "security.signed_in", at: START }]);
    const { rows } = await sql<{ name: string }>`
      SELECT 'event' AS name UNION ALL SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'event'::regclass`.execute(
      system,
    );
    // the log, its months and the partition for other months
    expect(rows.length).toBeGreaterThan(3);
    const before = await sql`SELECT count(*) AS n FROM event`.execute(system);
    const roles: [string, Db][] = [
      ["balcao_app", app],
      ["balcao_system", system],
    ];
    const through: string[] = [];
    let tried = 0;
    for (const [role, db] of roles)
      for (const { name } of rows)
        for (const statement of [
          `UPDATE ${name} SET type = 'x'`,
          `UPDATE ${name} SET agent_id = NULL WHERE false`,
          `DELETE FROM ${name}`,
          `DELETE FROM ${name} WHERE false`,
          `TRUNCATE ${name}`,
          `TRUNCATE ${name} CASCADE`,
          `ALTER TABLE ${name} ADD COLUMN x int`,
          `ALTER TABLE ${name} DISABLE ROW LEVEL SECURITY`,
          `ALTER TABLE ${name} OWNER TO ${role}`,
          `DROP TABLE ${name}`,
          `CREATE RULE x AS ON INSERT TO ${name} DO INSTEAD NOTHING`,
          `CREATE TRIGGER x BEFORE INSERT ON ${name} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
          `CREATE POLICY x ON ${name} USING (true)`,
          `SELECT 1 FROM ${name} FOR UPDATE`,
          `MERGE INTO ${name} e USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE`,
          `LOCK TABLE ${name} IN ACCESS EXCLUSIVE MODE`,
          `GRANT ALL ON ${name} TO ${role}`,
          `ALTER TABLE event DETACH PARTITION event_default`,
        ]) {
          const told = await db
            .transaction()
            .execute(async (tx) => {
              await sql`SELECT set_config('app.account_id', ${desk.ours.accountId}, true)`.execute(tx);
              await sql.raw(statement).execute(tx);
              return "done";
            })
            .catch((error: unknown) => sqlState(error));
          // insufficient privilege; of GRANT PostgreSQL only warns, and gives nothing
          tried += 1;
          if (told !== "42501" && !statement.startsWith("GRANT"))
            through.push(`${role}: ${statement}: ${told}`);
        }
    tally("audit", { statements: tried, through: through.length });
    expect(through).toEqual([]);
    expect(tried).toBeGreaterThan(100);
    const { rows: rights } = await sql<{ what: string }>`
      SELECT r.rolname || ' ' || p.privilege || ' ' || c.oid::regclass::text AS what FROM pg_class c CROSS JOIN pg_roles r
        CROSS JOIN (VALUES ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('REFERENCES'), ('TRIGGER')) p (privilege)
      WHERE r.rolname IN ('balcao_app', 'balcao_system') AND (c.oid = 'event'::regclass OR c.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'event'::regclass))
        AND has_table_privilege(r.oid, c.oid, p.privilege)`.execute(system);
    expect(rights).toEqual([]);
    expect(await sql`SELECT count(*) AS n FROM event`.execute(system)).toMatchObject({ rows: before.rows });
  });

  it("tells administrators who came, from where, and who changed what of whom", async () => {
    const lia = await newPerson(desk, "Lia");
    await signIn(desk, lia.email, { userAgent: IPHONE, address: "203.0.113.7" });
    await desk.call(helena, "PATCH", `/api/agents/${lia.agentId}`, { role: "supervisor" });
    const { items } = await read();
    const changed = items.find(({ act }) => act === "security.role_changed");
    expect(changed).toMatchObject({
      by: { id: desk.ours.agents["Helena"] },
      to: { id: lia.agentId, name: "Lia" },
      facts: { from: "agent", to: "supervisor" },
    });
    expect(items.find(({ address }) => address === "203.0.113.7")).toMatchObject({
      act: "security.signed_in",
      by: { name: "Lia" },
      to: null,
      browser: "Safari",
      system: "iOS",
      facts: { by: "password" },
    });
    // the other company's administrator reads of his own only
    const theirs = await read({}, await desk.cookie(desk.theirs, "Helena"));
    expect(JSON.stringify(theirs)).not.toMatch(/Lia|203\.0\.113\.7/u);
    for (const name of ["Ana", "Rita"])
      expect(await statusOf(desk, await desk.cookie(desk.ours, name), "GET", "/api/audit")).toBe(403);
  });

  it("is narrowed down by person, act and days of the company's calendar", async () => {
    const ana = desk.ours.agents["Ana"] ?? "";
    const bruno = desk.ours.agents["Bruno"] ?? "";
    // midnight of 2026-11-20 in São Paulo
    const midnight = Date.UTC(2026, 10, 20, 3);
    await append([
      { type: "settings.changed", at: midnight - 1, agentId: ana },
      { type: "settings.changed", at: midnight, agentId: ana },
      { type: "settings.changed", at: midnight + DAY_MS - 1, agentId: bruno },
      { type: "security.two_step_reset", at: midnight + 5000, agentId: ana, data: { agentId: bruno } },
      { type: "settings.changed", at: midnight + DAY_MS, agentId: ana },
    ]);
    const day = { from: "2026-11-20", until: "2026-11-20" };
    const of = async (query: Record<string, string>) =>
      (await read(query)).items.map(({ at }) => Date.parse(at) - midnight);
    expect(await of(day)).toEqual([DAY_MS - 1, 5000, 0]);
    expect(await of({ ...day, agent: bruno })).toEqual([DAY_MS - 1, 5000]);
    expect(await of({ ...day, agent: ana, act: "settings.changed" })).toEqual([0]);
    expect(await of({ until: "2026-11-19", act: "settings.changed" })).toEqual([-1]);
    expect(await of({ from: "2026-11-21", act: "settings.changed", agent: ana })).toEqual([DAY_MS]);
    for (const query of ["act=message.received", "from=20/11/2026", "agent=x"])
      expect(await statusOf(desk, helena, "GET", `/api/audit?${query}`)).toBe(422);
  });

  it("is turned over page by page, each line once, lines of one moment too", async () => {
    await append(
      Array.from({ length: 120 }, (_, n) => ({
        type: "label.changed",
        at: START + (n % 3),
        data: { count: n },
      })),
    );
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Page = await read({ act: "label.changed", ...(cursor ? { cursor } : {}) });
      expect(page.items.length).toBeLessThanOrEqual(50);
      seen.push(...page.items.map(({ facts }) => facts["count"] ?? ""));
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
    expect((await read({ act: "label.changed", cursor: "'; DROP TABLE event" })).items).toHaveLength(50);
  });

  it("says what is in hostile values instead of doing it, on the screen and in the file", async () => {
    const esc = "\u001b";
    await append([
      {
        type: "security.passkey_added",
        at: START,
        agentId: desk.ours.agents["Ana"] ?? "",
        data: {
          passkey: `x\r\n2026-01-01 root signed in${esc}[2J`,
          browser: `=HYPERLINK("http://evil.example")`,
          system: "\u202egnp.exe",
          address: "@SUM(1+1)",
        },
      },
    ]);
    const { items } = await read({ act: "security.passkey_added" });
    expect(items[0]).toMatchObject({
      facts: { passkey: "x\\u{d}\\u{a}2026-01-01 root signed in\\u{1b}[2J" },
      system: "\\u{202e}gnp.exe",
    });
    for (const [locale, act] of [
      ["en", "Passkey created"],
      ["pt-BR", "Chave de acesso criada"],
    ] as const) {
      const file = await desk.app.inject({
        url: `/api/audit/export?locale=${locale}&act=security.passkey_added`,
        headers: { cookie: helena },
      });
      expect(file.headers["content-disposition"]).toMatch(
        /^attachment; filename="(audit|auditoria)-[\d-]+\.csv"$/u,
      );
      const lines = file.body.trimEnd().split("\r\n");
      expect(lines).toHaveLength(2);
      expect(lines[1]).toContain(act);
      for (const cell of [`"'=HYPERLINK(""http://evil.example"")`, `"'@SUM(1+1)"`])
        expect(lines[1]).toContain(cell);
      expect(file.body).not.toContain(esc);
      expect(file.body).not.toContain("\u202e");
    }
    expect((await read({ act: "security.exported" })).items.map(({ facts }) => facts["what"])).toEqual([
      "audit",
      "audit",
    ]);
  });

  it("goes out whole, however long", async () => {
    await append(Array.from({ length: 2300 }, (_, n) => ({ type: "label.changed", at: START + n })));
    const file = await desk.app.inject({
      url: "/api/audit/export?locale=en&act=label.changed",
      headers: { cookie: helena },
    });
    expect(file.body.trimEnd().split("\r\n")).toHaveLength(2301);
  });

  it("is read by its own index, among many lines of conversations", async () => {
    const { system } = desk.world.deps;
    await sql`INSERT INTO event (account_id, type, at, conversation_id) SELECT ${desk.ours.accountId}, 'message.received', now(), gen_random_uuid() FROM generate_series(1, 5000)`.execute(
      system,
    );
    await append(Array.from({ length: 200 }, (_, n) => ({ type: "label.changed", at: START + n })));
    const plan = await system.transaction().execute(async (tx) => {
      await sql`SET LOCAL enable_seqscan = off`.execute(tx);
      const { rows } = await sql<{ "QUERY PLAN": string }>`
        EXPLAIN SELECT id FROM event WHERE account_id = ${desk.ours.accountId} AND conversation_id IS NULL AND ticket_id IS NULL
          AND type = ANY(${["label.changed"]}) ORDER BY at DESC, id DESC LIMIT 51`.execute(tx);
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    });
    expect(plan).toMatch(/Index Scan using event_\w*account_id_at_id/u);
    // each month in order, merged
    expect(plan).toContain("Merge Append");
    expect(plan).not.toMatch(/-> {2}(?:Sort|Seq Scan)/u);
  });
});
