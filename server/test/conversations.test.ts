import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDesk, START, type Desk, type Reply } from "./desk-world.ts";

const MINUTE = 60_000;
let desk: Desk;
let serial = 0;
const key = (): string => `key-${String(++serial).padStart(8, "0")}`;
const phone = (n: number): string => `55119${String(87_000_000 + n)}`;
type Item = { id: string; teamId: string };
const items = (reply: Reply): Item[] => reply.body["items"] as Item[];
const ids = (reply: Reply): string[] => items(reply).map((item) => item.id);

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

/** A conversation in a team, forwarded there by an administrator. */
async function inTeam(team: "principal" | "comercial" | "suporte", n: number): Promise<string> {
  const id = await desk.write(desk.ours, phone(n), "oi");
  if (team !== "principal") {
    const helena = await desk.cookie(desk.ours, "Helena");
    const reply = await desk.call(helena, "POST", `/api/conversations/${id}/forward`, {
      key: key(),
      teamId: desk.ours.teams[team],
    });
    expect(reply.status).toBe(200);
  }
  return id;
}

describe("resolving and closing", () => {
  it("are refused when the customer wrote after what was seen, one by one and in bulk", async () => {
    const helena = await desk.cookie(desk.ours, "Helena");
    const one = await inTeam("principal", 21);
    const two = await inTeam("principal", 22);
    const seq = async (id: string): Promise<number> =>
      (await desk.call(helena, "GET", `/api/conversations/${id}`)).body["seq"] as number;
    const put = (status: string, seen?: number): Promise<Reply> =>
      desk.call(helena, "POST", `/api/conversations/${one}/status`, { key: key(), status, seen });
    const seen = { one: await seq(one), two: await seq(two) };
    await desk.write(desk.ours, phone(21), "mais uma coisa");
    for (const status of ["resolved", "closed"])
      expect(await put(status, seen.one)).toMatchObject({
        status: 409,
        body: { code: "newer_message", title: expect.stringContaining("acabou de escrever") },
      });
    const bulk = await desk.call(helena, "POST", "/api/conversations/acts", {
      act: { type: "status", status: "resolved" },
      items: [
        { id: one, key: key(), seen: seen.one },
        { id: two, key: key(), seen: seen.two },
      ],
    });
    expect(bulk.body["items"]).toMatchObject([
      { conversation: null, problem: { code: "newer_message" } },
      { conversation: { status: "resolved" }, problem: null },
    ]);
    expect((await desk.call(helena, "GET", `/api/conversations/${one}`)).body).toMatchObject({
      status: "open",
      unread: 2,
    });
    // what is not put away is compared with nothing
    expect((await put("pending", seen.one)).status).toBe(200);
    // what others did since is no message of the customer
    const read = await seq(one);
    await desk.call(helena, "POST", `/api/conversations/${one}/messages`, { key: key(), text: "Pois não?" });
    expect((await put("resolved", read)).status).toBe(200);
    await desk.write(desk.ours, phone(21), "de novo");
    // a program that looks at nothing says nothing of it
    expect((await put("resolved")).status).toBe(200);
  });

  it("counts a message that Meta brings late as one that was not seen, however old it is", async () => {
    const helena = await desk.cookie(desk.ours, "Helena");
    const id = await inTeam("principal", 23);
    const { body } = await desk.call(helena, "GET", `/api/conversations/${id}`);
    await desk.write(desk.ours, phone(23), "antes do oi", START - 60_000);
    const reply = await desk.call(helena, "POST", `/api/conversations/${id}/status`, {
      key: key(),
      status: "resolved",
      seen: body["seq"],
    });
    expect(reply).toMatchObject({ status: 409, body: { code: "newer_message" } });
  });
});

describe("who sees what", () => {
  let own: string;
  let foreign: string;
  let elsewhere: string;
  beforeAll(async () => {
    own = await inTeam("comercial", 1);
    foreign = await inTeam("suporte", 2);
    elsewhere = await desk.write(desk.theirs, phone(3), "oi");
  });

  it.each([
    ["Ana", 200, 404, 404],
    ["Diego", 404, 200, 404],
    ["Paula", 404, 200, 404],
    ["Rita", 200, 200, 404],
    ["Helena", 200, 200, 404],
  ])(
    "%s: own company's comercial %i, suporte %i, another company's %i",
    async (name, comercial, suporte, other) => {
      const cookie = await desk.cookie(desk.ours, name);
      for (const [id, status] of [
        [own, comercial],
        [foreign, suporte],
        [elsewhere, other],
      ] as const)
        for (const url of [`/api/conversations/${id}`, `/api/conversations/${id}/thread`])
          expect((await desk.call(cookie, "GET", url)).status, url).toBe(status);
    },
  );

  it("refuses every command on what is foreign exactly as on what is missing", async () => {
    const ana = await desk.cookie(desk.ours, "Ana");
    const nobody = "01a20a45-0de6-7000-9aaf-05ddaf30ba6e";
    const team = desk.ours.teams.comercial;
    const commands: [string, object][] = [
      ["messages", { text: "oi" }],
      ["status", { status: "closed" }],
      ["assign", { agentId: desk.ours.agents["Ana"] }],
      ["forward", { teamId: team }],
      ["return-to-bot", {}],
      ["read", {}],
      [`messages/${nobody}/retry`, {}],
    ];
    for (const [path, body] of commands) {
      const ask = async (id: string) => {
        const { status, body: answer } = await desk.call(ana, "POST", `/api/conversations/${id}/${path}`, {
          key: key(),
          ...body,
        });
        return { status, answer };
      };
      const missing = await ask(nobody);
      expect(missing).toMatchObject({ status: 404, answer: { code: "not_found" } });
      for (const id of [foreign, elsewhere]) expect(await ask(id)).toEqual(missing);
    }
  });

  it("lists, finds and counts only what may be seen, each conversation in one tab", async () => {
    for (const name of ["Ana", "Diego", "Rita", "Helena"]) {
      const cookie = await desk.cookie(desk.ours, name);
      const all = ids(await desk.call(cookie, "GET", "/api/conversations?tab=all&limit=100"));
      expect(all.includes(own)).toBe(name !== "Diego");
      expect(all.includes(foreign)).toBe(name !== "Ana");
      expect(all).not.toContain(elsewhere);
      const counts = (await desk.call(cookie, "GET", "/api/conversations/counts")).body["tabs"] as Record<
        string,
        { conversations: number }
      >;
      const tabs: string[] = [];
      for (const tab of ["new", "mine", "bot", "ended", "others"]) {
        const found = ids(await desk.call(cookie, "GET", `/api/conversations?tab=${tab}&limit=100`));
        expect(counts[tab]?.conversations, `${name} ${tab}`).toBe(found.length);
        tabs.push(...found);
      }
      expect(tabs.toSorted()).toEqual(all.toSorted());
      expect(counts["all"]?.conversations).toBe(all.length);
      const search = ids(
        await desk.call(
          cookie,
          "GET",
          `/api/conversations?tab=all&order=recent&q=${encodeURIComponent("8700-0002")}`,
        ),
      );
      expect(search).toEqual(name === "Ana" ? [] : [foreign]);
    }
  });

  it("names a contact only for who may see one of its conversations", async () => {
    const [ana, diego] = [await desk.cookie(desk.ours, "Ana"), await desk.cookie(desk.ours, "Diego")];
    const contact = (
      (await desk.call(ana, "GET", `/api/conversations/${own}`)).body["contact"] as { id: string }
    ).id;
    expect((await desk.call(diego, "PATCH", `/api/contacts/${contact}`, { name: "X" })).status).toBe(404);
    expect((await desk.call(ana, "PATCH", `/api/contacts/${contact}`, { name: "Lia Prado" })).status).toBe(
      200,
    );
    expect((await desk.call(ana, "GET", `/api/conversations/${own}`)).body["contact"]).toMatchObject({
      name: "Lia Prado",
    });
    expect(ids(await desk.call(ana, "GET", "/api/conversations?tab=all&q=prado"))).toEqual([own]);
  });
});

describe("pages", () => {
  it.each(["waiting", "recent", "window", "priority"])(
    "ordered by %s hold every row once while others come in, whatever the page",
    async (order) => {
      const paula = await desk.cookie(desk.ours, "Paula");
      const base = 100 + ["waiting", "recent", "window", "priority"].indexOf(order) * 50;
      for (let n = 0; n < 9; n++)
        await desk.write(desk.ours, phone(base + n), "oi", START + (n % 4) * MINUTE);
      const resolved = await desk.write(desk.ours, phone(base + 9), "oi", START);
      await desk.call(paula, "POST", `/api/conversations/${resolved}/status`, {
        key: key(),
        status: "resolved",
      });
      const whole = ids(await desk.call(paula, "GET", `/api/conversations?tab=all&order=${order}&limit=100`));
      expect(whole).toContain(resolved);
      const paged: string[] = [];
      let cursor: string | null = "";
      for (let n = 0; cursor !== null; n++) {
        const reply: Reply = await desk.call(
          paula,
          "GET",
          `/api/conversations?tab=all&order=${order}&limit=3${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
        );
        paged.push(...ids(reply));
        cursor = reply.body["nextCursor"] as string | null;
        // arrives before the page being read in one order or after it in another: rows that were there must not be hurt
        if (n === 1) await desk.write(desk.ours, phone(base + 20), "nova", START + 10 * MINUTE);
      }
      expect(new Set(paged).size).toBe(paged.length);
      expect(paged.filter((id) => whole.includes(id))).toEqual(whole);
    },
  );

  it("of a thread meet without gap or repeat, in the order of time and place", async () => {
    const helena = await desk.cookie(desk.ours, "Helena");
    const id = await desk.write(desk.ours, phone(300), "um", START);
    await desk.call(helena, "POST", `/api/conversations/${id}/messages`, { key: key(), text: "dois" });
    await desk.call(helena, "POST", `/api/conversations/${id}/forward`, {
      key: key(),
      teamId: desk.ours.teams.suporte,
      reason: "troca",
    });
    await desk.write(desk.ours, phone(300), "três", START + MINUTE);
    type Entry = { entry: string; text?: string; type?: string };
    const named = (entry: Entry): string => entry.text ?? entry.type ?? "";
    const pageOf = async (query: string) =>
      (await desk.call(helena, "GET", `/api/conversations/${id}/thread?${query}`)).body as unknown as {
        entries: Entry[];
        before: string | null;
      };
    const whole = (await pageOf("limit=100")).entries.map(named);
    expect(whole).toEqual(
      [
        "conversation.opened",
        "um",
        "conversation.assigned",
        "dois",
        "conversation.forwarded",
        "três",
      ].toSorted((a, b) => whole.indexOf(a) - whole.indexOf(b)),
    );
    expect(whole.filter((name) => !name.includes("."))).toEqual(["um", "dois", "três"]);
    const paged: string[] = [];
    let before: string | null = null;
    do {
      const page = await pageOf(`limit=2${before ? `&before=${encodeURIComponent(before)}` : ""}`);
      paged.unshift(...page.entries.map(named));
      ({ before } = page);
    } while (before !== null);
    expect(paged).toEqual(whole);
  });
});

describe("commands", () => {
  const count = async (id: string): Promise<number> =>
    (
      await sql<{
        n: number;
      }>`SELECT count(*)::int AS n FROM message WHERE conversation_id = ${id} AND direction = 'out'`.execute(
        desk.world.deps.system,
      )
    ).rows[0]?.n ?? -1;

  it("with one key have one effect, also when sent at the same moment", async () => {
    const ana = await desk.cookie(desk.ours, "Ana");
    const id = await inTeam("comercial", 400);
    const body = { key: key(), text: "Bom dia!" };
    const replies = await Promise.all(
      [1, 2, 3].map(() => desk.call(ana, "POST", `/api/conversations/${id}/messages`, body)),
    );
    for (const reply of replies)
      expect(reply).toMatchObject({
        status: 200,
        body: {
          message: { text: "Bom dia!", status: "queued" },
          conversation: { agentId: desk.ours.agents["Ana"], unread: 0, waitingSince: null },
        },
      });
    expect(new Set(replies.map((reply) => (reply.body["message"] as { id: string }).id)).size).toBe(1);
    expect(await count(id)).toBe(1);
    const other = await inTeam("comercial", 401);
    expect(await desk.call(ana, "POST", `/api/conversations/${other}/messages`, body)).toMatchObject({
      status: 409,
      body: { code: "key_used" },
    });
    expect(await count(other)).toBe(0);
  });

  it("that take a conversation out of sight can be repeated until it moves on", async () => {
    const ana = await desk.cookie(desk.ours, "Ana");
    const id = await inTeam("comercial", 402);
    const body = { key: key(), teamId: desk.ours.teams.suporte };
    const forwarded = () => desk.call(ana, "POST", `/api/conversations/${id}/forward`, body);
    const first = await forwarded();
    expect(first.status).toBe(200);
    expect((await forwarded()).body).toEqual(first.body);
    expect((await desk.call(ana, "GET", `/api/conversations/${id}`)).status).toBe(404);
    await desk.write(desk.ours, phone(402), "segredo");
    expect((await desk.call(ana, "POST", `/api/conversations/${id}/forward`, body)).status).toBe(404);
  });

  it("are refused with what to do: ended, window closed, foreign agent, inactive team", async () => {
    const helena = await desk.cookie(desk.ours, "Helena");
    const id = await inTeam("comercial", 403);
    const act = (path: string, body: object) =>
      desk.call(helena, "POST", `/api/conversations/${id}/${path}`, { key: key(), ...body });
    const field = (path: string, code: string) => ({ status: 422, body: { fields: [{ path, code }] } });
    expect(await act("assign", { agentId: desk.theirs.agents["Ana"] })).toMatchObject(
      field("agentId", "unknown_agent"),
    );
    expect(await act("assign", { agentId: desk.ours.agents["Diego"] })).toMatchObject(
      field("agentId", "unknown_agent"),
    );
    expect((await act("assign", { agentId: desk.ours.agents["Rita"] })).status).toBe(200);
    expect(await act("forward", { teamId: desk.theirs.teams.suporte })).toMatchObject(
      field("teamId", "unknown_team"),
    );
    await sql`UPDATE team SET active = false WHERE id = ${desk.ours.teams.suporte}`.execute(
      desk.world.deps.system,
    );
    expect(await act("forward", { teamId: desk.ours.teams.suporte })).toMatchObject({
      status: 409,
      body: { code: "team_unavailable" },
    });
    await sql`UPDATE team SET active = true WHERE id = ${desk.ours.teams.suporte}`.execute(
      desk.world.deps.system,
    );
    await sql`UPDATE conversation SET window_closes_at = ${new Date(START - 1).toISOString()}::timestamptz WHERE id = ${id}`.execute(
      desk.world.deps.system,
    );
    expect(await act("messages", { text: "oi" })).toMatchObject({
      status: 409,
      body: { code: "service_window_closed" },
    });
    expect((await desk.call(helena, "GET", `/api/conversations/${id}`)).body["can"]).toMatchObject({
      reply: false,
      reply_reason: "service_window_closed",
    });
    expect((await act("status", { status: "closed" })).status).toBe(200);
    expect(await act("messages", { text: "oi" })).toMatchObject({
      status: 409,
      body: { code: "conversation_closed" },
    });
  });

  it("send a failed message again as a new one and leave the old one as it was", async () => {
    const ana = await desk.cookie(desk.ours, "Ana");
    const id = await inTeam("comercial", 404);
    const sent = (
      await desk.call(ana, "POST", `/api/conversations/${id}/messages`, { key: key(), text: "Segue o link" })
    ).body["message"] as { id: string };
    const retry = { key: key() };
    expect(
      (await desk.call(ana, "POST", `/api/conversations/${id}/messages/${sent.id}/retry`, { key: key() }))
        .status,
    ).toBe(404);
    await sql`UPDATE message SET status = 'failed', error_code = 131026 WHERE id = ${sent.id}`.execute(
      desk.world.deps.system,
    );
    const again = await desk.call(ana, "POST", `/api/conversations/${id}/messages/${sent.id}/retry`, retry);
    expect(again).toMatchObject({
      status: 200,
      body: { message: { text: "Segue o link", status: "queued" } },
    });
    const twice = await desk.call(ana, "POST", `/api/conversations/${id}/messages/${sent.id}/retry`, retry);
    expect(twice.body).toEqual(again.body);
    expect(await count(id)).toBe(2);
    const thread = (await desk.call(ana, "GET", `/api/conversations/${id}/thread`)).body["entries"] as {
      id: string;
      failure: object | null;
    }[];
    expect(thread.find((entry) => entry.id === sent.id)?.failure).toMatchObject({
      code: 131026,
      explanation: expect.any(String) as string,
    });
  });
});

describe("what is not understood", () => {
  it("is a label for agents, and for administrators what Meta wrote", async () => {
    const odd = { type: "hologram", hologram: { url: "https://meta.test/1", depth: 3 } };
    const id = await desk.write(desk.ours, phone(900), odd);
    const [helena, paula] = [await desk.cookie(desk.ours, "Helena"), await desk.cookie(desk.ours, "Paula")];
    const thread = await desk.call(paula, "GET", `/api/conversations/${id}/thread`);
    type Entry = { id: string; kind?: string; content?: { raw: unknown } };
    const message = (thread.body["entries"] as Entry[]).find(({ kind }) => kind === "unsupported");
    expect(message?.content?.raw).toBe(null);
    const url = `/api/messages/${message?.id}/raw`;
    expect((await desk.call(paula, "GET", url)).status).toBe(403);
    expect((await desk.call(helena, "GET", url)).body).toMatchObject({ raw: odd });
    const stranger = await desk.cookie(desk.theirs, "Helena");
    expect((await desk.call(stranger, "GET", url)).status).toBe(404);
  });
});

describe("the order of a thread", () => {
  it("keeps an answer below what it answers, though Meta's times are whole seconds", async () => {
    const id = await inTeam("comercial", 910);
    const ana = await desk.cookie(desk.ours, "Ana");
    desk.world.clock.set(START + 900);
    await desk.call(ana, "POST", `/api/conversations/${id}/messages`, { key: key(), text: "Qual a cor?" });
    await desk.write(desk.ours, phone(910), "Amarelo", START + 999);
    const thread = await desk.call(ana, "GET", `/api/conversations/${id}/thread`);
    const texts = (thread.body["entries"] as { text?: string | null }[]).flatMap(({ text }) => text ?? []);
    expect(texts).toEqual(["oi", "Qual a cor?", "Amarelo"]);
  });
});
