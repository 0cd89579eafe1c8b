import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAuth } from "../src/modules/agents/index.ts";
import { channelCache, laneLoop, laneOf } from "../src/modules/channels/index.ts";
import { insertDeliveries } from "../src/modules/channels/inbox.queries.ts";
import { deliveryOf } from "../src/modules/channels/webhook.ts";
import { factHandler, realtime } from "../src/modules/conversations/index.ts";
import { ticketDesk, ticketNews } from "../src/modules/tickets/index.ts";
import { migrate } from "../src/platform/migrate.ts";
import { buildWeb } from "../src/web.ts";
import { testWorld, type TestWorld } from "./harness.ts";

type Row = Record<string, unknown>;
/** All rows of a demo as a release left it, by table: what `scripts/keep-release.mjs` wrote. */
type Release = Record<string, Row[]>;

const MIGRATIONS = join(import.meta.dirname, "../migrations");
const RELEASES = join(import.meta.dirname, "releases");
/** of which an upgrade loses no row and adds none */
const KEPT = (
  "account agent team team_member contact contact_identity conversation message note reaction media label trigger bot_version bot_trace " +
  "ticket ticket_comment ticket_message template webhook_delivery scheduled_message timer"
).split(" ");

const read = (file: string): Release =>
  JSON.parse(gunzipSync(readFileSync(join(RELEASES, file))).toString("utf8")) as Release;
/** months of the log are made anew as this year needs them */
const tableOf = (name: string): string => (/^event_(\d|default)/u.test(name) ? "event" : name);

/** The schema of that release, and its rows as they lay there. */
async function goBackTo(client: pg.Client, release: Release): Promise<void> {
  await client.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  await client.query(
    "CREATE TABLE schema_migration (name text PRIMARY KEY, sha256 text NOT NULL, run_at timestamptz NOT NULL DEFAULT now())",
  );
  for (const name of (release["schema_migration"] ?? []).map((row) => String(row["name"])).toSorted()) {
    const text = readFileSync(join(MIGRATIONS, name), "utf8");
    await client.query(text);
    await client.query("INSERT INTO schema_migration (name, sha256) VALUES ($1, $2)", [
      name,
      createHash("sha256").update(text).digest("hex"),
    ]);
  }
  await client.query("SET session_replication_role = replica");
  for (const [name, rows] of Object.entries(release)) {
    if (name === "schema_migration" || name === "stream_epoch") continue;
    const columns = Object.keys(rows[0] ?? {});
    const sealed =
      name === "channel" ? ["access_token_sealed", "app_secret_sealed", "verify_token_sealed"] : [];
    const list = [...columns, ...sealed].map((column) => client.escapeIdentifier(column)).join(", ");
    const values = [
      ...columns.map((column) => `r.${client.escapeIdentifier(column)}`),
      ...sealed.map(() => "'\\x00'"),
    ];
    await client.query(
      `INSERT INTO ${tableOf(name)} (${list}) OVERRIDING SYSTEM VALUE SELECT ${values.join(", ")} FROM jsonb_populate_recordset(NULL::public."${tableOf(name)}", $1::jsonb) r`,
      [JSON.stringify(rows)],
    );
  }
  await client.query("SET session_replication_role = origin");
  for (const [sequence, table] of [
    ["fact_id_seq", "webhook_delivery"],
    ["event_id_seq", "event"],
  ])
    await client.query(`SELECT setval('${sequence}', 100000 + (SELECT count(*) FROM ${table}))`);
}

describe.each(readdirSync(RELEASES))("an installation of %s", (file) => {
  const release = read(file);
  let world: TestWorld;
  let client: pg.Client;
  let digest: string;
  const texts = async (): Promise<string> => {
    const { rows } = await client.query<{ digest: string }>(
      "SELECT md5(string_agg(id::text || coalesce(text, '') || coalesce(content::text, ''), '' ORDER BY id)) AS digest FROM message",
    );
    return rows[0]?.digest ?? "";
  };

  beforeAll(async () => {
    world = await testWorld();
    client = new pg.Client({ connectionString: world.url });
    await client.connect();
    await goBackTo(client, release);
    digest = await texts();
    await migrate({ url: world.url, allowUnsafe: true });
  });
  afterAll(async () => {
    await client.end();
    await world.close();
  });

  it("has every row and every text once it is brought to this release", async () => {
    for (const table of KEPT) {
      const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
      expect([table, Number(rows[0]?.count)]).toEqual([table, release[table]?.length ?? 0]);
    }
    expect(await texts()).toBe(digest);
    expect(await migrate({ url: world.url, allowUnsafe: true })).toEqual([]);
  });

  it("is read by its people, and goes on with its customers", async () => {
    const { deps } = world;
    const auth = createAuth(deps, { databaseUrl: world.url, secret: "x".repeat(44) });
    const app = await buildWeb(deps, {
      auth,
      channels: channelCache(deps.system, deps.sealer),
      hub: realtime(deps, ticketNews),
      webDist: null,
      phoneUrl: null,
    });
    try {
      const agentId = release["agent"]?.find((agent) => agent["role"] === "administrator")?.["id"];
      const signedIn = await app.inject({ method: "POST", url: "/api/demo/sign-in", payload: { agentId } });
      const cookie = String(signedIn.headers["set-cookie"]).split(";")[0] ?? "";
      const get = async (url: string): Promise<Row> => {
        const answer = await app.inject({ url, headers: { cookie } });
        expect([url, answer.statusCode]).toEqual([url, 200]);
        return answer.json();
      };
      const { items } = (await get("/api/conversations?tab=all&limit=100")) as { items: { id: string }[] };
      const ended = (await get("/api/conversations?tab=snoozed&limit=100")) as { items: { id: string }[] };
      expect(items.length + ended.items.length).toBe(release["conversation"]?.length);
      for (const { id } of items) await get(`/api/conversations/${id}/thread`);
      for (const place of [
        "tickets",
        "contacts",
        "templates",
        "bot",
        "settings/whatsapp",
        "channels",
        "teams",
        "me",
      ])
        await get(`/api/${place}`);

      const [channel] = release["channel"] ?? [];
      const phoneNumberId = String(channel?.["phone_number_id"]);
      const target = {
        accountId: String(channel?.["account_id"]),
        id: String(channel?.["id"]),
        lane: laneOf(String(channel?.["id"])),
        phoneNumberId,
      };
      const now = Date.now();
      world.clock.set(now);
      const message = {
        from: "5511955554444",
        id: "wamid.after",
        timestamp: String(Math.floor(now / 1000)),
        type: "text",
        text: { body: "depois" },
      };
      const value = {
        messaging_product: "whatsapp",
        metadata: { phone_number_id: phoneNumberId },
        messages: [message],
      };
      const body = Buffer.from(
        JSON.stringify({
          object: "whatsapp_business_account",
          entry: [{ id: "1", changes: [{ field: "messages", value }] }],
        }),
      );
      await insertDeliveries(deps.system, [
        deliveryOf(target, new Map([[phoneNumberId, target]]), body, now),
      ]);
      await laneLoop(deps, { db: deps.system, handle: factHandler(deps, ticketDesk(deps)) }).drain();
      const { rows } = await client.query<Row>(
        `SELECT (SELECT count(*)::int FROM message WHERE wamid = 'wamid.after') AS heard,
           (SELECT count(*)::int FROM message m JOIN message h ON h.wamid = 'wamid.after' AND h.conversation_id = m.conversation_id WHERE m.author = 'bot') AS answered,
           (SELECT count(*)::int FROM quarantined_fact) AS aside`,
      );
      expect(rows).toEqual([{ heard: 1, answered: 1, aside: 0 }]);
    } finally {
      await app.close();
      await auth.stop();
    }
  });
});
