import { sql } from "kysely";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forgetUnfinishedDemo, seedDemo } from "../src/demo/seed.ts";
import { SCENES } from "../src/demo/scenes/index.ts";
import type { Scene } from "../src/demo/script.ts";
import { createAuth } from "../src/modules/agents/index.ts";
import { channelCache, laneLoop, senderLoop } from "../src/modules/channels/index.ts";
import { factHandler, realtime, sendCheck, timerLoop } from "../src/modules/conversations/index.ts";
import { ticketDesk, ticketNews } from "../src/modules/tickets/index.ts";
import { mediaLoop } from "../src/modules/media/index.ts";
import type { Deps } from "../src/platform/deps.ts";
import { uuidv7 } from "../src/platform/ids.ts";
import { buildWeb } from "../src/web.ts";
import { testWorld, type TestWorld } from "./harness.ts";
import { freePort } from "./free-port.ts";

const number = {
  id: uuidv7(),
  phoneNumberId: "100000000000001",
  wabaId: "200000000000001",
  appId: "300000000000001",
  displayPhone: "+55 11 90000-0001",
  accessToken: "simulated-access-token",
  appSecret: "simulated-app-secret",
  verifyToken: "simulated-verify-token",
};

/** As in life: the simulator is a program of its own, reached over the wire. */
async function startSimulator(port: number, webhook: string): Promise<ChildProcess> {
  const program = new URL("../../simulator/bin/balcao-simulator.js", import.meta.url).pathname;
  const child = spawn(process.execPath, [program, `--port=${port}`, `--webhook=${webhook}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  await new Promise<void>((resolve, reject) => {
    lines.once("line", () => resolve());
    child.once("exit", (code) => reject(new Error(`the simulator ended with ${code}`)));
  });
  return child;
}

/** Breaks off in the middle: the menu has no such button. */
const BROKEN: Scene = {
  person: { id: "eva", name: "Eva", waId: "5511900008888" },
  ago: 60,
  steps: [
    [0, { do: "send", message: { type: "text", text: "oi" }, quoting: false }],
    [1, { do: "tap", choice: "Financeiro" }],
  ],
};

let world: TestWorld;
let deps: Deps;
let simulator: ChildProcess;
let simulatorUrl = "";
let folder = "";
let offset = 0;
let brokeOff = "";
const failures: string[] = [];
const parts: number[] = [];

/** One life of the server's process, with these scenes to tell if none has been told. */
async function live(scenes: readonly Scene[]): Promise<void> {
  await forgetUnfinishedDemo(world.url, folder);
  const auth = createAuth(deps, { databaseUrl: world.url, secret: "x".repeat(44) });
  const channels = channelCache(deps.system, deps.sealer);
  const app = await buildWeb(deps, {
    auth,
    channels,
    hub: realtime(deps, ticketNews),
    webDist: null,
    phoneUrl: null,
  });
  await app.listen({ host: "127.0.0.1", port: Number(new URL(deps.baseUrl).port) });
  // the simulator goes on trying what an earlier life of the server did not take
  await app.inject({ method: "POST", url: `/webhooks/whatsapp/${number.id}`, payload: "{}" });
  const loops = [
    laneLoop(deps, { db: deps.system, handle: factHandler(deps, ticketDesk(deps)) }),
    senderLoop(deps, { channels, check: sendCheck, fetch: (url, init) => fetch(url, init) }),
    timerLoop(deps),
    mediaLoop(deps, channels, (url, init) => fetch(url, init)),
  ];
  try {
    await seedDemo(deps, {
      channel: { ...number, graphBaseUrl: simulatorUrl, phoneUrl: `${simulatorUrl}/phone` },
      dataDir: folder,
      loops,
      follow: (to) => void (offset = to),
      founded: () => channels.clear(),
      progress: (part) => void parts.push(part),
      scenes,
    });
  } finally {
    await app.close();
    await auth.stop();
  }
}

beforeAll(async () => {
  world = await testWorld();
  folder = mkdtempSync(join(tmpdir(), "balcao-demo-"));
  const simulatorPort = await freePort();
  simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  deps = {
    ...world.deps,
    baseUrl: `http://127.0.0.1:${await freePort()}`,
    clock: { now: () => Date.now() + offset },
    log: { ...world.deps.log, error: (event) => void failures.push(event) },
  };
  simulator = await startSimulator(simulatorPort, `${deps.baseUrl}/webhooks/whatsapp/${number.id}`);
  brokeOff = String(await live([BROKEN]).catch((error: unknown) => error));
  await live(SCENES);
  await live([BROKEN]);
}, 240_000);
afterAll(async () => {
  simulator.kill();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

async function rows(query: string): Promise<Record<string, unknown>[]> {
  return (await sql.raw<Record<string, unknown>>(query).execute(deps.system)).rows;
}

/** One conversation per state, told by a condition on its row `v`. */
const STATES: Record<string, string> = {
  "the bot speaking, its menu open": "v.owner = 'bot' AND v.bot->'menu' <> 'null'",
  "waiting in Principal": "t.name = 'Principal' AND v.owner = 'team' AND v.waiting_since IS NOT NULL",
  "waiting in Comercial": "t.name = 'Comercial' AND v.owner = 'team' AND v.waiting_since IS NOT NULL",
  "waiting in Suporte": "t.name = 'Suporte' AND v.owner = 'team' AND v.waiting_since IS NOT NULL",
  "Ana's": "a.name LIKE 'Ana %' AND v.status = 'open'",
  "the supervisor's": "a.name LIKE 'Rita %' AND v.status = 'open'",
  pending: "v.status = 'pending'",
  "pending, and the customer wrote again": "v.status = 'pending' AND v.unread > 0",
  resolved: "v.status = 'resolved'",
  "closed by hand": "v.close_reason = 'agent'",
  "closed for inactivity": "v.close_reason = 'inactivity'",
  "closed for inactivity in the bot's menu": "v.close_reason = 'inactivity' AND v.owner = 'bot'",
  "the window about to close":
    "v.status = 'open' AND v.window_closes_at BETWEEN now() AND now() + interval '1 hour'",
  "the window closed": "v.status = 'open' AND v.window_closes_at < now()",
  "many unread": "v.unread >= 8",
  "a phone that is hidden": "v.recipient_kind = 'bsuid' AND c.phone IS NULL",
  "a phone of 12 digits": "length(c.phone) = 12 AND c.phone LIKE '55%'",
  "a phone of 13 digits": "length(c.phone) = 13 AND c.phone LIKE '55%'",
  "a phone from abroad": "c.phone LIKE '351%'",
  "a very long name": "length(c.profile_name) > 80",
  "a customer who came back":
    "v.status = 'open' AND EXISTS (SELECT FROM conversation o WHERE o.contact_id = v.contact_id AND o.status = 'closed')",
  "forwarded by a person twice":
    "(SELECT count(*) FROM event e WHERE e.conversation_id = v.id AND e.type = 'conversation.forwarded' AND e.agent_id IS NOT NULL) = 2",
  "given back to the bot":
    "v.owner = 'bot' AND EXISTS (SELECT FROM event e WHERE e.conversation_id = v.id AND e.type = 'conversation.bot_returned')",
  "a registered name": "c.name IS NOT NULL",
  "a high priority": "v.priority >= 3",
  "two labels": "(SELECT count(*) FROM conversation_label l WHERE l.conversation_id = v.id) = 2",
  "a label on the customer": "EXISTS (SELECT FROM contact_label l WHERE l.contact_id = c.id)",
  "somebody mentioned in a note":
    "EXISTS (SELECT FROM note n JOIN note_mention m ON m.account_id = n.account_id AND m.note_id = n.id WHERE n.conversation_id = v.id)",
  "nothing to do before tomorrow": "v.snoozed_until > now()",
  "a message that goes out by itself unless the customer writes": `v.status = 'open' AND v.scheduled @> '[{"unlessReply": true, "unsent": null}]'`,
  reopened:
    "v.status = 'open' AND EXISTS (SELECT FROM event e WHERE e.conversation_id = v.id AND e.type = 'conversation.reopened')",
};
/** The same for messages `m`. */
const MESSAGES: Record<string, string> = {
  "failed, with Meta's reason": "status = 'failed' AND error_code = 131026",
  unknown: "status = 'unknown'",
  "sent, not delivered: the phone is off": "direction = 'out' AND status = 'sent'",
  read: "direction = 'out' AND author = 'agent' AND status = 'read'",
  edited:
    "revisions @> '[{\"deleted\": false}]' OR (jsonb_array_length(revisions) > 0 AND NOT revisions @> '[{\"deleted\": true}]')",
  deleted: "revisions @> '[{\"deleted\": true}]'",
  quoting: "direction = 'in' AND kind = 'text' AND quoted_wamid IS NOT NULL",
  "a warning before inactivity": "author = 'system' AND text LIKE 'Ainda está aí%'",
  ...Object.fromEntries(
    ["image", "audio", "video", "document", "sticker", "location", "contacts", "reply", "unsupported"].map(
      (kind) => [`a customer's ${kind}`, `direction = 'in' AND kind = '${kind}'`],
    ),
  ),
};

/** The same for tickets `k`. */
const TICKETS: Record<string, string> = {
  late: "k.over_at IS NULL AND k.due_at < now()",
  "nobody's yet": "k.agent_id IS NULL AND k.stage = 'open' AND k.priority = 4",
  "waiting for the customer": "k.stage = 'waiting'",
  resolved: "k.stage = 'resolved'",
  "of a category inside another":
    "EXISTS (SELECT FROM ticket_category g WHERE g.id = k.category_id AND g.parent_id IS NOT NULL)",
  "promised an answer in time": "k.sla->>'policyName' = 'Urgentes' AND k.priority = 4",
  "promised by the policy for all": "k.sla->>'policyName' = 'Todos os chamados'",
  "followed by who made it and who has it":
    "(SELECT count(*) FROM ticket_follower f WHERE f.ticket_id = k.id AND f.agent_id IN (k.created_by, k.agent_id)) >= 1",
  "made of a message, and commented on":
    "EXISTS (SELECT FROM ticket_message m WHERE m.ticket_id = k.id) AND EXISTS (SELECT FROM ticket_comment n WHERE n.ticket_id = k.id)",
};

describe("the demo's story", () => {
  it.each(Object.entries(STATES))("has a conversation with %s", async (_name, condition) => {
    const found = await rows(`SELECT v.id FROM conversation v
      JOIN team t ON t.account_id = v.account_id AND t.id = v.team_id
      JOIN contact c ON c.account_id = v.account_id AND c.id = v.contact_id
      LEFT JOIN agent a ON a.account_id = v.account_id AND a.id = v.agent_id WHERE ${condition}`);
    expect(found).not.toHaveLength(0);
  });

  it.each(Object.entries(MESSAGES))("has a message that is %s", async (_name, condition) => {
    expect(await rows(`SELECT FROM message m WHERE ${condition}`)).not.toHaveLength(0);
  });

  it.each(Object.entries(TICKETS))("has a ticket that is %s", async (_name, condition) => {
    expect(await rows(`SELECT FROM ticket k WHERE ${condition}`)).not.toHaveLength(0);
  });

  it("has quick replies for all and for a team", async () => {
    const found = await rows("SELECT scope, count(*)::int AS count FROM quick_reply GROUP BY 1 ORDER BY 1");
    expect(found).toEqual([
      { scope: "account", count: 2 },
      { scope: "team", count: 2 },
    ]);
  });

  it("was told anew and once after a telling that broke off", async () => {
    expect(brokeOff).toContain("The message offers no");
    expect(await rows("SELECT name FROM account")).toEqual([{ name: "Loja Girassol" }]);
    expect(await rows(`SELECT FROM contact WHERE profile_name = '${BROKEN.person.name}'`)).toEqual([]);
  });

  it("has a reaction, and every file fetched", async () => {
    expect(await rows("SELECT FROM reaction WHERE author = 'contact'")).not.toHaveLength(0);
    expect(await rows("SELECT FROM media WHERE state <> 'stored'")).toHaveLength(0);
    expect(await rows("SELECT FROM media")).not.toHaveLength(0);
  });

  it("left nothing undone and logged no error", async () => {
    expect(failures).toEqual([]);
    for (const table of ["fact", "quarantined_fact", "outbox WHERE state <> 'unknown'"])
      expect(await rows(`SELECT FROM ${table}`)).toEqual([]);
    expect(await rows("SELECT FROM timer WHERE due_at < now()")).toEqual([]);
  });

  it("has at most one open conversation per contact, and one contact per person who wrote", async () => {
    expect(
      await rows(
        "SELECT contact_id FROM conversation WHERE status <> 'closed' GROUP BY 1 HAVING count(*) > 1",
      ),
    ).toEqual([]);
    const writers = new Set(SCENES.filter((scene) => scene.steps.length > 0).map((scene) => scene.person.id));
    expect(await rows("SELECT FROM contact WHERE merged_into IS NULL")).toHaveLength(writers.size);
  });

  it("keeps its counters equal to the truth", async () => {
    const truth =
      await rows(`SELECT team_id, coalesce(agent_id, '00000000-0000-0000-0000-000000000000') AS agent_id, owner,
      CASE WHEN snoozed_until IS NULL THEN status ELSE 'snoozed' END AS status,
      count(*)::int AS conversations, count(*) FILTER (WHERE unread > 0)::int AS unread FROM conversation GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`);
    const kept =
      await rows(`SELECT team_id, agent_id, owner, status, conversations, unread FROM conversation_counter
      WHERE conversations > 0 ORDER BY 1, 2, 3, 4`);
    expect(kept).toEqual(truth);
  });

  it("agrees with the phones: every message once, by Meta's id, on both sides", async () => {
    const users = (await (await fetch(`${simulatorUrl}/__sim/users`)).json()) as { id: string }[];
    const onPhones: string[] = [];
    for (const { id } of users) {
      const chat = (await (
        await fetch(`${simulatorUrl}/__sim/users/${id}/chats/${number.phoneNumberId}`)
      ).json()) as { messages: { id: string; type: string }[] };
      onPhones.push(
        ...chat.messages
          .filter(({ type }) => !["reaction", "edit", "revoke"].includes(type))
          .map((m) => m.id),
      );
    }
    const stored = await rows("SELECT wamid FROM message WHERE wamid IS NOT NULL");
    expect(stored.map((row) => row["wamid"]).sort()).toEqual(onPhones.sort());
  });

  it("goes up to now: the clock shows the machine's time again", async () => {
    const { offset } = (await (await fetch(`${simulatorUrl}/__sim/clock`)).json()) as { offset: number };
    expect(offset).toBe(0);
    expect(parts.at(-1)).toBe(1);
    expect(Math.abs(deps.clock.now() - Date.now())).toBeLessThan(1000);
    expect(await rows("SELECT FROM message WHERE at > now() OR at < now() - interval '6 days'")).toEqual([]);
  });
});
