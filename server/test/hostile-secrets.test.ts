import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tally } from "../../scripts/lib/tally.ts";
import { channelCache, checkLoop, examine, senderLoop } from "../src/modules/channels/index.ts";
import { mailLoop } from "../src/modules/mail/index.ts";
import { sendCheck, strayStatuses } from "../src/modules/conversations/index.ts";
import { createLogger } from "../src/platform/logger.ts";
import { RULES } from "./access-rules.ts";
import { belongings, type Belongings } from "./access-world.ts";
import { CHANNEL_SECRETS, openDesk, type Desk, type Reply } from "./desk-world.ts";

/** Secrets that come in by a route; beside them, those of the desk's numbers. */
const PASSWORD = "quatro palavras bem soltas";
const TYPED = {
  appSecret: "canary-app-secret-93b1",
  accessToken: "canary-access-token-6c20",
  mailPassword: "canary-mail-password-e1f7",
  pin: "739164",
  code: "580213",
};
let desk: Desk;
let ours: Belongings;
/** the cookies and links that let somebody in */
const doors: string[] = [];
const lines: string[] = [];
const answers: string[] = [];
/** how often Meta was asked with each secret, so that there was something to tell */
let asked = 0;

/** A Meta that says back whatever it was sent, as it does of a token it cannot read ("Malformed access token …"). */
const echo = async (url: string, init?: RequestInit): Promise<Response> => {
  const told = `${url} ${JSON.stringify(init?.headers ?? {})} ${typeof init?.body === "string" ? init.body : ""}`;
  if ([...CHANNEL_SECRETS, ...Object.values(TYPED)].some((secret) => told.includes(secret))) asked += 1;
  const error = {
    message: `Malformed access token ${told}`,
    type: "OAuthException",
    code: 190,
    fbtrace_id: "x",
  };
  return new Response(JSON.stringify({ error: { ...error, error_data: { details: told } } }), {
    status: 401,
  });
};

const call = async (cookie: string, method: string, url: string, payload?: object): Promise<Reply> => {
  const reply = await desk.call(cookie, method as "GET", url, payload);
  answers.push(JSON.stringify([reply.body, reply.headers]));
  return reply;
};

beforeAll(async () => {
  desk = await openDesk({
    withBot: true,
    log: createLogger((line) => lines.push(line), Date.now),
    graph: { baseUrl: "http://graph.test", fetch: echo },
  });
  ours = await belongings(desk, desk.ours, "comercial", "CANARINHO");
  await live();
});
afterAll(() => desk.close());

/** Somebody new comes in with a password, by the link of an invitation. */
async function enter(helena: string): Promise<void> {
  const email = "lia@girassol.example";
  const invited = await desk.call(helena, "POST", "/api/invitations", {
    email,
    name: "Lia",
    role: "agent",
    teamIds: [],
  });
  const token = String(invited.body["link"]).split("/").at(-1) ?? "";
  doors.push(token);
  await call("", "GET", `/api/invitations/by-token/${token}`);
  const accepted = await desk.call("", "POST", "/api/invitations/accept", {
    token,
    name: "Lia",
    password: PASSWORD,
  });
  const cookie = String([accepted.headers["set-cookie"]].flat()[0]).split(";")[0] ?? "";
  doors.push(cookie.split("=")[1] ?? "");
  for (const password of [PASSWORD, `${PASSWORD} errada`])
    await desk.call("", "POST", "/api/auth/sign-in/email", { email, password });
  await call(cookie, "GET", "/api/me");
}

/** All that takes a secret, and all that may fail with one. */
async function live(): Promise<void> {
  const helena = await desk.cookie(desk.ours, "Helena");
  doors.push(helena.split("=")[1] ?? "");
  await enter(helena);
  const { appSecret, accessToken, mailPassword, pin, code } = TYPED;
  const access = { appId: "300300300", appSecret, accessToken };
  const number = { ...access, wabaId: "300100200300400", phoneNumberId: "900900900", name: "x" };
  await call(helena, "POST", "/api/channels/inspect", access);
  await call(helena, "POST", "/api/channels", number);
  const path = `/api/channels/${desk.ours.channelId}`;
  for (const [way, body] of Object.entries({
    check: undefined,
    webhook: undefined,
    register: { pin },
    pin: { pin },
    code: { method: "SMS" },
    "code/verify": { code },
    test: { to: "11987654321" },
  }))
    await call(helena, "POST", `${path}/${way}`, body);
  await call(helena, "PUT", `${path}/access`, { ...access, version: 1 });
  await call(helena, "POST", "/api/templates/sync");
  await call(helena, "PUT", "/api/settings/mail", {
    enabled: true,
    host: "127.0.0.1",
    port: 9,
    security: "none",
    username: "x",
    senderName: "",
    senderAddress: "x@x.example",
    password: mailPassword,
    version: 0,
  });
  await call(helena, "POST", "/api/settings/mail/test");
  await call("", "POST", `/webhooks/whatsapp/${desk.ours.channelId}`, { text: "CANARINHO" });
  const { deps } = desk.world;
  const options = { channels: channelCache(deps.system, deps.sealer), fetch: echo };
  for (const loop of [
    senderLoop(deps, { ...options, check: sendCheck }),
    checkLoop(deps, { ...options, statusesOf: strayStatuses }),
    mailLoop(deps),
  ]) {
    await loop.drain();
    await loop.stop();
  }
  await desk.later(60_000);
}

/** A secret as itself, and as it may be written down otherwise. */
const forms = (secret: string): string[] => {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("hex"),
  ];
};
const secrets = (): string[] =>
  [...CHANNEL_SECRETS, ...Object.values(TYPED), PASSWORD, ...doors].flatMap(forms);
const found = (text: string, of: readonly string[]): string[] => of.filter((secret) => text.includes(secret));

/** All rows of all tables as text, bytes in hexadecimal. */
async function dump(): Promise<Map<string, string>> {
  const { system } = desk.world.deps;
  const tables = await sql<{ name: string }>`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND has_table_privilege(oid, 'SELECT')`.execute(
    system,
  );
  const texts = new Map<string, string>();
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ row: string }>`SELECT t::text AS row FROM ${sql.ref(name)} t`.execute(
      system,
    );
    texts.set(name, rows.map(({ row }) => row).join("\n"));
  }
  return texts;
}

/** Everything that leaves as a page, a file or a list, for an administrator. */
async function readEverything(): Promise<void> {
  const helena = await desk.cookie(desk.ours, "Helena");
  const fill = (text: string): string =>
    text.replaceAll(/[:$](\w+)/g, (_, kind: string) => ours.things[kind] ?? "");
  for (const [name, { who }] of Object.entries(RULES)) {
    const [method, path = ""] = name.split(" ");
    if (method !== "GET" || who === "signed") continue;
    const answer = await desk.app.inject({ url: fill(path), headers: { cookie: helena } });
    answers.push(answer.body);
  }
  for (const url of ["/api/contacts/export?locale=en", "/api/costs/export?months=2", "/api/bot/file"])
    answers.push((await desk.app.inject({ url, headers: { cookie: helena } })).body);
}

describe("secrets", () => {
  it("are in no row of the database, whoever copies it", async () => {
    expect(asked).toBeGreaterThan(5);
    const hits: string[] = [];
    for (const [table, text] of await dump())
      hits.push(...found(text, secrets()).map((secret) => `${table}: ${secret}`));
    tally("secrets", { through: hits.length });
    expect(hits).toEqual([]);
    // it does look at what is there
    expect((await dump()).get("message")).toContain("CANARINHO");
  });

  it("are in no answer, page, file or list", async () => {
    await readEverything();
    const hits = found(answers.join("\n"), secrets());
    tally("secrets", { through: hits.length });
    expect(hits).toEqual([]);
    expect(answers.join("\n")).toContain("CANARINHO");
  });

  it("are not in what the doctor prints", async () => {
    const { deps } = desk.world;
    const options = {
      channels: channelCache(deps.system, deps.sealer),
      fetch: echo,
      statusesOf: strayStatuses,
    };
    const { text } = await examine(deps, options, "en");
    const hits = found(text, secrets());
    tally("secrets", { through: hits.length });
    expect(hits).toEqual([]);
    expect(text).toContain("Loja Girassol");
  });

  it("are in no line of the log, nor what people write, nor their numbers, also where all fails", async () => {
    const helena = await desk.cookie(desk.ours, "Helena");
    await desk.world.deps.app.destroy();
    const failed = await call(helena, "POST", `/api/conversations/${ours.things["conversation"]}/messages`, {
      key: "failing-key-1",
      text: "CANARINHO",
    });
    expect(failed.body.code).toBe("internal");
    expect(lines.length).toBeGreaterThan(0);
    const hits = found(lines.join("\n"), [...secrets(), "CANARINHO", ours.phone, "lia@girassol.example"]);
    tally("secrets", { through: hits.length });
    expect(hits).toEqual([]);
  });
});
