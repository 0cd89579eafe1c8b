import type { AddressInfo } from "node:net";
import { createServer } from "node:tls";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { enqueueMails, mailLoop } from "../src/modules/mail/index.ts";
import { createSealer } from "../src/platform/crypto.ts";
import { smtpMailer } from "../src/platform/mailer.ts";
import { openDesk, type Desk } from "./desk-world.ts";
import { NOBODYS, smtpHost, type SmtpHost } from "./smtp-world.ts";

type Row = Record<string, unknown>;
const HOUR = 3_600_000;
const MINUTE = 60_000;
let desk: Desk;
let host: SmtpHost;
let serial = 0;
beforeAll(async () => {
  desk = await openDesk();
  host = await smtpHost();
});
afterEach(async () => {
  host.arrived.length = 0;
  host.answers.length = 0;
  await sql`DELETE FROM mail`.execute(desk.world.deps.system);
});
afterAll(async () => {
  await desk.close();
  await host.close();
});

const helena = () => desk.cookie(desk.ours, "Helena");
const settings = async (): Promise<Row> =>
  (await desk.call(await helena(), "GET", "/api/settings/mail")).body;
const save = async (changes: Row) => {
  const { version } = await settings();
  return desk.call(await helena(), "PUT", "/api/settings/mail", {
    enabled: true,
    host: "127.0.0.1",
    port: host.port,
    security: "none",
    username: "",
    password: null,
    senderName: "Girassol",
    senderAddress: "atendimento@girassol.example",
    version,
    ...changes,
  });
};
const faults = (answer: { body: { fields?: { path: string; code: string }[] } }): string[] =>
  (answer.body.fields ?? []).map(({ path, code }) => `${path} ${code}`);
const loop = () => mailLoop(desk.world.deps);
const enqueue = (changes: Partial<Parameters<typeof enqueueMails>[2][number]> = {}): Promise<void> =>
  desk.world.deps.system.transaction().execute((tx) =>
    enqueueMails(
      tx,
      desk.world.deps,
      [
        {
          accountId: desk.ours.accountId,
          kind: "ticket",
          to: "lia@example.com",
          subject: "Chamado nº 7: não abre",
          text: "Olá, Lia.\n.começa com ponto\nSegue.",
          cause: `cause-${++serial}`,
          expiresAt: desk.world.clock.now() + 24 * HOUR,
          ...changes,
        },
      ],
      desk.world.clock.now(),
    ),
  );
const rows = async (): Promise<Row[]> =>
  (
    await sql<Row>`SELECT state, attempts, error, content_sealed IS NULL AS forgotten FROM mail ORDER BY created_at, id`.execute(
      desk.world.deps.system,
    )
  ).rows;

describe("the mail server of an account", () => {
  it("is off until somebody saves one, and shown to administrators only", async () => {
    expect(await settings()).toMatchObject({ enabled: false, version: 0, hasPassword: false });
    for (const name of ["Ana", "Rita"]) {
      const cookie = await desk.cookie(desk.ours, name);
      expect((await desk.call(cookie, "GET", "/api/settings/mail")).status).toBe(403);
      expect((await desk.call(cookie, "POST", "/api/settings/mail/test")).status).toBe(403);
      expect((await desk.call(cookie, "GET", "/api/settings/mail/ready")).body).toEqual({ ready: false });
    }
    const test = await desk.call(await helena(), "POST", "/api/settings/mail/test");
    expect(test.body.code).toBe("mail_not_set_up");
  });

  it("is refused when it cannot be meant, field by field", async () => {
    expect(faults(await save({ host: "", senderAddress: "" }))).toEqual([
      "host required",
      "senderAddress required",
    ]);
    expect(faults(await save({ host: "smtp://mail.example", senderAddress: "x" }))).toEqual([
      "host not_a_host",
      "senderAddress not_an_email",
    ]);
    expect(faults(await save({ username: "u", password: "p" }))).toEqual(["security password_in_the_clear"]);
    expect(faults(await save({ username: "u", security: "tls" }))).toEqual(["password required"]);
    for (const inner of ["10.0.0.7", "169.254.169.254", "::1", "0.0.0.0"])
      expect(faults(await save({ host: inner }))).toEqual(["host mail_host_not_public"]);
  });

  it("keeps its password sealed, and gives it to no other server", async () => {
    const login = { username: "girassol", security: "starttls", host: "smtp.example.com", port: 587 };
    const saved = await save({ ...login, password: "segredo-de-teste" });
    expect(saved.status).toBe(200);
    expect(JSON.stringify(saved.body)).not.toContain("segredo");
    expect(saved.body).toMatchObject({ hasPassword: true });
    const { rows: kept } = await sql<Row>`SELECT password_sealed::text AS text FROM mail_setting`.execute(
      desk.world.deps.system,
    );
    expect(JSON.stringify(kept)).not.toContain(Buffer.from("segredo-de-teste").toString("hex"));
    expect((await save({ ...login, senderName: "Loja" })).body).toMatchObject({ hasPassword: true });
    for (const elsewhere of [{ host: "smtp.evil.example" }, { port: 2525 }, { security: "tls" }])
      expect(faults(await save({ ...login, ...elsewhere }))).toEqual(["password required"]);
    // without a name there is nothing to keep one for
    expect((await save({})).body).toMatchObject({ hasPassword: false });
  });

  it("refuses a version that somebody else has passed", async () => {
    await save({});
    const old = await save({ version: 0 });
    expect([old.status, old.body.code]).toEqual([409, "version_conflict"]);
  });

  it("writes a test to who asks for it, and repeats what the server said when it did not take it", async () => {
    await save({});
    const test = async () => (await desk.call(await helena(), "POST", "/api/settings/mail/test")).body;
    const { to } = await test();
    expect(host.arrived).toHaveLength(1);
    expect(host.arrived[0]).toMatchObject({ from: "atendimento@girassol.example", to: [to] });
    host.answers.push("554 Not from you");
    expect(await test()).toEqual({ ok: false, to, said: "554 Not from you" });
  });

  it("says that the password must be given anew once its secret is gone", async () => {
    await save({ username: "loja", password: "segredo-de-teste", security: "starttls" });
    const { deps } = desk.world;
    const other = createSealer([Buffer.alloc(32, 8).toString("base64")]);
    const sealed = other.seal("segredo-de-teste", `mail_setting:${desk.ours.accountId}:password`);
    await sql`UPDATE mail_setting SET password_sealed = ${sealed}`.execute(deps.system);
    const answer = await desk.call(await helena(), "POST", "/api/settings/mail/test");
    expect([answer.status, answer.body.code]).toEqual([409, "mail_password_unreadable"]);
    expect(host.arrived).toHaveLength(0);
  });
});

describe("mails that wait", () => {
  it("go out once, in words and under a name of their own, and keep nothing of what they said", async () => {
    await save({});
    await enqueue({ cause: "twice" });
    await enqueue({ cause: "twice" });
    const { rows: waiting } =
      await sql<Row>`SELECT encode(content_sealed, 'escape') AS text FROM mail`.execute(
        desk.world.deps.system,
      );
    expect(JSON.stringify(waiting)).not.toContain("Lia");
    await loop().drain();
    expect(host.arrived).toHaveLength(1);
    const [mail] = host.arrived;
    expect(mail).toMatchObject({ to: ["lia@example.com"], text: "Olá, Lia.\r\n.começa com ponto\r\nSegue." });
    expect(mail?.headers.get("auto-submitted")).toBe("auto-generated");
    expect(mail?.headers.get("message-id")).toMatch(/^<[0-9a-f-]{36}@girassol\.example>$/);
    expect(mail?.headers.get("from")).toContain("Girassol");
    expect(mail?.headers.get("subject")).toBe("Chamado nº 7: não abre");
    await loop().drain();
    expect(host.arrived).toHaveLength(1);
    expect(await rows()).toEqual([{ state: "sent", attempts: 1, error: null, forgotten: true }]);
  });

  it("wait while no server is switched on", async () => {
    await save({ enabled: false });
    await enqueue();
    await loop().drain();
    expect(await rows()).toEqual([{ state: "waiting", attempts: 0, error: null, forgotten: false }]);
    await save({});
    await loop().drain();
    expect(host.arrived).toHaveLength(1);
  });

  it("are tried again after a doubt, ever later, under the same name; what is refused for good is not", async () => {
    await save({});
    await enqueue();
    host.answers.push("451 Later", "");
    await loop().drain();
    expect(await rows()).toEqual([{ state: "waiting", attempts: 1, error: "451 Later", forgotten: false }]);
    await loop().drain();
    expect((await rows())[0]).toMatchObject({ attempts: 1 });
    desk.world.clock.advance(MINUTE);
    await loop().drain();
    // it was taken, and the answer was lost: at least once
    expect((await rows())[0]).toMatchObject({ attempts: 2, state: "waiting" });
    desk.world.clock.advance(2 * MINUTE);
    await loop().drain();
    expect(host.arrived.map(({ headers }) => headers.get("message-id"))).toEqual([
      host.arrived[0]?.headers.get("message-id"),
      host.arrived[0]?.headers.get("message-id"),
    ]);
    await enqueue({ to: "nobody@example.com" });
    await loop().drain();
    expect((await rows())[1]).toMatchObject({ state: "failed", attempts: 1, forgotten: true });
    expect(await settings()).toMatchObject({
      waiting: 0,
      failed: 1,
      lastError: expect.stringContaining("550"),
    });
  });

  it("are given up when their time is over, and forgotten after a week", async () => {
    await save({});
    await enqueue({ expiresAt: desk.world.clock.now() + 15 * MINUTE });
    host.answers.push("451 Later");
    await loop().drain();
    desk.world.clock.advance(15 * MINUTE);
    await loop().drain();
    expect(await rows()).toEqual([{ state: "failed", attempts: 1, error: "451 Later", forgotten: true }]);
    expect(host.arrived).toEqual([]);
    desk.world.clock.advance(7 * 24 * HOUR + 1);
    await loop().drain();
    expect(await rows()).toEqual([]);
  });

  it("of a sender that died go out by another, whose word alone counts", async () => {
    await save({});
    await enqueue();
    const { system } = desk.world.deps;
    await sql`UPDATE mail SET lease_until = now() + interval '1 minute', fence = 1, attempts = 1`.execute(
      system,
    );
    await loop().drain();
    expect(host.arrived).toEqual([]);
    await sql`UPDATE mail SET lease_until = now() - interval '1 second'`.execute(system);
    await loop().drain();
    expect(host.arrived).toHaveLength(1);
    expect(await rows()).toEqual([{ state: "sent", attempts: 2, error: null, forgotten: true }]);
  });

  it("are no other company's to see", async () => {
    await enqueue();
    const theirs = await desk.call(await desk.cookie(desk.theirs, "Helena"), "GET", "/api/settings/mail");
    expect(theirs.body).toMatchObject({ version: 0, waiting: 0 });
  });
});

describe("the way to the server", () => {
  const mail = {
    id: "m1",
    from: { name: "Loja", address: "loja@example.com" },
    to: "lia@example.com",
    subject: "Oi",
    text: "Oi",
  };
  const server = (more: object) => ({
    host: "127.0.0.1",
    port: host.port,
    security: "none" as const,
    login: null,
    ...more,
  });

  it("leads to no inner address, neither by number nor by a name that is looked up there", async () => {
    const strict = smtpMailer({ innerHosts: [], resolve: () => Promise.resolve(["8.8.8.8", "127.0.0.1"]) });
    for (const to of ["127.0.0.1", "mail.example.com"])
      expect(await strict.send(server({ host: to }), mail)).toMatchObject({ said: "mail_host_not_public" });
    const elsewhere = smtpMailer({ innerHosts: [`127.0.0.1:${host.port + 1}`] });
    expect(await elsewhere.send(server({}), mail)).toMatchObject({ said: "mail_host_not_public" });
    expect(host.arrived).toEqual([]);
    const named = smtpMailer({ innerHosts: ["mail.inner"], resolve: () => Promise.resolve(["127.0.0.1"]) });
    expect(await named.send(server({ host: "mail.inner" }), mail)).toEqual({ ok: true });
    expect(host.arrived).toHaveLength(1);
  });

  it("ends where a certificate is nobody's word, before any name is given", async () => {
    const heard: string[] = [];
    const tls = createServer(NOBODYS, (socket) => {
      socket.on("data", (part) => void heard.push(part.toString()));
      socket.on("error", () => undefined);
      socket.write("220 mail.test\r\n");
    });
    await new Promise<void>((resolve) => void tls.listen(0, "127.0.0.1", resolve));
    const { port } = tls.address() as AddressInfo;
    const mailer = smtpMailer({ innerHosts: ["mail.test"], resolve: () => Promise.resolve(["127.0.0.1"]) });
    const login = { username: "u", password: "segredo" };
    const outcome = await mailer.send(server({ host: "mail.test", port, security: "tls", login }), mail);
    expect(outcome).toMatchObject({ ok: false, said: expect.stringMatching(/self.signed/i) });
    expect(heard).toEqual([]);
    tls.close();
  });

  it("goes no further in the clear where TLS was asked for, and no password crosses", async () => {
    const mailer = smtpMailer({ innerHosts: ["127.0.0.1"] });
    for (const security of ["starttls", "tls"] as const) {
      const login = { username: "u", password: "segredo" };
      const outcome = await mailer.send(server({ security, login }), mail);
      expect(outcome).toMatchObject({ ok: false });
    }
    expect(host.logins).toEqual([]);
    expect(host.arrived).toEqual([]);
  });
});
