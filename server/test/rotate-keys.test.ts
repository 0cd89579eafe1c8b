import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { channelCache } from "../src/modules/channels/index.ts";
import { createSealer, secretsIn, type Sealer } from "../src/platform/crypto.ts";
import { resealAll } from "../src/platform/reseal.ts";
import { SEALED } from "../src/sealed.ts";
import { openDesk, type Desk } from "./desk-world.ts";

const key = (byte: number): string => Buffer.alloc(32, byte).toString("base64");
/** as in harness.ts */
const OLD = key(7);
const NEW = key(8);
let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
  const { deps } = desk.world;
  for (const { accountId } of [desk.ours, desk.theirs]) {
    await sql`INSERT INTO mail_setting (account_id, enabled, host, port, security, username, password_sealed, sender_name, sender_address, version, updated_at)
      VALUES (${accountId}, true, 'mail.test', 587, 'starttls', 'x', ${deps.sealer.seal("mail-password", `mail_setting:${accountId}:password`)}, '', 'x@x.example', 1, now())`.execute(
      deps.system,
    );
    for (let n = 0; n < 5; n++) {
      const id = `00000000-0000-7000-8000-00000000000${n}`;
      await sql`INSERT INTO mail (account_id, id, kind, to_address, content_sealed, cause, due_at, expires_at, created_at)
        VALUES (${accountId}, ${id}, 'code', 'x@x.example', ${deps.sealer.seal(`mail ${n}`, `mail:${accountId}:${id}:content`)}, ${id}, now(), now(), now())`.execute(
        deps.system,
      );
    }
  }
});
afterEach(() => desk.close());

const reseal = (sealer: Sealer, batch?: number) => resealAll(desk.world.deps.system, sealer, SEALED, batch);
const counts = (done: Awaited<ReturnType<typeof reseal>>) =>
  Object.fromEntries(done.map(({ table, column, resealed }) => [`${table}.${column}`, resealed]));
const NOTHING = Object.fromEntries(SEALED.map(({ table, column }) => [`${table}.${column}`, 0]));
/** What opens with this sealer, of all that is sealed. */
async function readable(sealer: Sealer): Promise<number> {
  let opened = 0;
  for (const { table, column, ids, place } of SEALED) {
    const { rows } = await sql<{ sealed: Buffer; ids: Record<string, string> }>`
      SELECT ${sql.ref(column)} AS sealed, to_jsonb(t) AS ids FROM ${sql.ref(table)} t WHERE ${sql.ref(column)} IS NOT NULL`.execute(
      desk.world.deps.system,
    );
    for (const row of rows) {
      expect(ids.every((id) => id in row.ids)).toBe(true);
      try {
        sealer.open(row.sealed, place(row.ids));
        opened += 1;
      } catch {
        // not with these keys
      }
    }
  }
  return opened;
}

describe("a change of keys", () => {
  it("knows every sealed column that there is", async () => {
    const { rows } = await sql<{ name: string }>`
      SELECT c.relname || '.' || a.attname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname LIKE '%sealed%' ORDER BY 1`.execute(
      desk.world.deps.system,
    );
    expect(SEALED.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(
      rows.map(({ name }) => name),
    );
  });

  it("seals all anew, so that the old key opens nothing and is needed for nothing", async () => {
    const both = createSealer([NEW, OLD]);
    const all = await readable(createSealer([OLD]));
    expect(all).toBe(2 * (3 + 1 + 5));
    const done = await reseal(both);
    expect(counts(done)).toMatchObject({
      "channel.access_token_sealed": 2,
      "mail_setting.password_sealed": 2,
      "mail.content_sealed": 10,
    });
    expect(await readable(createSealer([NEW]))).toBe(all);
    expect(await readable(createSealer([OLD]))).toBe(0);
    const channels = channelCache(desk.world.deps.system, createSealer([NEW]));
    expect(await channels.byId(desk.ours.channelId)).toMatchObject({ accessToken: "token-123456" });
    // once more has nothing to do
    expect(counts(await reseal(both))).toEqual(NOTHING);
  });

  it("broken off in the middle, goes on where it was; both keys open all meanwhile", async () => {
    const both = createSealer([NEW, OLD]);
    const all = await readable(both);
    let left = 4;
    const dying: Sealer = {
      ...both,
      seal(plain, bound) {
        if (--left < 0) throw new Error("killed");
        return both.seal(plain, bound);
      },
    };
    for (let run = 0; run < 3; run++) {
      left = 4;
      await expect(reseal(dying, 2)).rejects.toThrow("killed");
      expect(await readable(both)).toBe(all);
    }
    const some = await readable(createSealer([NEW]));
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(all);
    await reseal(both, 2);
    expect(await readable(createSealer([NEW]))).toBe(all);
  });

  it("names what no key opens, leaves it, and seals the rest", async () => {
    const { system } = desk.world.deps;
    const both = createSealer([NEW, OLD]);
    const all = await readable(both);
    // what was sealed for one row opens in no other
    await sql`UPDATE mail m SET content_sealed = o.content_sealed FROM mail o
      WHERE m.account_id = ${desk.ours.accountId} AND o.account_id = ${desk.theirs.accountId} AND o.id = m.id AND right(m.id::text, 1) IN ('0', '3')`.execute(
      system,
    );
    await sql`UPDATE channel SET app_secret_sealed = set_byte(app_secret_sealed, 40, get_byte(app_secret_sealed, 40) # 1) WHERE id = ${desk.ours.channelId}`.execute(
      system,
    );
    const done = await reseal(both, 2);
    expect(done.flatMap(({ unreadable }) => unreadable).toSorted()).toEqual(
      [
        desk.ours.channelId,
        `${desk.ours.accountId} 00000000-0000-7000-8000-000000000000`,
        `${desk.ours.accountId} 00000000-0000-7000-8000-000000000003`,
      ].toSorted(),
    );
    expect(await readable(createSealer([NEW]))).toBe(all - 3);
  });
});

describe("keys", () => {
  it("seal with the first and open with any; a sealed value opens in its place only, whole only", () => {
    const [before, both, after] = [createSealer([OLD]), createSealer([NEW, OLD]), createSealer([NEW])];
    const old = before.seal("segredo", "a:1");
    expect(both.open(old, "a:1")).toBe("segredo");
    expect(() => after.open(old, "a:1")).toThrow("sealed_value_key_unknown");
    const fresh = both.seal("segredo", "a:1");
    expect(after.open(fresh, "a:1")).toBe("segredo");
    expect(() => both.open(fresh, "a:2")).toThrow("authenticate");
    for (let place = 0; place < fresh.length; place++) {
      const altered = Buffer.from(fresh);
      altered[place] = (altered[place] ?? 0) ^ 1;
      expect(() => both.open(altered, "a:1"), String(place)).toThrow(/authenticate|sealed_value/);
    }
    expect(both.seal("segredo", "a:1").equals(fresh)).toBe(false);
  });

  it("are read one or many, and never too short", () => {
    expect(secretsIn(`${NEW}\n${OLD}\n`)).toEqual([NEW, OLD]);
    expect(secretsIn(` ${NEW}, ${OLD}`)).toEqual([NEW, OLD]);
    expect(() => createSealer([NEW, "c2hvcnQ="])).toThrow("secret_too_short");
    expect(() => createSealer([])).toThrow("secret_too_short");
  });
});
