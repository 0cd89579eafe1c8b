import type { ScheduledView } from "@balcao/api";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { laneLoop } from "../src/modules/channels/index.ts";
import { factHandler, timerLoop } from "../src/modules/conversations/index.ts";
import { ticketDesk } from "../src/modules/tickets/index.ts";
import { takeDueTimers } from "../src/modules/conversations/timers.queries.ts";
import { openDesk, START, type Desk, type Reply } from "./desk-world.ts";
import { TemplateMeta, VALUES, wireTemplate } from "./templates-world.ts";

type Row = Record<string, unknown>;
const HOUR = 3_600_000;
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let desk: Desk;
let serial = 0;
let phone: string;
let id: string;
const key = (): string => `sched-${String(++serial).padStart(8, "0")}`;

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  phone = `55119${String(86_000_000 + ++serial)}`;
  id = await desk.write(desk.ours, phone, "oi");
  await act("Helena", `${id}/forward`, { teamId: desk.ours.teams.comercial });
});

const as = async (name: string, method: "GET" | "POST", url: string, body?: object): Promise<Reply> =>
  desk.call(await desk.cookie(desk.ours, name), method, url, body);
const act = (name: string, path: string, body: Row = {}): Promise<Reply> =>
  as(name, "POST", `/api/conversations/${path}`, { key: key(), ...body });
const inHours = (hours: number): string => new Date(desk.world.clock.now() + hours * HOUR).toISOString();
const text = (words: string): Row => ({ content: { type: "text", text: words } });
const plan = (words: string, hours: number, more: Row = {}, name = "Ana"): Promise<Reply> =>
  act(name, `${id}/scheduled`, { ...text(words), at: inHours(hours), ...more });
const list = async (name = "Ana"): Promise<ScheduledView[]> =>
  (await as(name, "GET", `/api/conversations/${id}/scheduled`)).body["items"] as ScheduledView[];
const first = async (): Promise<ScheduledView> => {
  const [view] = await list();
  if (!view) throw new Error("nothing is scheduled");
  return view;
};
const thread = async (): Promise<Row[]> =>
  (await as("Helena", "GET", `/api/conversations/${id}/thread`)).body["entries"] as Row[];
const said = async (): Promise<unknown[]> =>
  (await thread()).filter(({ author }) => author === "agent").map(({ text: words }) => words);
const lines = async (): Promise<string[]> =>
  (await thread()).flatMap(({ type }) =>
    typeof type === "string" && type.startsWith("conversation.message_") ? [type.slice(21)] : [],
  );
const row = async (name = "Ana"): Promise<Row> =>
  (await as(name, "GET", `/api/conversations/${id}`)).body as Row;
const kept = async (): Promise<unknown> =>
  (
    await sql<{
      count: number;
    }>`SELECT count(*) FROM scheduled_message WHERE conversation_id = ${id}`.execute(desk.world.deps.system)
  ).rows[0]?.count;

describe("a message for later", () => {
  it("is shown to who sees the conversation, goes out at its moment and not before, under its author's name", async () => {
    const at = inHours(3);
    const planned = await plan("Chegou o *vaso*?", 3);
    expect(planned.body).toMatchObject({
      conversation: { scheduledAt: at, hasUnsent: false },
      message: null,
    });
    for (const name of ["Ana", "Rita", "Helena"])
      expect(await list(name)).toMatchObject([
        { at, kind: "text", text: "Chegou o *vaso*?", unsent: null, agentId: desk.ours.agents["Ana"] },
      ]);
    expect((await as("Diego", "GET", `/api/conversations/${id}/scheduled`)).status).toBe(404);
    await desk.later(3 * HOUR - 1);
    expect(await said()).toEqual([]);
    await desk.later(1001);
    expect(await said()).toEqual(["Chegou o *vaso*?"]);
    expect(await row()).toMatchObject({
      scheduledAt: null,
      owner: "agent",
      agentId: desk.ours.agents["Ana"],
    });
    expect([await list(), await kept(), await lines()]).toEqual([[], 0, ["scheduled"]]);
    await desk.later(24 * HOUR);
    expect(await said()).toHaveLength(1);
  });

  it("may be a place, cards, a menu or an act to ask for, kept as it was put together and refused as it is when sent", async () => {
    const menu = { type: "menu", body: "Qual vaso?", options: ["Azul", "Verde"], presentation: "auto" };
    const place = { type: "location", latitude: -23.5, longitude: -46.6, name: "Loja", address: null };
    const put = (composition: object, hours: number): Promise<Reply> =>
      act("Ana", `${id}/scheduled`, {
        content: { type: "composed", composition },
        at: inHours(hours),
        key: key(),
      });
    expect(await put({ ...menu, options: [] }, 1)).toMatchObject({
      status: 422,
      body: { fields: [{ path: expect.stringContaining("content.composition.options") }] },
    });
    expect((await put(menu, 1)).status).toBe(200);
    expect((await put(place, 2)).status).toBe(200);
    const views = await list();
    expect(views).toMatchObject([
      { kind: "menu", text: "Qual vaso?", composition: menu },
      { kind: "location", composition: place },
    ]);
    // the place goes now, the menu at its moment
    expect((await act("Ana", `${id}/scheduled/${views[1]?.id}/send`, { key: key() })).status).toBe(200);
    await desk.later(HOUR + 1001);
    const { rows } = await sql<{ kind: string; content: Row }>`
      SELECT kind, content FROM message WHERE conversation_id = ${id} AND direction = 'out' ORDER BY seq`.execute(
      desk.world.deps.system,
    );
    expect(rows).toMatchObject([
      { kind: "location", content: { latitude: -23.5, name: "Loja" } },
      { kind: "buttons", content: { body: "Qual vaso?" } },
    ]);
    expect([await list(), await kept()]).toEqual([[], 0]);
  });

  it("is written once, whatever is repeated, ends its draft, and refuses what cannot be", async () => {
    const draft = { mode: "reply", text: "amanhã", quotedMessageId: null, at: desk.world.clock.now() };
    await desk.call(await desk.cookie(desk.ours, "Ana"), "PUT", `/api/conversations/${id}/draft`, draft);
    const body = { ...text("amanhã"), at: inHours(20), key: key(), draftAt: draft.at };
    for (let turn = 0; turn < 2; turn++) expect((await act("Ana", `${id}/scheduled`, body)).status).toBe(200);
    expect(await list()).toHaveLength(1);
    const drafts = (await as("Ana", "GET", "/api/drafts")).body["items"] as Row[];
    expect(drafts.filter(({ conversationId }) => conversationId === id)).toEqual([]);
    expect((await plan("ontem", -1)).body.code).toBe("schedule_in_past");
    expect((await plan("um dia", 24 * 400)).body.code).toBe("schedule_too_far");
    expect((await plan("", 1)).status).toBe(422);
    expect((await plan("oi", 1, {}, "Diego")).status).toBe(404);
    expect(await kept()).toBe(1);
    for (let count = 1; count < 20; count++) await plan(`n ${count}`, 1);
    expect((await plan("mais uma", 1)).body.code).toBe("too_many_scheduled");
  });

  it("is moved, sent now and cancelled by whoever sees it", async () => {
    await plan("um", 2);
    const one = await first();
    const moved = inHours(5);
    await act("Rita", `${id}/scheduled/${one.id}/move`, { at: moved, unlessReply: true });
    expect(await first()).toMatchObject({ at: moved, unlessReply: true, agentId: desk.ours.agents["Ana"] });
    await desk.later(3 * HOUR);
    expect(await said()).toEqual([]);
    const sent = await act("Rita", `${id}/scheduled/${one.id}/send`);
    expect(sent.body).toMatchObject({ message: { text: "um", agentId: desk.ours.agents["Rita"] } });
    for (const what of ["send", "cancel"])
      expect((await act("Rita", `${id}/scheduled/${one.id}/${what}`)).body.code).toBe("scheduled_gone");
    await plan("dois", 1, {}, "Rita");
    const [two] = await list("Helena");
    const cancel = { key: key() };
    for (let turn = 0; turn < 2; turn++)
      expect((await act("Helena", `${id}/scheduled/${two?.id}/cancel`, cancel)).status).toBe(200);
    await desk.later(10 * HOUR);
    expect([await said(), await kept()]).toEqual([["um"], 0]);
    expect(await lines()).toEqual(["scheduled", "scheduled", "scheduled", "unscheduled"]);
  });

  it("is listed for its author, with whom it is for", async () => {
    await plan("minha", 2);
    const own = async (name: string): Promise<Row[]> =>
      ((await as(name, "GET", "/api/scheduled")).body["items"] as Row[]).filter(
        ({ conversationId }) => conversationId === id,
      );
    expect(await own("Ana")).toMatchObject([{ text: "minha", contactName: expect.stringContaining("+55") }]);
    expect(await own("Rita")).toEqual([]);
  });

  it("quotes, and carries the names that stand before texts", async () => {
    const [message] = (await thread()).filter(({ entry }) => entry === "message");
    await plan("sobre isto", 1, { quotedMessageId: message?.["id"] });
    expect(await first()).toMatchObject({ quoted: { id: message?.["id"], preview: "oi" } });
    const { system } = desk.world.deps;
    await sql`UPDATE team SET signs_replies = true WHERE id = ${desk.ours.teams.comercial}`.execute(system);
    await desk.later(2 * HOUR);
    await sql`UPDATE team SET signs_replies = false`.execute(system);
    const { rows } = await sql<{ request: Row }>`
      SELECT o.request FROM outbox o WHERE o.conversation_id = ${id}`.execute(system);
    expect(JSON.stringify(rows)).toContain("Ana");
    expect(rows).toMatchObject([{ request: { quotedWamid: expect.stringContaining("wamid.") } }]);
  });

  it("waits through a resolving, and through what would else be too long a silence", async () => {
    await plan("e agora?", 20);
    await act("Ana", `${id}/status`, { status: "resolved" });
    await desk.later(19 * HOUR);
    expect(await row()).toMatchObject({ status: "resolved" });
    await desk.later(2 * HOUR);
    expect(await said()).toEqual(["e agora?"]);
    expect(await row()).toMatchObject({ status: "open" });
  });
});

describe("when its moment comes, everything is looked at again", () => {
  it("the window: what is too late stays, and the conversation asks for a person", async () => {
    await plan("tarde demais", 30);
    await act("Ana", `${id}/read`);
    await desk.later(31 * HOUR);
    expect(await said()).toEqual([]);
    expect(await row()).toMatchObject({ hasUnsent: true, scheduledAt: null, status: "open", unread: 1 });
    expect((await row())["waitingSince"]).not.toBeNull();
    const held = await first();
    expect(held).toMatchObject({ unsent: "service_window_closed", text: "tarde demais" });
    const told = (await thread()).find(({ type }) => type === "conversation.message_unsent");
    expect(told).toMatchObject({
      data: { author: desk.ours.agents["Ana"], reason: "service_window_closed", scheduledId: held.id },
    });
    // again later does nothing; the customer's word opens the window, and it may go after all
    await desk.later(30 * HOUR);
    expect((await act("Ana", `${id}/scheduled/${held.id}/send`)).body.code).toBe("service_window_closed");
    await desk.write(desk.ours, phone, "voltei");
    expect((await act("Ana", `${id}/scheduled/${held.id}/send`)).status).toBe(200);
    expect(await said()).toEqual(["tarde demais"]);
    expect(await row()).toMatchObject({ hasUnsent: false });
  });

  it("the customer's answer: told, and the end of what was only for silence", async () => {
    await plan("ainda quer?", 5, { unlessReply: true });
    await plan("o boleto", 6);
    desk.world.clock.advance(HOUR);
    await desk.write(desk.ours, phone, "quero sim");
    expect(await list()).toMatchObject([
      { text: "ainda quer?", unsent: "contact_replied", hasReply: true },
      { text: "o boleto", unsent: null, hasReply: true },
    ]);
    await desk.later(6 * HOUR);
    expect(await said()).toEqual(["o boleto"]);
    // nobody has read what they wrote: it still waits
    expect((await row())["waitingSince"]).not.toBeNull();
    const [held] = await list();
    await act("Ana", `${id}/scheduled/${held?.id}/move`, { at: inHours(1) });
    expect(await first()).toMatchObject({ unsent: null, hasReply: false, unlessReply: false });
  });

  it("its author: nothing goes out under the name of who may not write there any more", async () => {
    await plan("de fora", 2);
    await act("Helena", `${id}/forward`, {
      teamId: desk.ours.teams.suporte,
      agentId: desk.ours.agents["Diego"],
    });
    await desk.later(3 * HOUR);
    const [held] = await list("Diego");
    expect([await said(), held?.unsent]).toEqual([[], "author_may_not"]);
    expect((await act("Diego", `${id}/scheduled/${held?.id}/send`)).body).toMatchObject({
      message: { agentId: desk.ours.agents["Diego"] },
    });
  });

  it("the end of the conversation, and a block", async () => {
    await plan("depois do fim", 2);
    const ended = await act("Ana", `${id}/status`, { status: "closed" });
    expect(ended.body).toMatchObject({ conversation: { hasUnsent: true, scheduledAt: null } });
    const held = await first();
    expect(held.unsent).toBe("conversation_closed");
    expect((await act("Ana", `${id}/scheduled/${held.id}/move`, { at: inHours(1) })).body.code).toBe(
      "conversation_closed",
    );
    expect((await act("Ana", `${id}/scheduled/${held.id}/cancel`)).status).toBe(200);
    expect(await kept()).toBe(0);

    id = await desk.write(desk.ours, phone, "de novo");
    await act("Helena", `${id}/forward`, { teamId: desk.ours.teams.comercial });
    await plan("bloqueada", 2);
    await act("Ana", `${id}/block`, { blocked: true });
    await desk.later(3 * HOUR);
    expect([await said(), (await first()).unsent]).toEqual([[], "contact_blocked"]);
    expect((await plan("oi", 1)).body.code).toBe("contact_blocked");
  });

  it("two contacts that prove to be one: what was scheduled in the conversation that ends is kept there", async () => {
    await plan("na mais nova", 2);
    const contactOf = async (conversation: string): Promise<unknown> => {
      const { body } = await as("Helena", "GET", `/api/conversations/${conversation}`);
      return (body["contact"] as Row)["id"];
    };
    const older = await desk.write(desk.ours, `55119${String(87_000_000 + serial)}`, "oi", START);
    await sql`UPDATE conversation SET opened_at = opened_at - interval '1 day' WHERE id = ${older}`.execute(
      desk.world.deps.system,
    );
    const merged = await as("Helena", "POST", `/api/contacts/${await contactOf(older)}/merge`, {
      key: key(),
      otherId: await contactOf(id),
      cause: "a mesma pessoa",
    });
    expect(merged.status).toBe(204);
    await desk.later(3 * HOUR);
    expect([await said(), await list("Helena"), await row("Helena")]).toMatchObject([
      [],
      [{ unsent: "conversation_closed", text: "na mais nova" }],
      { status: "closed", hasUnsent: true },
    ]);
  });

  it("a template: sent after the window closed, as it is approved on that day", async () => {
    const meta = new TemplateMeta(desk);
    meta.list = [wireTemplate("retomar"), wireTemplate("outra")];
    await as("Helena", "POST", "/api/templates/sync");
    await meta.loop().drain();
    const use = { name: "retomar", language: "pt_BR", values: VALUES };
    const template = (more: Row): Row => ({ content: { type: "template", use: { ...use, ...more } } });
    for (const name of ["retomar", "outra"]) await plan("", 30, template({ name }));
    expect((await plan("", 30, template({ values: {} }))).status).toBe(422);
    expect((await plan("", 30, template({ name: "nenhuma" }))).body.code).toBe("template_missing");
    expect(await list()).toMatchObject([
      { kind: "template", text: "Oi, Lia. Podemos continuar?", template: use },
      { template: { name: "outra" } },
    ]);
    meta.list = [wireTemplate("retomar"), wireTemplate("outra", { status: "PAUSED" })];
    await as("Helena", "POST", "/api/templates/sync");
    await meta.loop().drain();
    await desk.later(31 * HOUR);
    expect(await said()).toEqual(["Oi, Lia. Podemos continuar?"]);
    expect(await list()).toMatchObject([{ unsent: "template_refused", template: { name: "outra" } }]);
  });
});

describe("a file for later", () => {
  const post = async (fields: Row, name = "Ana"): Promise<Reply> => {
    const form = new FormData();
    for (const [field, value] of Object.entries({ key: key(), kind: "image", at: inHours(2), ...fields }))
      form.set(field, String(value));
    form.set("file", new Blob([new Uint8Array(PNG)]), "x");
    const request = new Request("http://desk.test", { method: "POST", body: form });
    const answer = await desk.app.inject({
      method: "POST",
      url: `/api/conversations/${id}/scheduled/files`,
      headers: {
        cookie: await desk.cookie(desk.ours, name),
        "content-type": request.headers.get("content-type") ?? "",
      },
      payload: Buffer.from(await request.arrayBuffer()),
    });
    return { status: answer.statusCode, body: answer.json(), headers: answer.headers };
  };

  it("is kept, shown to who may see it, and goes with its caption", async () => {
    const body = { caption: "o vaso", fileName: "vaso.png", key: key() };
    for (let turn = 0; turn < 2; turn++) expect((await post(body)).status).toBe(200);
    expect(await list()).toHaveLength(1);
    const { file, kind, text: caption } = await first();
    expect([kind, caption, file]).toMatchObject([
      "image",
      "o vaso",
      { fileName: "vaso.png", mimeType: "image/png", size: PNG.length },
    ]);
    const bytes = await desk.app.inject({
      url: file?.url ?? "",
      headers: { cookie: await desk.cookie(desk.ours, "Rita") },
    });
    expect([bytes.headers["content-type"], bytes.rawPayload.equals(PNG)]).toEqual(["image/png", true]);
    expect((await as("Diego", "GET", file?.url ?? "")).status).toBe(404);
    await desk.later(3 * HOUR);
    const sent = (await thread()).find(({ author }) => author === "agent");
    expect(sent).toMatchObject({
      kind: "image",
      text: "o vaso",
      status: "queued",
      media: { state: "stored", size: PNG.length },
    });
    const url = String((sent?.["media"] as Row | undefined)?.["url"]);
    const cookie = await desk.cookie(desk.ours, "Ana");
    const shown = await desk.app.inject({ url, headers: { cookie } });
    expect(shown.rawPayload.equals(PNG)).toBe(true);
  });

  it("goes from the disk when it is cancelled; what is refused is not kept", async () => {
    await post({});
    const { id: scheduledId, file } = await first();
    const { rows } = await sql<{ key: string }>`
      SELECT file->>'storageKey' AS key FROM scheduled_message WHERE id = ${scheduledId}`.execute(
      desk.world.deps.system,
    );
    const size = (): Promise<number | null> => desk.world.deps.storage.size(rows[0]?.key ?? "");
    expect(await size()).toBe(PNG.length);
    await act("Ana", `${id}/scheduled/${scheduledId}/cancel`);
    expect([await size(), (await as("Ana", "GET", file?.url ?? "")).status]).toEqual([null, 404]);
    expect((await post({ at: inHours(-1) })).body.code).toBe("schedule_in_past");
    expect((await post({ at: "amanhã" })).status).toBe(422);
    expect((await post({ kind: "document" })).body.code).toBe("file_not_what_it_says");
    expect(await kept()).toBe(0);
  });
});

describe("exactly once", () => {
  const lanes = () =>
    laneLoop(desk.world.deps, {
      db: desk.world.deps.system,
      handle: factHandler(desk.world.deps, ticketDesk(desk.world.deps)),
    });
  const many = async (count: number): Promise<void> => {
    for (let one = 0; one < count; one++) await plan(`n ${one}`, 1);
  };

  it("however many workers look at once, after a day off too", async () => {
    await many(12);
    desk.world.clock.advance(20 * HOUR);
    await Promise.all(Array.from({ length: 4 }, () => timerLoop(desk.world.deps).drain()));
    await Promise.all(Array.from({ length: 4 }, () => lanes().drain()));
    await desk.later(HOUR);
    expect(await said()).toEqual(Array.from({ length: 12 }, (_, one) => `n ${one}`));
  });

  it("when the worker dies with the timer in its hand, or in the middle of the sending", async () => {
    await many(2);
    desk.world.clock.advance(2 * HOUR);
    const { system } = desk.world.deps;
    await expect(
      system.transaction().execute(async (tx) => {
        await takeDueTimers(tx, desk.world.clock.now(), 10);
        throw new Error("killed");
      }),
    ).rejects.toThrow("killed");
    await timerLoop(desk.world.deps).drain();
    const real = factHandler(desk.world.deps, ticketDesk(desk.world.deps));
    let deaths = 0;
    const dying = laneLoop(desk.world.deps, {
      db: system,
      handle: async (tx, facts) => {
        await real(tx, facts);
        if (facts.some(({ body }) => body.kind === "timer_due") && deaths++ === 0) throw new Error("killed");
      },
    });
    await dying.drain();
    expect(deaths).toBeGreaterThan(0);
    await desk.later(HOUR);
    expect([await said(), await kept()]).toEqual([["n 0", "n 1"], 0]);
  });

  it("when somebody sends it, or takes it back, at the very moment it is due", async () => {
    await many(1);
    const one = await first();
    desk.world.clock.advance(HOUR + 1000);
    await timerLoop(desk.world.deps).drain();
    const answers = await Promise.all([
      act("Ana", `${id}/scheduled/${one.id}/send`),
      act("Rita", `${id}/scheduled/${one.id}/send`),
      act("Helena", `${id}/scheduled/${one.id}/cancel`),
      lanes().drain(),
    ]);
    const done = answers.filter((answer) => typeof answer === "object" && answer.status === 200);
    expect(done.length).toBeLessThanOrEqual(1);
    await desk.later(HOUR);
    const isCancelled = (await lines()).includes("unscheduled");
    expect([(await said()).length, await kept()]).toEqual([isCancelled ? 0 : 1, 0]);
  });
});

it("is of one account: another's hand does not reach it", async () => {
  await plan("nossa", 2);
  const { id: scheduledId } = await first();
  const stranger = await desk.cookie(desk.theirs, "Helena");
  for (const path of ["", "/file"])
    expect(
      (
        await desk.call(
          stranger,
          "GET",
          `/api/conversations/${id}/scheduled${path && `/${scheduledId}${path}`}`,
        )
      ).status,
    ).toBe(404);
  expect((await desk.call(stranger, "GET", "/api/scheduled")).body["items"]).toEqual([]);
  for (const what of ["send", "cancel"])
    expect(
      (
        await desk.call(stranger, "POST", `/api/conversations/${id}/scheduled/${scheduledId}/${what}`, {
          key: key(),
        })
      ).status,
    ).toBe(404);
  expect(await list()).toHaveLength(1);
});
