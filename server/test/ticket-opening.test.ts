import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mailLoop } from "../src/modules/mail/index.ts";
import { sqlState, UNIQUE_VIOLATION } from "../src/platform/database.ts";
import { openDesk, type Desk } from "./desk-world.ts";
import { smtpHost, type SmtpHost } from "./smtp-world.ts";

type Row = Record<string, unknown>;
const MINUTE = 60_000;
let desk: Desk;
let host: SmtpHost;
let phones = 0;
beforeAll(async () => {
  desk = await openDesk({ withBot: true });
  host = await smtpHost();
});
beforeEach(() => open());
afterEach(() => {
  host.arrived.length = 0;
});
afterAll(async () => {
  await desk.close();
  await host.close();
});

const call = async (name: string, method: "GET" | "PUT" | "POST", url: string, body?: object) =>
  desk.call(await desk.cookie(desk.ours, name), method, url, body);
const OPENING = "/api/settings/ticket-opening";
const email = (changes: Row = {}): Row => ({
  mode: "optional",
  attempts: 2,
  silenceMinutes: 10,
  question: "Seu e-mail?",
  repeat: "Não é um e-mail.",
  ...changes,
});
/** Abertura de chamados as this test wants it. */
async function open(changes: Row = {}) {
  const { version } = (await call("Helena", "GET", OPENING)).body;
  const answer = await call("Helena", "PUT", OPENING, {
    enabled: true,
    title: "{{contato.nome|Cliente}} escreveu",
    teamId: null,
    categoryId: null,
    typeId: null,
    priority: 3,
    announcement: { enabled: true, text: "Seu chamado é {{chamado}}" },
    email: email({ mode: "off" }),
    ...changes,
    version,
  });
  return answer;
}
const team = (name: string): Row => ({
  name,
  kind: "whatsapp",
  color: "#0f766e",
  description: "",
  active: true,
  inactivityHours: null,
  businessHours: null,
  memberIds: [desk.ours.agents["Diego"]],
  signsReplies: false,
});
const mailServer = async (enabled: boolean): Promise<void> => {
  const { version } = (await call("Helena", "GET", "/api/settings/mail")).body;
  const answer = await call("Helena", "PUT", "/api/settings/mail", {
    enabled,
    host: "127.0.0.1",
    port: host.port,
    security: "none",
    username: "",
    password: null,
    senderName: "Girassol",
    senderAddress: "sac@girassol.example",
    version,
  });
  expect(answer.status).toBe(200);
};
/** A phone that nobody has written from. */
const newPhone = (): string => `55119870${String(10_000 + ++phones)}`;
const write = (phone: string, text: string | Row): Promise<string> => desk.write(desk.ours, phone, text);
const rows = async <T = Row>(query: ReturnType<typeof sql<T>>): Promise<T[]> =>
  (await query.execute(desk.world.deps.system)).rows;
const tickets = (conversationId: string) =>
  rows(sql<Row>`
    SELECT number, title, priority, team_id AS team, created_by AS by, category_id AS category, email, email_standing AS standing,
      ARRAY(SELECT text FROM ticket_message m WHERE m.ticket_id = t.id) AS linked
    FROM ticket t WHERE conversation_id = ${conversationId} ORDER BY number`);
const said = async (conversationId: string): Promise<unknown[]> =>
  (
    await rows(
      sql<Row>`SELECT text FROM message WHERE conversation_id = ${conversationId} AND direction = 'out' ORDER BY seq`,
    )
  ).map(({ text }) => text);
const owner = async (conversationId: string) =>
  (await rows(sql<Row>`SELECT owner FROM conversation WHERE id = ${conversationId}`))[0]?.["owner"];
const told = async (conversationId: string): Promise<unknown[]> =>
  (
    await rows(
      sql<Row>`SELECT type, data FROM event WHERE conversation_id = ${conversationId} AND seq IS NOT NULL ORDER BY id`,
    )
  ).map(({ type, data }) =>
    [type, (data as Row)["outcome"] ?? (data as Row)["reason"]].filter(Boolean).join(" "),
  );
const contactEmail = async (phone: string) =>
  (
    await rows(
      sql<Row>`SELECT email, email_confirmed_at IS NOT NULL AS confirmed FROM contact WHERE phone IN (${phone}, ${phone.slice(0, 4) + "9" + phone.slice(4)})
        OR id IN (SELECT contact_id FROM contact_identity WHERE value = ${phone})`,
    )
  )[0];

describe("the setting", () => {
  it("is for administrators, refuses what cannot be, and a version somebody else has passed", async () => {
    expect((await call("Ana", "GET", OPENING)).status).toBe(200);
    expect((await call("Rita", "PUT", OPENING, (await call("Rita", "GET", OPENING)).body)).status).toBe(403);
    const faults = async (changes: Row) =>
      ((await open(changes)).body.fields ?? []).map(({ path, code }) => `${path} ${code}`);
    expect(await faults({ title: "{{contato.nome}}" })).toEqual(["title fallback_missing"]);
    const theirs = desk.theirs.teams.comercial;
    expect(await faults({ teamId: theirs })).toEqual(["teamId unknown_team"]);
    expect(await faults({ categoryId: theirs, typeId: theirs })).toEqual([
      "categoryId unknown_category",
      "typeId unknown_type",
    ]);
    const old = await call("Helena", "PUT", OPENING, {
      ...(await call("Helena", "GET", OPENING)).body,
      version: 0,
    });
    expect(old.body.code).toBe("version_conflict");
  });
});

describe("a conversation that a customer begins", () => {
  it("opens a ticket with its first message, once, and the customer is told the number", async () => {
    const phone = newPhone();
    const id = await write(phone, "minha geladeira parou");
    await write(phone, "alô?");
    const made = await tickets(id);
    expect(made).toEqual([
      {
        number: made[0]?.["number"],
        title: "Cliente escreveu",
        priority: 3,
        team: desk.ours.teams.principal,
        by: null,
        category: null,
        email: null,
        standing: null,
        linked: ["minha geladeira parou"],
      },
    ]);
    expect((await said(id))[0]).toBe(`Seu chamado é #${String(made[0]?.["number"])}`);
    const ticket = (await call("Helena", "GET", `/api/tickets/by-number/${String(made[0]?.["number"])}`))
      .body;
    expect(ticket).toMatchObject({ createdBy: null, email: null, conversationId: id });
    const activity = (await call("Helena", "GET", `/api/tickets/${String(ticket["id"])}/activity`)).body;
    expect((activity["items"] as Row[]).map(({ entry, agentId }) => [entry, agentId])).toEqual([
      ["messages", null],
      ["history", null],
    ]);
  });

  it("opens none while it is switched off, when an agent begins, or for who is blocked", async () => {
    await open({ enabled: false });
    expect(await tickets(await write(newPhone(), "oi"))).toEqual([]);
  });

  it("gives numbers without gaps, beside those that agents make, whatever comes at the same moment", async () => {
    const before = Number(
      (
        await rows(
          sql<Row>`SELECT coalesce(max(number), 0) AS n FROM ticket WHERE account_id = ${desk.ours.accountId}`,
        )
      )[0]?.["n"],
    );
    const talk = await write(newPhone(), "primeira");
    const create = (index: number) =>
      call("Helena", "POST", "/api/tickets", {
        key: `opening-${before}-${index}`,
        conversationId: talk,
        title: "Outro",
        teamId: desk.ours.teams.comercial,
      });
    await Promise.all([
      ...Array.from({ length: 4 }, (_, index) => create(index)),
      ...[1, 2, 3].map(() => write(newPhone(), "oi")),
    ]);
    const numbers = await rows<{ number: number }>(
      sql`SELECT number FROM ticket WHERE account_id = ${desk.ours.accountId} AND number > ${before} ORDER BY number`,
    );
    expect(numbers.map(({ number }) => number)).toEqual(
      Array.from({ length: 8 }, (_, index) => before + 1 + index),
    );
  });

  it("leaves out a category that was switched off since, and uses the team that was chosen", async () => {
    const cookie = await desk.cookie(desk.ours, "Helena");
    const made = await desk.call(cookie, "POST", "/api/ticket-categories", {
      name: "Garantia",
      parentId: null,
    });
    const category = (made.body["categories"] as Row[]).find(({ name }) => name === "Garantia");
    const wish = { categoryId: category?.["id"], teamId: desk.ours.teams.suporte };
    expect((await open(wish)).status).toBe(200);
    const id = await write(newPhone(), "oi");
    expect(await tickets(id)).toMatchObject([{ category: category?.["id"], team: desk.ours.teams.suporte }]);
    const { id: categoryId, version } = category ?? {};
    await desk.call(cookie, "PUT", `/api/ticket-categories/${String(categoryId)}`, {
      name: "Garantia",
      parentId: null,
      active: false,
      version,
    });
    expect(await tickets(await write(newPhone(), "oi"))).toMatchObject([{ category: null }]);
    // whoever works in that team alone sees it, and nobody of another
    const [{ number } = {}] = await tickets(id);
    expect((await call("Ana", "GET", `/api/tickets/by-number/${String(number)}`)).status).toBe(404);
  });

  it("goes to the conversation's team when the one that was chosen is switched off, and along with one that is deleted", async () => {
    const cookie = await desk.cookie(desk.ours, "Helena");
    const made = await desk.call(cookie, "POST", "/api/teams", team("Retaguarda"));
    const id = String(made.body["id"]);
    await open({ teamId: id });
    const { version } = made.body;
    await desk.call(cookie, "PUT", `/api/teams/${id}`, {
      ...team("Retaguarda"),
      kind: undefined,
      active: false,
      version,
    });
    expect(await tickets(await write(newPhone(), "oi"))).toMatchObject([{ team: desk.ours.teams.principal }]);
    const uses = (await desk.call(cookie, "GET", `/api/teams/${id}/uses`)).body["items"] as Row[];
    expect(uses.map(({ kind }) => kind)).toEqual(["ticket_opening", "members"]);
    const gone = await desk.call(cookie, "DELETE", `/api/teams/${id}`, {
      moveTo: desk.ours.teams.comercial,
      version: Number(version) + 1,
    });
    expect(gone.status).toBeLessThan(300);
    expect(await tickets(await write(newPhone(), "oi"))).toMatchObject([{ team: desk.ours.teams.comercial }]);
  });

  it("is one ticket however often the transaction is tried, and however often Meta delivers", async () => {
    const phone = newPhone();
    const once = { type: "text", text: { body: "oi" }, id: "wamid.twice" };
    const id = await write(phone, once);
    await write(phone, once);
    expect(await tickets(id)).toHaveLength(1);
    // the database's own word, whatever the lanes do
    const other = await write(newPhone(), "oi");
    const again = sql`UPDATE ticket SET conversation_id = ${id} WHERE conversation_id = ${other}`.execute(
      desk.world.deps.system,
    );
    expect(sqlState(await again.catch((error: unknown) => error))).toBe(UNIQUE_VIOLATION);
  });
});

describe("the e-mail that is asked for first", () => {
  beforeEach(() => open({ email: email() }));

  it("valid: stands on the ticket and the contact, the bot answers what came first, and it is not asked again", async () => {
    const phone = newPhone();
    const id = await write(phone, "oi");
    expect((await said(id)).at(-1)).toBe("Seu e-mail?");
    await write(phone, "é Valida@Example.com");
    expect(await tickets(id)).toMatchObject([{ email: "valida@example.com", standing: "stated" }]);
    expect(await contactEmail(phone)).toEqual({ email: "valida@example.com", confirmed: false });
    const [{ contact } = {}] = await rows(
      sql<Row>`SELECT contact_id AS contact FROM conversation WHERE id = ${id}`,
    );
    expect((await call("Helena", "GET", `/api/contacts/${String(contact)}`)).body).toMatchObject({
      email: { address: "valida@example.com", confirmed: false },
    });
    expect(await told(id)).toEqual(["conversation.opened", "conversation.email_ended given"]);
    const [answer] = await rows(
      sql<Row>`SELECT m.text FROM bot_trace b JOIN message m ON m.id = b.message_id WHERE b.conversation_id = ${id}`,
    );
    // the bot's answer is explained by the message it answers
    expect(answer).toEqual({ text: "oi" });
    expect(await owner(id)).toBe("bot");
    await call("Helena", "POST", `/api/conversations/${id}/status`, { key: `close-${id}`, status: "closed" });
    const next = await write(phone, "voltei");
    expect(next).not.toBe(id);
    expect(await said(next)).not.toContain("Seu e-mail?");
    const heard = await rows(
      sql<Row>`SELECT type FROM event WHERE conversation_id = ${id} AND type = 'contact.changed'`,
    );
    expect(heard).toHaveLength(1);
    // no address in the log
    const logged = await rows(
      sql<Row>`SELECT count(*)::int AS n FROM event WHERE data::text ILIKE '%example.com%'`,
    );
    expect(logged).toEqual([{ n: 0 }]);
  });

  it("invalid as often as is allowed: a person takes over when it is mandatory", async () => {
    await open({ email: email({ mode: "mandatory" }) });
    const phone = newPhone();
    const id = await write(phone, "oi");
    await write(phone, "não tenho");
    expect((await said(id)).at(-1)).toBe("Não é um e-mail.");
    await write(phone, {
      type: "audio",
      audio: { id: "1", mime_type: "audio/ogg", sha256: "x", voice: true },
    });
    expect(await owner(id)).toBe("team");
    expect((await told(id)).slice(1)).toEqual([
      "conversation.email_ended exhausted",
      "conversation.bot_stopped email_missing",
    ]);
    expect(await tickets(id)).toMatchObject([{ email: null }]);
  });

  it("of another contact, without a mail server: noted on the ticket only, as not confirmed", async () => {
    const victim = newPhone();
    await write(victim, "oi");
    await write(victim, "dona@example.com");
    const phone = newPhone();
    const id = await write(phone, "oi");
    await write(phone, "dona@example.com");
    expect(await tickets(id)).toMatchObject([{ email: "dona@example.com", standing: "of_another" }]);
    expect(await contactEmail(phone)).toEqual({ email: null, confirmed: false });
    expect((await told(id)).at(-1)).toBe("conversation.email_ended unconfirmed");
    expect(host.arrived).toEqual([]);
  });

  it("of another contact in a caption is no less another's", async () => {
    const owner = newPhone();
    await write(owner, "oi");
    await write(owner, "legenda@example.com");
    const phone = newPhone();
    const id = await write(phone, "oi");
    await write(phone, {
      type: "image",
      image: { id: "2", mime_type: "image/jpeg", sha256: "x", caption: "legenda@example.com" },
    });
    expect(await tickets(id)).toMatchObject([{ standing: "of_another" }]);
  });

  it("said by two at the same moment belongs to one of them", async () => {
    const [first, second] = [newPhone(), newPhone()];
    const ids = [await write(first, "oi"), await write(second, "oi")];
    await Promise.all([first, second].map((phone) => write(phone, "mesmo@example.com")));
    const standings = (await Promise.all(ids.map(tickets))).map(([ticket]) => ticket?.["standing"]);
    expect(standings.toSorted()).toEqual(["of_another", "stated"]);
  });

  it("declined by the button", async () => {
    const phone = newPhone();
    const id = await write(phone, "oi");
    await write(phone, {
      type: "interactive",
      interactive: {
        type: "button_reply",
        button_reply: { id: "email:decline", title: "Não quero informar" },
      },
    });
    expect((await told(id)).at(-1)).toBe("conversation.email_ended declined");
    expect(await owner(id)).toBe("bot");
  });

  it("silence: its timer ends it, and the bot goes on", async () => {
    const phone = newPhone();
    const id = await write(phone, "oi");
    await desk.later(9 * MINUTE);
    expect(await told(id)).toEqual(["conversation.opened"]);
    await desk.later(MINUTE + 1);
    expect((await told(id)).at(-1)).toBe("conversation.email_ended silent");
    expect((await said(id)).length).toBeGreaterThan(2);
  });

  it("a person stepping in ends it, and what was still to be said is not", async () => {
    const phone = newPhone();
    const id = await write(phone, "oi");
    await call("Helena", "POST", `/api/conversations/${id}/messages`, {
      key: `in-${id}`,
      text: "Oi, sou a Helena",
    });
    expect((await told(id)).slice(1, 3)).toEqual([
      "conversation.email_ended person",
      "conversation.bot_stopped agent",
    ]);
    const states = await rows(
      sql<Row>`SELECT status FROM message WHERE conversation_id = ${id} AND author = 'system' ORDER BY seq`,
    );
    expect(states).toEqual([{ status: "cancelled" }, { status: "cancelled" }]);
    await write(phone, "tarde@example.com");
    await desk.later(60 * MINUTE);
    expect(await tickets(id)).toMatchObject([{ email: null }]);
    expect((await said(id)).at(-1)).toBe("Oi, sou a Helena");
  });
});

describe("a code by mail", () => {
  const victims: string[] = [];
  beforeEach(async () => {
    await mailServer(true);
    await open({ email: email({ attempts: 3, mode: "mandatory" }) });
  });
  /** A contact that has this address, and another who writes it. */
  async function impostor(address: string): Promise<{ phone: string; id: string }> {
    const victim = newPhone();
    victims.push(victim);
    await write(victim, "oi");
    await write(victim, address);
    const phone = newPhone();
    const id = await write(phone, "oi");
    await write(phone, address);
    return { phone, id };
  }
  const codeTo = async (address: string): Promise<string> => {
    await mailLoop(desk.world.deps).drain();
    const mail = host.arrived.findLast(({ to }) => to.includes(address));
    return /^\d{6}$/m.exec(mail?.text ?? "")?.[0] ?? expect.fail("no code came");
  };

  it("confirms an address of another contact's, to who reads it, and to nobody else", async () => {
    const address = "codigo@example.com";
    const { phone, id } = await impostor(address);
    expect(await tickets(id)).toMatchObject([{ email: address, standing: "of_another" }]);
    const code = await codeTo(address);
    expect(host.arrived[0]?.text).toContain("Girassol");
    // nowhere is it kept as it is
    const kept = await rows(
      sql<Row>`SELECT bot::text || coalesce(${code}, '') AS bot FROM conversation WHERE id = ${id}`,
    );
    expect(String(kept[0]?.["bot"]).slice(0, -6)).not.toContain(code);
    await write(phone, code === "000000" ? "000001" : "000000");
    expect((await said(id)).at(-1)).toContain("Não é o código");
    await write(phone, `${code.slice(0, 3)} ${code.slice(3)}`);
    expect(await tickets(id)).toMatchObject([{ email: address, standing: "confirmed" }]);
    expect(await contactEmail(phone)).toEqual({ email: address, confirmed: true });
    expect((await told(id)).at(-1)).toBe("conversation.email_ended confirmed");
  });

  it("is worth nothing in another conversation, nor after its time", async () => {
    const address = "prazo@example.com";
    const { phone, id } = await impostor(address);
    const code = await codeTo(address);
    const other = newPhone();
    const there = await write(other, "oi");
    await write(other, address);
    await write(other, code);
    expect(await tickets(there)).toMatchObject([{ standing: "of_another" }]);
    desk.world.clock.advance(15 * MINUTE + 1);
    await write(phone, code);
    expect(await tickets(id)).toMatchObject([{ standing: "of_another" }]);
    expect((await said(id)).at(-1)).toBe("Não é um e-mail.");
  });

  it("is guessed five times at most, then a person takes over", async () => {
    const address = "palpite@example.com";
    const { phone, id } = await impostor(address);
    const code = await codeTo(address);
    const wrong = ["111111", "222222", "333333", "444444", "555555", "666666"].filter(
      (guess) => guess !== code,
    );
    for (const guess of wrong.slice(0, 5)) await write(phone, guess);
    expect(await owner(id)).toBe("team");
    await write(phone, code);
    expect(await tickets(id)).toMatchObject([{ standing: "of_another" }]);
  });

  it("goes to one address three times an hour at most, whoever writes it", async () => {
    const address = "muitos@example.com";
    await impostor(address);
    for (let again = 0; again < 4; again++) {
      const phone = newPhone();
      await write(phone, "oi");
      await write(phone, address);
    }
    await mailLoop(desk.world.deps).drain();
    expect(host.arrived.filter(({ to }) => to.includes(address))).toHaveLength(3);
    desk.world.clock.advance(61 * MINUTE);
    const phone = newPhone();
    await write(phone, "oi");
    await write(phone, address);
    await mailLoop(desk.world.deps).drain();
    expect(host.arrived.filter(({ to }) => to.includes(address))).toHaveLength(4);
  });
});
