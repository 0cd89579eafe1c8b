import { oneLine } from "@balcao/core";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inAccount } from "../src/platform/database.ts";
import { openDesk, type Desk, type Reply } from "./desk-world.ts";

let desk: Desk;
let helena: string;
let conversation: string;
let serial = 0;

beforeAll(async () => {
  desk = await openDesk({ withBot: true });
  helena = await desk.cookie(desk.ours, "Helena");
  conversation = await desk.write(desk.ours, "5511987000911", "oi");
  await desk.write(desk.theirs, "5511987000911", "alheio");
});
afterAll(() => desk.close());

/** Every table with rows of accounts that a request may read at all (partitions of the log are read through it). */
async function accountTables(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'account_id' AND NOT a.attisdropped
      AND has_table_privilege('balcao_app', c.oid, 'SELECT')
    ORDER BY 1`.execute(desk.world.deps.system);
  return rows.map((row) => row.name);
}

describe("the database itself", () => {
  it("forces a policy on every table of accounts, for the role of requests", async () => {
    const tables = await accountTables();
    expect(tables.length).toBeGreaterThan(25);
    const { rows } = await sql<{ name: string }>`
      SELECT c.relname AS name FROM pg_class c WHERE c.relrowsecurity AND c.relforcerowsecurity
        AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND 'balcao_app'::regrole = ANY(p.polroles)
          AND pg_get_expr(p.polqual, p.polrelid) LIKE '%app.account_id%' AND pg_get_expr(p.polwithcheck, p.polrelid) LIKE '%app.account_id%')
      ORDER BY 1`.execute(desk.world.deps.system);
    const guarded = new Set(rows.map((row) => row.name));
    expect(tables.filter((name) => !guarded.has(name))).toEqual([]);
    const { rows: roles } = await sql`
      SELECT FROM pg_roles WHERE rolname IN ('balcao_app', 'balcao_system') AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)`.execute(
      desk.world.deps.system,
    );
    expect(roles).toEqual([]);
  });

  it("shows a request its own account only, where a query forgets to ask, and nothing when no account is set", async () => {
    const { app } = desk.world.deps;
    const withRows: string[] = [];
    for (const table of await accountTables()) {
      const owners = async (db: Parameters<typeof inAccount>[0]) =>
        (
          await sql<{ account_id: string }>`SELECT DISTINCT account_id FROM ${sql.ref(table)}`.execute(db)
        ).rows.map((row) => row.account_id);
      const seen = await inAccount(app, desk.ours.accountId, owners);
      expect(
        seen.filter((id) => id !== desk.ours.accountId),
        table,
      ).toEqual([]);
      if (seen.length > 0) withRows.push(table);
      // on the pooled connection that just had an account set
      expect(await owners(app), table).toEqual([]);
    }
    expect(withRows).toEqual(
      expect.arrayContaining(["conversation", "message", "contact", "team", "channel", "event"]),
    );
  });

  it("refuses to write, change or refer to another account's rows", async () => {
    const { app } = desk.world.deps;
    const asOurs = (statement: string) =>
      inAccount(app, desk.ours.accountId, (tx) => sql.raw(statement).execute(tx));
    const foreign = desk.theirs;
    await expect(
      asOurs(
        `INSERT INTO team_gone (account_id, id, name, gone_at) VALUES ('${foreign.accountId}', gen_random_uuid(), 'x', now())`,
      ),
    ).rejects.toMatchObject({ code: "42501" });
    const changed = await asOurs(`UPDATE team SET name = 'x' WHERE id = '${foreign.teams.suporte}'`);
    expect(changed.numAffectedRows).toBe(0n);
    await expect(
      asOurs(`UPDATE conversation SET team_id = '${foreign.teams.suporte}'`),
    ).rejects.toMatchObject({
      code: "23503",
    });
    await expect(asOurs("UPDATE event SET type = 'x'")).rejects.toMatchObject({ code: "42501" });
    for (const table of [
      "auth_user",
      "auth_session",
      "auth_credential",
      "auth_verification",
      "schema_migration",
    ])
      await expect(asOurs(`SELECT FROM ${table}`), table).rejects.toMatchObject({ code: "42501" });
  });
});

const CORPUS: Record<string, string> = {
  sql: "'; DROP TABLE message; -- $1 %s \\",
  html: '<img src=x onerror=alert(1)><svg/onload="x"> javascript:alert(1)',
  template: "${7*7} {{7*7}} #{x} {%x%}",
  "right to left": "\u202Egpj.exe\u202C\u200B\uFEFF",
  family: "👩‍👩‍👧‍👦🏳️‍🌈🇧🇷",
  combining: `Z${"\u0351".repeat(40)}`,
  twins: "ñ n\u0303 ﬁ Å",
  lines: "a\r\nb\tc\u2028d\u0085",
};
const UNREADABLE: Record<string, string> = {
  nul: "a\0b",
  "half a pair": "a\ud800b",
  "other half": "a\udc00b",
};

type Field = { name: string; longest: number; write(text: string): Promise<Reply>; read(): Promise<unknown> };
const put = async (path: string, change: object, leaveOut: readonly string[]): Promise<Reply> => {
  const fields = { ...(await desk.call(helena, "GET", path)).body, ...change } as Record<string, unknown>;
  for (const name of leaveOut) delete fields[name];
  return desk.call(helena, "PUT", path, fields);
};
const got = async (path: string): Promise<Record<string, unknown>> =>
  (await desk.call(helena, "GET", path)).body;
const VIEW = ["id", "kind", "openConversations", "entryTrigger", "firstContact"];

/** Every field a person can write text into, with the way to see what became of it. */
function fields(): Field[] {
  const team = `/api/teams/${desk.ours.teams.comercial}`;
  const ana = desk.ours.agents["Ana"];
  return [
    {
      name: "team name",
      longest: 80,
      write: (name) => put(team, { name }, VIEW),
      read: async () => (await got(team))["name"],
    },
    {
      name: "team description",
      longest: 500,
      write: (description) => put(team, { description }, VIEW),
      read: async () => (await got(team))["description"],
    },
    {
      name: "agent name",
      longest: 80,
      write: (name) => desk.call(helena, "PATCH", `/api/agents/${ana}`, { name }),
      read: async () =>
        ((await got("/api/agents"))["items"] as { id: string; name: string }[]).find(({ id }) => id === ana)
          ?.name,
    },
    {
      name: "contact name",
      longest: 80,
      write: async (name) => {
        const { contact } = (await got(`/api/conversations/${conversation}`)) as { contact: { id: string } };
        return desk.call(helena, "PATCH", `/api/contacts/${contact.id}`, { name });
      },
      read: async () =>
        ((await got(`/api/conversations/${conversation}`))["contact"] as { name: string }).name,
    },
    {
      name: "message",
      longest: 4096,
      write: (text) =>
        desk.call(helena, "POST", `/api/conversations/${conversation}/messages`, {
          key: `text-key-${++serial}`,
          text,
        }),
      read: async () =>
        (
          (await got(`/api/conversations/${conversation}/thread?limit=100`))["entries"] as {
            author?: string;
            text: string;
          }[]
        )
          .filter(({ author }) => author === "agent")
          .at(-1)?.text,
    },
    {
      name: "publishing note",
      longest: 500,
      write: (note) => desk.call(helena, "POST", "/api/bot/publish", { note }),
      read: async () => ((await got("/api/bot"))["published"] as { note: string }).note,
    },
  ];
}

describe("text of any kind", () => {
  it("comes back as it was written, in every field, names in one line", async () => {
    for (const field of fields())
      for (const [kind, text] of Object.entries(CORPUS)) {
        const reply = await field.write(text);
        expect(reply.status, `${field.name}: ${kind}`).toBeLessThan(300);
        const kept = field.name.endsWith(" name") ? oneLine(text).trim() : text.trim();
        expect(await field.read(), `${field.name}: ${kind}`).toBe(field.name === "message" ? text : kept);
      }
    const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM message`.execute(
      desk.world.deps.system,
    );
    expect(rows[0]?.n).toBeGreaterThan(8);
  });

  it("that no database could keep, or too long, is refused by field", async () => {
    for (const field of fields()) {
      for (const [kind, text] of Object.entries(UNREADABLE))
        expect((await field.write(text)).body.fields?.[0]?.code, `${field.name}: ${kind}`).toBe(
          "unreadable_character",
        );
      expect((await field.write("x".repeat(field.longest + 1))).body.fields?.[0]?.code, field.name).toBe(
        "too_long",
      );
    }
  });

  it("is only searched for, never run", async () => {
    for (const text of [...Object.values(CORPUS), "%", "_", "\\", "')) OR 1=1 --"]) {
      const reply = await desk.call(
        helena,
        "GET",
        `/api/conversations?tab=all&q=${encodeURIComponent(text.slice(0, 100))}`,
      );
      expect(reply.status, text).toBe(200);
    }
    const unreadable = await desk.call(helena, "GET", "/api/conversations?tab=all&q=a%00b");
    expect(unreadable.body.fields?.[0]?.code).toBe("unreadable_character");
    for (const query of ["cursor=%00", "cursor=%27%20OR%201=1", "order=1;drop", "team=x", "limit=1e9"])
      expect((await desk.call(helena, "GET", `/api/conversations?${query}`)).status, query).toBeLessThan(500);
  });
});

describe("bodies", () => {
  const raw = (payload: string | Buffer, type = "application/json") =>
    desk.app.inject({
      method: "PATCH",
      url: "/api/me/preferences",
      headers: { cookie: helena, "content-type": type },
      payload,
    });
  it("are refused when too large, too deep, not JSON or of another kind, with a sentence", async () => {
    const cases: [number, string | Buffer, string?][] = [
      [413, JSON.stringify({ a: "x".repeat(9000) })],
      [400, `${'{"a":'.repeat(1000)}1${"}".repeat(1000)}`],
      [400, `{"a":${"[".repeat(3000)}${"]".repeat(3000)}}`],
      [400, "{"],
      [400, ""],
      [422, '"text"'],
      [415, "a=1", "application/x-www-form-urlencoded"],
      [415, '{"a":1}', "text/plain"],
      [415, "<a/>", "application/xml"],
    ];
    for (const [status, payload, type] of cases) {
      const answer = await raw(payload, type);
      expect({ status: answer.statusCode, payload: payload.slice(0, 20) }).toEqual({
        status,
        payload: payload.slice(0, 20),
      });
      expect(answer.headers["content-type"]).toContain("application/problem+json");
      expect(answer.json()).toMatchObject({ status, title: expect.stringMatching(/\.$/) });
    }
    const large = await desk.app.inject({
      method: "POST",
      url: `/api/conversations/${conversation}/messages`,
      headers: { cookie: helena, "content-type": "application/json" },
      payload: JSON.stringify({ key: "large-key-1", text: "x".repeat(300_000) }),
    });
    expect(large.statusCode).toBe(413);
  });

  it("of preferences add up to no more than one may be", async () => {
    for (let n = 0; n < 3; n++) {
      const reply = await desk.call(helena, "PATCH", "/api/me/preferences", { [`k${n}`]: "x".repeat(3500) });
      expect(reply.status).toBe(n < 2 ? 204 : 413);
    }
  });
});
