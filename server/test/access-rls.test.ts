import { sql } from "kysely";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { tally } from "../../scripts/lib/tally.ts";
import type { Company } from "../src/demo/company.ts";
import { inAccount, openDatabase, type Role } from "../src/platform/database.ts";
import { checkRoles } from "../src/platform/migrate.ts";
import { rewriting, withoutAccount } from "./access-heard-sql.ts";
import { RULES } from "./access-rules.ts";
import { belongings, type Belongings } from "./access-world.ts";
import type { Desk } from "./desk-world.ts";
import { openListedDesk } from "./security-world.ts";

let desk: Desk;
let ours: Belongings;
let theirs: Belongings;
/** whether statements of requests are stripped of their account now, and how many were */
let strips = false;
let stripped = 0;
/** statements by which the role of the loops writes */
const writes = new Set<string>();

beforeAll(async () => {
  ({ desk } = await openListedDesk({
    open: rewriting((text, role) => {
      if (role === "balcao_system" && /^\s*(WITH[\s\S]*)?(INSERT|UPDATE|DELETE)\b/i.test(text))
        writes.add(text);
      if (!strips || role !== "balcao_app") return text;
      const without = withoutAccount(text);
      if (without !== text) stripped += 1;
      return without;
    }),
  }));
  ours = await belongings(desk, desk.ours, "comercial", "CANARINHO");
  theirs = await belongings(desk, desk.theirs, "comercial", "TUCANINHO");
  await desk.later(3 * 3_600_000);
});
afterEach(() => {
  strips = false;
});
afterAll(() => desk.close());

type Read = { name: string; asked: string; forgetful: string };
/** Everything that can be read with these ids, by an administrator: as it is asked, and at once again by queries without their account. */
async function readAll(company: Company, of: Belongings): Promise<Read[]> {
  const cookie = await desk.cookie(company, "Helena");
  const fill = (text: string, sign: RegExp): string =>
    text.replaceAll(sign, (_, kind: string) => of.things[kind] ?? "");
  const ask = async (url: string): Promise<string> => {
    const { statusCode, body } = await desk.app.inject({ url, headers: { cookie } });
    return `${statusCode} ${body}`;
  };
  const reads: Read[] = [];
  for (const [name, rule] of Object.entries(RULES)) {
    const [method, path = ""] = name.split(" ");
    if (method !== "GET" || rule.who === "anyone" || rule.who === "signed") continue;
    const bare = fill(path, /:(\w+)/g);
    const query = new URLSearchParams(
      Object.entries(rule.query ?? {}).map(([field, value]) => [field, fill(value, /\$(\w+)/g)]),
    ).toString();
    for (const url of query === "" ? [bare] : [bare, `${bare}?${query}`]) {
      const asked = await ask(url);
      strips = true;
      const forgetful = await ask(url);
      strips = false;
      reads.push({ name: `${name} ${query}`, asked, forgetful });
    }
  }
  return reads;
}

describe("row-level security alone", () => {
  it("keeps companies apart where every query has forgotten its account", async () => {
    let reads = 0;
    const differing: string[] = [];
    for (const [company, of] of [
      [desk.ours, ours],
      [desk.ours, theirs],
      [desk.theirs, theirs],
    ] as const) {
      const word = company === desk.ours ? "TUCANINHO" : "CANARINHO";
      for (const { name, asked, forgetful } of await readAll(company, of)) {
        reads += 1;
        if (forgetful !== asked || forgetful.includes(word)) differing.push(name);
      }
    }
    tally("rls", { reads, differing: differing.length });
    expect(differing).toEqual([]);
    expect(reads).toBeGreaterThan(250);
    expect(stripped).toBeGreaterThan(300);
  }, 120_000);

  it("is what keeps them apart: as a role it does not hold for, the same queries tell", async () => {
    const unconfined = openDatabase({
      url: desk.world.url,
      role: "balcao_system",
      max: 1,
      name: "unconfined",
    });
    const text = `SELECT text FROM message m WHERE m.account_id = $1`;
    const { rows } = await unconfined.executeQuery<{ text: string | null }>({
      ...sql`SELECT 1`.compile(unconfined),
      sql: withoutAccount(text),
      parameters: [desk.ours.accountId],
    });
    await unconfined.destroy();
    expect(rows.map((row) => row.text).join()).toContain("TUCANINHO");
  });
});

describe("what a connection carries", () => {
  it("is nothing, however the request before it ended", async () => {
    const db = openDatabase({
      url: desk.world.url,
      role: "balcao_app",
      max: 1,
      name: "one",
      statementTimeoutMs: 200,
    });
    const seen = async () => {
      const { rows } = await sql<{ account: string | null; role: string; n: number }>`
        SELECT nullif(current_setting('app.account_id', true), '') AS account, current_user AS role,
          (SELECT count(*)::int FROM conversation) AS n`.execute(db);
      return rows[0];
    };
    const nothing = { account: null, role: "balcao_app" as Role, n: 0 };
    const { accountId } = desk.ours;
    expect(
      await inAccount(
        db,
        accountId,
        async (tx) => (await sql`SELECT FROM conversation`.execute(tx)).rows.length,
      ),
    ).toBeGreaterThan(0);
    expect(await seen()).toEqual(nothing);
    const ends: Record<string, Parameters<typeof inAccount<unknown>>[2]> = {
      "an error of ours": async () => {
        throw new Error("ours");
      },
      "an error of the database's": (tx) => sql`SELECT 1 / 0`.execute(tx),
      "a statement that takes too long": (tx) => sql`SELECT pg_sleep(5)`.execute(tx),
      "a connection that is cut": (tx) => sql`SELECT pg_terminate_backend(pg_backend_pid())`.execute(tx),
      "another account in the middle": async (tx) => {
        await sql`SELECT set_config('app.account_id', ${desk.theirs.accountId}, true)`.execute(tx);
        throw new Error("ours");
      },
    };
    for (const [what, end] of Object.entries(ends)) {
      await expect(inAccount(db, accountId, end), what).rejects.toBeInstanceOf(Error);
      expect(await seen(), what).toEqual(nothing);
    }
    await db.destroy();
  });
});

describe("the catalogue", () => {
  const namesOf = async (query: ReturnType<typeof sql<{ name: string }>>): Promise<string[]> =>
    (await query.execute(desk.world.deps.system)).rows.map(({ name }) => name);

  it("has no view and no function that looks past the policies", async () => {
    const views = await namesOf(sql`
      SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
        AND NOT coalesce(reloptions @> ARRAY['security_invoker=true'], false) ORDER BY 1`);
    expect(views).toEqual([]);
    const definers = await namesOf(sql`
      SELECT proname AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef ORDER BY 1`);
    expect(definers).toEqual([]);
  });

  it("lets a request read nothing of no account, but what is written here", async () => {
    const readable = await namesOf(sql`
      SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND has_table_privilege('balcao_app', c.oid, 'SELECT')
        AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'account_id' AND NOT a.attisdropped) ORDER BY 1`);
    expect(readable).toEqual(["stream_epoch"]);
  });

  it("ties each row to rows of its own account only", async () => {
    const loose = await namesOf(sql`
      SELECT k.conrelid::regclass || ' ' || k.conname AS name FROM pg_constraint k
      JOIN pg_attribute own ON own.attrelid = k.conrelid AND own.attname = 'account_id'
      JOIN pg_attribute its ON its.attrelid = k.confrelid AND its.attname = 'account_id'
      WHERE k.contype = 'f' AND NOT own.attnum = ANY(k.conkey) ORDER BY 1`);
    expect(loose).toEqual([]);
    const nameless = await namesOf(sql`
      SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'account_id'
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT a.attnotnull AND NOT a.attisdropped ORDER BY 1`);
    expect(nameless).toEqual([]);
  });

  it("is written to by loops with the account in each statement", () => {
    expect(writes.size).toBeGreaterThan(20);
    // people are of no account; facts are deleted by the ids that a lane took, of whichever accounts share it
    const nameless = [...writes].filter((text) => !/account_id|\bauth_\w+/.test(text));
    expect(nameless).toEqual(["DELETE FROM fact WHERE id = ANY($1::bigint[])"]);
  });
});

it("the program does not start with roles that the policies do not hold for", async () => {
  const client = new pg.Client({ connectionString: desk.world.url });
  await client.connect();
  await checkRoles(client);
  for (const [role, right] of [
    ["balcao_app", "BYPASSRLS"],
    ["balcao_system", "SUPERUSER"],
  ]) {
    // roles are the whole cluster's: nobody else may see it
    await client.query("BEGIN");
    await client.query(`ALTER ROLE ${role} ${right}`);
    await expect(checkRoles(client)).rejects.toThrow(`ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS;`);
    await client.query("ROLLBACK");
  }
  await client.end();
});
