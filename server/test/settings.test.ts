import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openDesk, START, type Desk, type Reply } from "./desk-world.ts";

const HOUR = 3_600_000;
let desk: Desk;
let helena: string;
let defaults: Settings;
let serial = 0;

type Text = { enabled: boolean; text: string };
type Settings = Record<string, unknown> & {
  autoMessages: Record<string, Text>;
  botTexts: object;
  version: number;
};

beforeAll(async () => {
  desk = await openDesk({ withBot: true });
  helena = await desk.cookie(desk.ours, "Helena");
  defaults = await settings();
});
afterAll(() => desk.close());
beforeEach(async () => {
  desk.world.clock.set(START);
  // nothing speaks but what a test switches on
  const quiet = Object.entries(defaults.autoMessages).map(([kind, { text }]) => [
    kind,
    { enabled: false, text },
  ]);
  await save({ ...defaults, autoMessages: Object.fromEntries(quiet) });
});

async function settings(): Promise<Settings> {
  const {
    updatedAt: _at,
    holidays: _days,
    ...rest
  } = (await desk.call(helena, "GET", "/api/settings/whatsapp")).body;
  return rest as Settings;
}
const put = async (change: object): Promise<Reply> =>
  desk.call(helena, "PUT", "/api/settings/whatsapp", {
    ...(await settings()),
    ...change,
    version: (await settings()).version,
  });
const save = async (change: object): Promise<void> => {
  const reply = await put(change);
  expect(reply.body.fields ?? reply.status).toBe(200);
};
const say = async (kind: string, text: string, more: object = {}): Promise<void> => {
  const { autoMessages } = await settings();
  await save({ autoMessages: { ...autoMessages, [kind]: { enabled: true, text } }, ...more });
};
const newPhone = (): string => `55119${String(87_100_000 + ++serial)}`;
const command = (cookie: string, id: string, path: string, body: object = {}): Promise<Reply> =>
  desk.call(cookie, "POST", `/api/conversations/${id}/${path}`, { key: `settings-${++serial}`, ...body });
/** What the system said in a conversation, in order. */
async function said(id: string, author = "system"): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`
    SELECT text FROM message WHERE conversation_id = ${id} AND author = ${author} ORDER BY seq`.execute(
    desk.world.deps.system,
  );
  return rows.map((row) => row.text);
}
const conversation = async (id: string) => (await desk.call(helena, "GET", `/api/conversations/${id}`)).body;
/** A conversation that people of a team answer. */
async function withPeople(team: string, phone = newPhone()): Promise<string> {
  const id = await desk.write(desk.ours, phone, "oi");
  await command(helena, id, "forward", { teamId: team });
  return id;
}

describe("automatic messages", () => {
  it("welcome: at the first message of a conversation and never again, with its variables", async () => {
    await say("welcome", "{{saudacao}}, {{contato.primeiro_nome|cliente}}! {{conta.nome}} · {{protocolo}}");
    const phone = newPhone();
    const id = await desk.write(desk.ours, phone, "oi");
    await desk.write(desk.ours, phone, "tem alguém?");
    const { protocol } = await conversation(id);
    expect(await said(id)).toEqual([`bom dia, cliente! Loja Girassol · ${String(protocol)}`]);
    await save({
      autoMessages: { ...(await settings()).autoMessages, welcome: { enabled: false, text: "x" } },
    });
    expect(await said(await desk.write(desk.ours, newPhone(), "oi"))).toEqual([]);
  });

  it("out of hours: once a local day, by the account's zone, unless the team has hours of its own", async () => {
    const { principal, suporte } = desk.ours.teams;
    const open = (from: number, to: number) => ({ days: Array.from({ length: 7 }, () => [{ from, to }]) });
    // it is 9:00 in São Paulo, 12:00 in UTC
    await say("out_of_hours", "Fechado", { businessHours: open(8 * 60, 9 * 60 + 30) });
    const phone = newPhone();
    const id = await withPeople(principal, phone);
    await desk.write(desk.ours, phone, "aberto?");
    expect(await said(id)).toEqual([]);
    await save({ businessHours: open(10 * 60, 18 * 60) });
    await desk.write(desk.ours, phone, "e agora?");
    await desk.write(desk.ours, phone, "alô?");
    expect(await said(id)).toEqual(["Fechado"]);
    // 2:00 the next morning
    desk.world.clock.advance(17 * HOUR);
    await desk.write(desk.ours, phone, "alguém?");
    expect(await said(id)).toEqual(["Fechado", "Fechado"]);
    // what is not answered is heard all the same
    expect(await said(id, "contact")).toEqual(["oi", "aberto?", "e agora?", "alô?", "alguém?"]);
    const team = (await desk.call(helena, "GET", `/api/teams/${suporte}`)).body;
    const { id: _i, kind: _k, openConversations: _o, entryTrigger: _e, firstContact: _f, ...fields } = team;
    const hours = { ...fields, businessHours: open(0, 1440) };
    expect((await desk.call(helena, "PUT", `/api/teams/${suporte}`, hours)).status).toBe(200);
    const other = newPhone();
    const always = await withPeople(suporte, other);
    await desk.write(desk.ours, other, "aberto?");
    expect(await said(always)).toEqual([]);
  });

  it("manual closing and survey: at the end, and the answer counts without opening anything", async () => {
    await say("manual_closing", "Até logo. Protocolo {{protocolo}}");
    await say("survey", "De 1 a 5?");
    const phone = newPhone();
    const id = await withPeople(desk.ours.teams.suporte, phone);
    await command(helena, id, "status", { status: "closed" });
    await command(helena, id, "status", { status: "closed" });
    const { protocol } = await conversation(id);
    expect(await said(id)).toEqual([`Até logo. Protocolo ${String(protocol)}`, "De 1 a 5?"]);
    expect(await desk.write(desk.ours, phone, "4")).toBe(id);
    expect(await conversation(id)).toMatchObject({ status: "closed", rating: 4 });
    expect(await desk.write(desk.ours, phone, "5")).not.toBe(id);
  });

  it("none goes out when the window is closed", async () => {
    await say("manual_closing", "Até logo");
    const id = await withPeople(desk.ours.teams.suporte);
    desk.world.clock.advance(25 * HOUR);
    await command(helena, id, "status", { status: "closed" });
    expect(await conversation(id)).toMatchObject({ status: "closed" });
    expect(await said(id)).toEqual([]);
  });

  it("hand-over: to whom the bot hands the conversation, and when a person forwarding wants it told", async () => {
    await say("hand_over", "Agora é com {{equipe.nome}}.");
    const phone = newPhone();
    const id = await desk.write(desk.ours, phone, "oi");
    await desk.write(desk.ours, phone, "Comercial");
    expect(await said(id)).toEqual(["Agora é com Comercial."]);
    const { suporte } = desk.ours.teams;
    await command(helena, id, "forward", { teamId: suporte });
    expect(await said(id)).toHaveLength(1);
    await command(helena, id, "forward", { teamId: desk.ours.teams.comercial, notifyContact: true });
    expect(await said(id)).toEqual(["Agora é com Comercial.", "Agora é com Comercial."]);
  });
});

describe("inactivity", () => {
  const answered = async (team: string): Promise<string> => {
    const id = await withPeople(team);
    await command(helena, id, "messages", { text: "Posso ajudar?" });
    return id;
  };

  it("warns, then closes with its text, each once, after the hours of the account", async () => {
    await say("inactivity_warning", "Ainda está aí?", { inactivityHours: 4, warningHours: 1 });
    await say("inactivity_closing", "Encerramos por falta de resposta.");
    const id = await answered(desk.ours.teams.comercial);
    await desk.later(3 * HOUR - 1000);
    expect(await said(id)).toEqual([]);
    await desk.later(2000);
    await desk.later(2000);
    expect(await said(id)).toEqual(["Ainda está aí?"]);
    await desk.later(HOUR - 5000);
    expect(await conversation(id)).toMatchObject({ status: "open" });
    await desk.later(6000);
    expect(await conversation(id)).toMatchObject({ status: "closed" });
    expect(await said(id)).toEqual(["Ainda está aí?", "Encerramos por falta de resposta."]);
  });

  it("follows the team's own hours, and looks again when hours change", async () => {
    await save({ inactivityHours: 100 });
    const { suporte, comercial } = desk.ours.teams;
    const [slow, quick] = [await answered(comercial), await answered(suporte)];
    const team = (await desk.call(helena, "GET", `/api/teams/${suporte}`)).body;
    const { id: _i, kind: _k, openConversations: _o, entryTrigger: _e, firstContact: _f, ...fields } = team;
    await desk.call(helena, "PUT", `/api/teams/${suporte}`, { ...fields, inactivityHours: 2 });
    await desk.later(2 * HOUR + 2000);
    await desk.later(2000);
    expect(await conversation(quick)).toMatchObject({ status: "closed" });
    expect(await conversation(slow)).toMatchObject({ status: "open" });
    // the timer armed for the hundredth hour is looked at again
    await save({ inactivityHours: 3 });
    await desk.later(HOUR);
    await desk.later(2000);
    expect(await conversation(slow)).toMatchObject({ status: "closed" });
    await desk.call(helena, "PUT", `/api/teams/${suporte}`, {
      ...fields,
      inactivityHours: null,
      version: Number(fields["version"]) + 1,
    });
  });
});

describe("switches", () => {
  it("the team of first contact is where a conversation begins", async () => {
    await save({ firstTeamId: desk.ours.teams.suporte });
    expect(await conversation(await desk.write(desk.ours, newPhone(), "oi"))).toMatchObject({
      teamId: desk.ours.teams.suporte,
    });
  });

  it("who answers first becomes responsible, or not", async () => {
    for (const assignOnFirstReply of [true, false]) {
      await save({ assignOnFirstReply });
      const id = await withPeople(desk.ours.teams.comercial);
      const ana = await desk.cookie(desk.ours, "Ana");
      expect((await command(ana, id, "messages", { text: "Olá" })).status).toBe(200);
      expect(await conversation(id)).toMatchObject({
        agentId: assignOnFirstReply ? desk.ours.agents["Ana"] : null,
        owner: assignOnFirstReply ? "agent" : "team",
      });
    }
  });

  it("only who is responsible answers, where it is asked for; a note is everybody's", async () => {
    await save({ onlyResponsibleReplies: true, assignOnFirstReply: true, segmentedView: false });
    desk.auth.forget();
    const [ana, bruno] = [await desk.cookie(desk.ours, "Ana"), await desk.cookie(desk.ours, "Bruno")];
    const id = await withPeople(desk.ours.teams.comercial);
    const reason = async (cookie: string): Promise<unknown> =>
      ((await desk.call(cookie, "GET", `/api/conversations/${id}`)).body["can"] as { reply_reason: unknown })
        .reply_reason;
    expect(await reason(bruno)).toBeNull();
    expect((await command(ana, id, "messages", { text: "Olá" })).status).toBe(200);
    expect(await reason(ana)).toBeNull();
    expect(await reason(bruno)).toBe("not_responsible");
    const refused = { status: 409, body: { code: "not_responsible" } };
    expect(await command(bruno, id, "messages", { text: "Oi" })).toMatchObject(refused);
    expect(await command(helena, id, "messages", { text: "Oi" })).toMatchObject(refused);
    expect((await command(bruno, id, "notes", { text: "Ele já ligou ontem" })).status).toBe(200);
    // who takes it over answers, and who had it no longer does
    expect((await command(bruno, id, "assign", { agentId: desk.ours.agents["Bruno"] })).status).toBe(200);
    expect((await command(bruno, id, "messages", { text: "Bom dia" })).status).toBe(200);
    expect(await command(ana, id, "messages", { text: "Olá de novo" })).toMatchObject(refused);
    await save({ assignOnFirstReply: false });
    const untaken = await withPeople(desk.ours.teams.comercial);
    expect(await command(ana, untaken, "messages", { text: "Olá" })).toMatchObject(refused);
    await save({ onlyResponsibleReplies: false });
    expect((await command(ana, untaken, "messages", { text: "Olá" })).status).toBe(200);
  });

  it("segmented view hides what a colleague answers, everywhere; off, the team sees it everywhere", async () => {
    const { deps } = desk.world;
    const phone = newPhone();
    const id = await withPeople(desk.ours.teams.comercial, phone);
    await command(helena, id, "assign", { agentId: desk.ours.agents["Ana"] });
    const mediaId = "01a20a45-0de6-7000-9aaf-05ddaf30ba6f";
    await deps.storage.put(`${desk.ours.accountId}/${mediaId}`, Buffer.from("GIF89a"));
    await sql`INSERT INTO media (account_id, id, channel_id, message_id, graph_media_id, kind, state, mime_type, size, storage_key, created_at)
      SELECT account_id, ${mediaId}, channel_id, id, '1', 'image', 'stored', 'image/gif', 6, ${`${desk.ours.accountId}/${mediaId}`}, now()
      FROM message WHERE conversation_id = ${id} ORDER BY seq LIMIT 1`.execute(deps.system);
    const looks = async (name: string) => {
      const cookie = await desk.cookie(desk.ours, name);
      const found = (reply: Reply): boolean =>
        (reply.body["items"] as { id: string }[]).some((row) => row.id === id);
      const list = (query: string) => desk.call(cookie, "GET", `/api/conversations?limit=100&${query}`);
      const all = (await list("tab=all")).body["items"] as object[];
      const counts = (await desk.call(cookie, "GET", "/api/conversations/counts")).body["tabs"] as {
        all: { conversations: number };
      };
      const image = await desk.app.inject({ url: `/api/media/${mediaId}`, headers: { cookie } });
      return {
        list: found(await list("tab=all")),
        others: found(await list("tab=others")),
        search: found(await list(`tab=all&q=${phone}`)),
        counted: counts.all.conversations === all.length,
        open: (await desk.call(cookie, "GET", `/api/conversations/${id}`)).status,
        thread: (await desk.call(cookie, "GET", `/api/conversations/${id}/thread`)).status,
        media: image.statusCode,
        answer: (await command(cookie, id, "read")).status,
      };
    };
    const everything = {
      list: true,
      search: true,
      counted: true,
      open: 200,
      thread: 200,
      media: 200,
      answer: 200,
    };
    const nothing = {
      list: false,
      search: false,
      counted: true,
      open: 404,
      thread: 404,
      media: 404,
      answer: 404,
    };
    const set = async (segmentedView: boolean): Promise<void> => {
      await save({ segmentedView });
      // what this node believes of sessions is up to 3 s old
      desk.auth.forget();
    };
    await set(true);
    expect(await looks("Bruno")).toEqual({ ...nothing, others: false });
    expect(await looks("Ana")).toEqual({ ...everything, others: false });
    expect(await looks("Rita")).toEqual({ ...everything, others: true });
    expect(await looks("Diego")).toEqual({ ...nothing, others: false });
    await set(false);
    expect(await looks("Bruno")).toEqual({ ...everything, others: true });
    expect(await looks("Diego")).toEqual({ ...nothing, others: false });
    // over, it is the team's again
    await set(true);
    await command(helena, id, "status", { status: "resolved" });
    expect(await looks("Bruno")).toEqual({ ...everything, others: false });
  });
});

describe("the bot's texts", () => {
  it("the other answer goes out as often as the limit says, then people take over", async () => {
    await save({
      botTexts: {
        ...defaults.botTexts,
        otherAnswerText: "Não entendi, {{contato.primeiro_nome|cliente}}.",
        otherAnswerLimit: 1,
      },
    });
    const phone = newPhone();
    const id = await desk.write(desk.ours, phone, "oi");
    const greeting = (await said(id, "bot")).length;
    await desk.write(desk.ours, phone, "banana");
    expect((await said(id, "bot")).slice(greeting)[0]).toMatch(/^Não entendi, cliente\./);
    expect(await conversation(id)).toMatchObject({ owner: "bot" });
    await desk.write(desk.ours, phone, "abacaxi");
    expect(await said(id, "bot")).toHaveLength(greeting + 1);
    expect(await conversation(id)).toMatchObject({ owner: "team" });
  });

  it("the words for a person call one, and only those", async () => {
    await save({ botTexts: { ...defaults.botTexts, personWords: ["humano"] } });
    const phone = newPhone();
    const id = await desk.write(desk.ours, phone, "oi");
    await desk.write(desk.ours, phone, "atendente");
    expect(await conversation(id)).toMatchObject({ owner: "bot" });
    await desk.write(desk.ours, phone, "HUMANO!");
    expect(await conversation(id)).toMatchObject({ owner: "team" });
  });
});

it("what is wrong is told by field, and nothing is saved", async () => {
  const before = await settings();
  const texts = before.autoMessages;
  const day = [
    { from: 60, to: 120 },
    { from: 100, to: 200 },
  ];
  const cases: [object, string, string][] = [
    [
      { autoMessages: { ...texts, welcome: { enabled: true, text: "  " } } },
      "autoMessages.welcome.text",
      "required",
    ],
    [
      { autoMessages: { ...texts, survey: { enabled: true, text: "{{x}}" } } },
      "autoMessages.survey.text",
      "unknown_variable",
    ],
    [
      { autoMessages: { ...texts, welcome: { enabled: true, text: "{{contato.nome}}" } } },
      "autoMessages.welcome.text",
      "fallback_missing",
    ],
    [
      { autoMessages: { ...texts, hand_over: { enabled: true, text: "x".repeat(4097) } } },
      "autoMessages.hand_over.text",
      "too_long",
    ],
    [
      { botTexts: { ...before.botTexts, otherAnswerText: "{{x}}" } },
      "botTexts.otherAnswerText",
      "unknown_variable",
    ],
    [{ botTexts: { ...before.botTexts, otherAnswerText: "" } }, "botTexts.otherAnswerText", "required"],
    [{ firstTeamId: desk.theirs.teams.suporte }, "firstTeamId", "unknown_team"],
    [{ inactivityHours: 0 }, "inactivityHours", "invalid"],
    [{ warningHours: 721 }, "warningHours", "invalid"],
    [{ businessHours: { days: [day, [], [], [], [], [], []] } }, "businessHours.days.0.1", "hours_overlap"],
  ];
  for (const [change, path, code] of cases) {
    const { status, body } = await put(change);
    expect({ status, field: body.fields?.[0] }).toMatchObject({ status: 422, field: { path, code } });
    expect(body.fields?.[0]?.message).toMatch(/^[A-ZÉÍ]/);
  }
  expect(await settings()).toEqual(before);
});
