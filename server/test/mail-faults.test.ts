import { createServer, type AddressInfo } from "node:net";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { enqueueMails, mailLoop } from "../src/modules/mail/index.ts";
import { claimMails } from "../src/modules/mail/outbox.queries.ts";
import { smtpMailer } from "../src/platform/mailer.ts";
import { openDesk, type Desk } from "./desk-world.ts";
import { smtpHost, type SmtpHost } from "./smtp-world.ts";

type Row = Record<string, unknown>;
let desk: Desk;
let host: SmtpHost;
let serial = 0;
beforeAll(async () => {
  desk = await openDesk();
  host = await smtpHost();
  for (const company of [desk.ours, desk.theirs]) {
    const body = {
      enabled: true,
      host: "127.0.0.1",
      port: host.port,
      security: "none",
      username: "",
      password: null,
      senderName: "Girassol",
      senderAddress: "atendimento@girassol.example",
      version: 0,
    };
    const saved = await desk.call(await desk.cookie(company, "Helena"), "PUT", "/api/settings/mail", body);
    if (saved.status !== 200) throw new Error("the server was not saved");
  }
});
beforeEach(async () => {
  host.arrived.length = 0;
  await sql`DELETE FROM mail`.execute(desk.world.deps.system);
});
afterAll(async () => {
  await desk.close();
  await host.close();
});

const enqueue = ({ accountId }: Desk["ours"], count: number): Promise<void> => {
  const { deps, clock } = desk.world;
  const mails = Array.from({ length: count }, () => ({
    accountId,
    kind: "ticket" as const,
    to: "lia@example.com",
    subject: "Chamado",
    text: "Oi",
    cause: `fault-${++serial}`,
    expiresAt: clock.now() + 3_600_000,
  }));
  return deps.system.transaction().execute((tx) => enqueueMails(tx, deps, mails, clock.now()));
};

it("a mail that nobody can read any more holds up no other, and lets none go out twice", async () => {
  const { system } = desk.world.deps;
  await enqueue(desk.ours, 1);
  await sql`UPDATE mail SET content_sealed = '\\x01020304'`.execute(system);
  await enqueue(desk.ours, 1);
  await enqueue(desk.theirs, 1);
  await mailLoop(desk.world.deps).drain();
  await sql`UPDATE mail SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL`.execute(
    system,
  );
  await mailLoop(desk.world.deps).drain();
  expect(host.arrived).toHaveLength(2);
  const { rows } = await sql<Row>`SELECT state, error FROM mail ORDER BY state`.execute(system);
  expect(rows).toEqual([
    { state: "sent", error: null },
    { state: "sent", error: null },
    { state: "waiting", error: "unreadable" },
  ]);
});

it("one company's many mails let another's one go first, whose turn it is", async () => {
  const { deps, clock } = desk.world;
  await enqueue(desk.ours, 30);
  clock.advance(1000);
  await enqueue(desk.theirs, 1);
  const claimed = await claimMails(deps.system, clock.now(), 10);
  expect(claimed).toHaveLength(10);
  expect(claimed.map(({ accountId }) => accountId)).toContain(desk.theirs.accountId);
});

it("a server that says a word now and then, and never an end, is left after a while", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    const drip = setInterval(() => socket.write("220-wait\r\n"), 20);
    socket.on("close", () => clearInterval(drip));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const closed = new Promise<void>((resolve) =>
    server.once("connection", (socket) => socket.on("close", () => resolve())),
  );
  const outcome = await smtpMailer({ innerHosts: ["127.0.0.1"], longestMs: 300 }).send(
    { host: "127.0.0.1", port, security: "none", login: null },
    {
      id: "m1",
      from: { name: "Loja", address: "loja@example.com" },
      to: "lia@example.com",
      subject: "Oi",
      text: "Oi",
    },
  );
  expect(outcome).toMatchObject({ ok: false, isFinal: false });
  await closed;
  server.close();
}, 10_000);
