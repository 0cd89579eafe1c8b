import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDesk, type Desk, type Reply } from "./desk-world.ts";

type Hit = { id: string; conversationId: string; excerpt: { text: string; found: boolean }[] };
const phone = (n: number): string => `55119${String(86_000_000 + n)}`;
const hits = (reply: Reply): Hit[] => reply.body["items"] as Hit[];
const said = (hit: Hit): string =>
  hit.excerpt.map(({ text, found }) => (found ? `[${text}]` : text)).join("");

let desk: Desk;
let serial = 0;
const key = (): string => `search-${String(++serial).padStart(8, "0")}`;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

async function search(q: string, name = "Helena", more = ""): Promise<Reply> {
  const cookie = await desk.cookie(desk.ours, name);
  return desk.call(cookie, "GET", `/api/messages/search?q=${encodeURIComponent(q)}${more}`);
}
const finds = async (q: string, name?: string): Promise<string[]> => hits(await search(q, name)).map(said);

async function forward(id: string, team: "comercial" | "suporte"): Promise<void> {
  const helena = await desk.cookie(desk.ours, "Helena");
  const body = { key: key(), teamId: desk.ours.teams[team] };
  expect((await desk.call(helena, "POST", `/api/conversations/${id}/forward`, body)).status).toBe(200);
}

describe("what is found", () => {
  beforeAll(async () => {
    const say = (content: Parameters<Desk["write"]>[2]) => desk.write(desk.ours, phone(1), content);
    await say("Mandei dois orçamentos para vocês");
    await say("Quais as informações da segunda via?");
    await say("A via segunda ficou ruim, mandei para joao@girassol.com.br");
    await say("Paguei R$ 1.500,00 de sinal");
    await say({
      type: "document",
      document: { id: "77001", mime_type: "application/pdf", filename: "contrato-jardim_2024.pdf" },
    });
    await say({
      type: "image",
      image: { id: "77002", mime_type: "image/jpeg", caption: "olha a rachadura" },
    });
  });

  it.each([
    ["accents left out", "orcamentos", "Mandei dois [orçamentos] para vocês"],
    ["another number", "orçamento", "Mandei dois [orçamentos] para vocês"],
    ["another form of the verb", "mandar orcamento", "[Mandei] dois [orçamentos] para vocês"],
    ["a plural that changes more than an s", "informacao", "Quais as [informações] da segunda via?"],
    ["a word begun", "segunda informaç", "Quais as [informações] da [segunda] via?"],
    [
      "a word begun that its stem does not begin",
      "mandei dois orçamento",
      "[Mandei] [dois] [orçamentos] para vocês",
    ],
    ["a phrase", '"segunda via"', "Quais as informações da [segunda] [via]?"],
    [
      "words that say nothing, in a phrase",
      '"as informações da"',
      "Quais [as] [informações] [da] segunda via?",
    ],
    ["an address", "joao@girassol", "A via segunda ficou ruim, mandei para [joao]@[girassol].com.br"],
    ["an amount", "1.500,00", "Paguei R$ [1].[500],[00] de sinal"],
    ["a document's name", "contrato jardim", "[contrato]-[jardim]_2024.pdf"],
    ["a caption", "rachaduras", "olha a [rachadura]"],
  ])("%s: %s", async (_name, q, text) => expect(await finds(q)).toEqual([text]));

  it.each([["bicicleta"], ['"via das informações"'], ["orçamentos bicicleta"], ["%"], [""]])(
    "nothing by %s",
    async (q) => expect(await finds(q)).toEqual([]),
  );

  it.each(["'&|!():*", "orc:* & !x", "'''", "\\", "a | b <-> c", "ª º 1️⃣ 😀", "𝕏", `"${"x ".repeat(90)}"`])(
    "takes %j as words",
    async (q) => expect((await search(q)).status).toBe(200),
  );
  it.each([
    ["10,000 characters", "a".repeat(10_000)],
    ["NUL", "\u0000a"],
  ])("refuses a query of %s with a sentence", async (_name, q) => {
    const { status, body } = await search(q);
    expect([status, body.code]).toEqual([422, "invalid_input"]);
    expect(body["title"]).toMatch(/^[A-Z].*\.$/u);
  });

  it("finds automatic and agents' messages, the last text of an edited one, and none taken back", async () => {
    const id = await desk.write(desk.ours, phone(2), "quero girafas");
    const helena = await desk.cookie(desk.ours, "Helena");
    const body = { key: key(), text: "Temos girafas de pelúcia" };
    expect((await desk.call(helena, "POST", `/api/conversations/${id}/messages`, body)).status).toBe(200);
    expect(await finds("girafa")).toEqual(["Temos [girafas] de pelúcia", "quero [girafas]"]);
    const { rows } = await sql<{ id: string; wamid: string }>`
      SELECT id, wamid FROM message WHERE conversation_id = ${id} AND direction = 'in'`.execute(
      desk.world.deps.system,
    );
    const revise = (entry: object) =>
      sql`UPDATE message SET revisions = revisions || ${JSON.stringify([entry])}::jsonb WHERE id = ${rows[0]?.id}`.execute(
        desk.world.deps.system,
      );
    await revise({ at: "2026-11-23T12:00:00.000Z", body: "quero zebras", deleted: false });
    expect(await finds("girafa")).toEqual(["Temos [girafas] de pelúcia"]);
    expect(await finds("zebra")).toEqual(["quero [zebras]"]);
    await revise({ at: "2026-11-23T12:01:00.000Z", body: null, deleted: true });
    expect(await finds("zebra")).toEqual([]);
  });

  it("stores a message whose words do not fit into an index", async () => {
    const id = await desk.write(desk.ours, phone(3), `${"palavra ".repeat(8_000)}`);
    const endless = await desk.write(desk.ours, phone(3), "y".repeat(30_000));
    expect(endless).toBe(id);
    expect(await finds("palavra")).toHaveLength(1);
  });
});

describe("who finds what", () => {
  it("never a message of a team one may not see, nor of another account", async () => {
    const mine = await desk.write(desk.ours, phone(10), "tulipas do comercial");
    const foreign = await desk.write(desk.ours, phone(11), "tulipas do suporte");
    await desk.write(desk.theirs, phone(12), "tulipas de outra empresa");
    await forward(mine, "comercial");
    await forward(foreign, "suporte");
    expect(await finds("tulipa", "Ana")).toEqual(["[tulipas] do comercial"]);
    expect(await finds("tulipa", "Diego")).toEqual(["[tulipas] do suporte"]);
    expect(await finds("tulipa", "Helena")).toEqual(["[tulipas] do suporte", "[tulipas] do comercial"]);
    const only = hits(await search("tulipa", "Helena", `&team=${desk.ours.teams.comercial}`));
    expect(only.map(({ conversationId }) => conversationId)).toEqual([mine]);
    expect(hits(await search("tulipa", "Helena", "&status=closed"))).toEqual([]);
  });

  it("with segmented view, not what a colleague is answering", async () => {
    const id = await desk.write(desk.ours, phone(13), "begônias");
    await forward(id, "comercial");
    const [bruno] = Object.entries(desk.ours.agents).filter(([name]) => name === "Bruno");
    const ana = await desk.cookie(desk.ours, "Ana");
    expect(await finds("begonia", "Ana")).toHaveLength(1);
    const assigned = await desk.call(ana, "POST", `/api/conversations/${id}/assign`, {
      key: key(),
      agentId: bruno?.[1],
    });
    expect(assigned.status).toBe(200);
    expect(await finds("begonia", "Ana")).toEqual([]);
    expect(await finds("begonia", "Bruno")).toHaveLength(1);
  });

  it("nobody who is not signed in", async () =>
    expect((await desk.call("", "GET", "/api/messages/search?q=oi")).status).toBe(401));
});

describe("notes", () => {
  const note = async (name: string, id: string, text: string): Promise<string> => {
    const cookie = await desk.cookie(desk.ours, name);
    const reply = await desk.call(cookie, "POST", `/api/conversations/${id}/notes`, { key: key(), text });
    expect(reply.status).toBe(200);
    return (reply.body["note"] as { id: string }).id;
  };

  it("are found among messages, as notes, with who is mentioned by name, and open the thread there", async () => {
    const id = await desk.write(desk.ours, phone(60), "tem hortênsias?");
    await forward(id, "comercial");
    const bruno = desk.ours.agents["Bruno"] ?? "";
    const noteId = await note("Ana", id, `@[${bruno}] separar as hortênsias dela`);
    await desk.write(desk.ours, phone(60), "hortênsia azul");
    const found = hits(await search("hortensias", "Ana"));
    expect(found.map(said)).toEqual([
      "[hortênsia] azul",
      "@Bruno Carvalho separar as [hortênsias] dela",
      "tem [hortênsias]?",
    ]);
    expect(found[1]).toMatchObject({ id: noteId, kind: "note", author: "agent", direction: null });
    const ana = await desk.cookie(desk.ours, "Ana");
    const thread = await desk.call(ana, "GET", `/api/conversations/${id}/thread?around=${noteId}`);
    expect((thread.body["entries"] as { id: string }[]).map((entry) => entry.id)).toContain(noteId);
    // the id that stands for a mention is no word of the note
    expect(await finds(bruno.slice(-12), "Ana")).toEqual([]);
  });

  it("are nobody's who may not see the conversation; changed ones say what they say now, deleted ones nothing", async () => {
    const id = await desk.write(desk.ours, phone(61), "oi");
    await forward(id, "comercial");
    const noteId = await note("Ana", id, "cliente das samambaias");
    expect(await finds("samambaia", "Diego")).toEqual([]);
    expect(await finds("samambaia", "Bruno")).toEqual(["cliente das [samambaias]"]);
    const theirs = await desk.cookie(desk.theirs, "Helena");
    expect(hits(await desk.call(theirs, "GET", "/api/messages/search?q=samambaia"))).toEqual([]);
    const ana = await desk.cookie(desk.ours, "Ana");
    const edited = await desk.call(ana, "PATCH", `/api/notes/${noteId}`, { text: "cliente das avencas" });
    expect(edited.status).toBe(200);
    expect([await finds("samambaia", "Ana"), await finds("avenca", "Ana")]).toEqual([
      [],
      ["cliente das [avencas]"],
    ]);
    expect((await desk.call(ana, "DELETE", `/api/notes/${noteId}`)).status).toBe(200);
    expect(await finds("avenca", "Ana")).toEqual([]);
  });

  it("come page by page with messages, newest first", async () => {
    const id = await desk.write(desk.ours, phone(62), "jasmim 0");
    for (let n = 1; n < 9; n++)
      if (n % 2 === 0) await desk.write(desk.ours, phone(62), `jasmim ${n}`);
      else await note("Helena", id, `jasmim ${n}`);
    const seen: string[] = [];
    let cursor: unknown = null;
    do {
      const reply = await search("jasmim", "Helena", `&limit=2${cursor ? `&cursor=${String(cursor)}` : ""}`);
      seen.push(...hits(reply).map(said));
      cursor = reply.body["nextCursor"];
    } while (cursor);
    expect(seen).toEqual(Array.from({ length: 9 }, (_, n) => `[jasmim] ${8 - n}`));
  });
});

describe("pages", () => {
  it("come newest first, without gaps or doubles, while new ones arrive", async () => {
    const written: string[] = [];
    for (let n = 0; n < 23; n++) {
      await desk.write(desk.ours, phone(20 + (n % 3)), `azulejo ${n}`);
      written.unshift(`[azulejo] ${n}`);
    }
    const seen: string[] = [];
    let cursor: unknown = null;
    do {
      const reply = await search(
        "azulejos",
        "Helena",
        `&limit=5${cursor ? `&cursor=${String(cursor)}` : ""}`,
      );
      seen.push(...hits(reply).map(said));
      cursor = reply.body["nextCursor"];
      await desk.write(desk.ours, phone(20), "azulejo depois");
    } while (cursor);
    expect(seen).toEqual(written);
  });
});

describe("a word that is in more messages than are gathered", () => {
  it("is found newest first, page by page, and only where one may see", async () => {
    const mine = await desk.write(desk.ours, phone(50), "girassol amarelo");
    const foreign = await desk.write(desk.ours, phone(51), "girassol roxo");
    await desk.write(desk.theirs, phone(52), "girassol alheio");
    await forward(mine, "comercial");
    await forward(foreign, "suporte");
    await sql`
      INSERT INTO message (account_id, id, conversation_id, channel_id, seq, at, direction, author, kind, text, content, status, created_at)
      SELECT account_id, gen_random_uuid(), conversation_id, channel_id, 1000 + n, at, direction, author, kind, 'girassol ' || n, content, status, created_at
      FROM message, generate_series(1, 8100) n WHERE conversation_id = ${foreign} AND text = 'girassol roxo'`.execute(
      desk.world.deps.system,
    );
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM message WHERE account_id = ${desk.ours.accountId} AND text LIKE 'girassol%' ORDER BY id DESC`.execute(
      desk.world.deps.system,
    );
    const first = await search("girassóis", "Helena", "&limit=7");
    const second = await search("girassóis", "Helena", `&limit=7&cursor=${String(first.body["nextCursor"])}`);
    const found = [first, second].flatMap(hits).map(({ id }) => id);
    expect(found).toEqual(rows.slice(0, 14).map(({ id }) => id));
    expect(await finds("girassol", "Ana")).toEqual(["[girassol] amarelo"]);
  });
});

describe("the thread around a message", () => {
  it("holds both sides, and its cursors lead to the rest", async () => {
    let id = "";
    for (let n = 0; n < 30; n++)
      id = await desk.write(desk.ours, phone(40), `linha ${n}`, desk.world.clock.now() + n * 1000);
    const helena = await desk.cookie(desk.ours, "Helena");
    type Entry = { id: string; entry: string; text?: string };
    const get = async (
      query: string,
    ): Promise<{ entries: Entry[]; before: string | null; after: string | null }> => {
      const reply = await desk.call(helena, "GET", `/api/conversations/${id}/thread?${query}`);
      expect(reply.status).toBe(200);
      return reply.body as never;
    };
    const whole = await get("limit=100");
    const target = whole.entries.find(({ text }) => text === "linha 12");
    let { entries, before, after } = await get(`around=${target?.id}&limit=10`);
    expect(entries).toHaveLength(10);
    expect(entries[5]?.id).toBe(target?.id);
    while (before) {
      const page = await get(`before=${before}&limit=7`);
      entries = [...page.entries, ...entries];
      before = page.before;
    }
    while (after) {
      const page = await get(`after=${after}&limit=7`);
      entries = [...entries, ...page.entries];
      after = page.after;
    }
    expect(entries).toEqual(whole.entries);
    const other = await desk.write(desk.ours, phone(41), "outra");
    const foreign = await desk.call(helena, "GET", `/api/conversations/${other}/thread?around=${target?.id}`);
    expect(foreign.status).toBe(404);
  });
});
